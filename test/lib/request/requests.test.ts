import { firstBreak } from '../../../lib/ledger/event'
import { givenRequests, type GivenRequests } from './given-requests'

let desk: GivenRequests
beforeEach(async () => {
  desk = await givenRequests()
})

const wish = {
  unitId: 'safety',
  subject: '安全月总结',
  details: '含两张照片',
  dueOn: '2026-12-04',
  requestKey: 'one-wish',
}
const asked = async () => desk.verbs.ask({ ...wish, by: await desk.who('xu-wen') })
const run = (requestId: string, round = 1) => ({ requestId, round })

describe('a request for material (article 5)', () => {
  it('is asked once per wish, told in working time, and its ledger holds', async () => {
    const request = await asked()
    expect((await asked()).id).toBe(request.id)
    expect(new Set(desk.started)).toEqual(new Set([`${request.id}-1`]))
    expect(await desk.verbs.tell(run(request.id))).toMatchObject({ next: 'wait' })
    expect(await desk.verbs.tell(run(request.id))).toMatchObject({ next: 'wait' })
    expect(desk.letters.map(({ to }) => to)).toEqual(['li-na@jiangnan.example', 'sun-tao@jiangnan.example'])
    const ledger = await desk.requests.ledger(request.id)
    expect(ledger.map(({ type }) => type)).toEqual(['MaterialAsked', 'UnitTold'])
    expect(firstBreak(ledger)).toBeUndefined()
  })

  it('made on a Saturday night it is told on Monday at nine', async () => {
    desk.setClock('2026-11-28T14:00:00Z')
    const request = await asked()
    const step = await desk.verbs.tell(run(request.id))
    expect(step).toEqual({ next: 'tell', waitSeconds: 35 * 3600 })
    expect(desk.letters).toEqual([])
  })

  it('is delivered by submitting the draft that answers it, and asked again when that is withdrawn', async () => {
    const request = await asked()
    const draft = await desk.submission('safety', 'li-na', false)
    const by = await desk.who('li-na')
    expect((await desk.verbs.answer({ requestId: request.id, submissionId: draft.id, by })).state).toBe(
      'open',
    )
    await desk.verbs.deliver(draft)
    expect((await desk.requests.withId(request.id)).state).toBe('open')
    await desk.verbs.wait({ ...run(request.id), taskToken: 'token', waitSeconds: 3600 })
    const submitted = { ...draft, state: 'in-review' as const }
    await desk.verbs.deliver(submitted)
    await desk.verbs.deliver(submitted)
    expect(await desk.requests.withId(request.id)).toMatchObject({
      state: 'delivered',
      submissionId: draft.id,
    })
    expect(desk.woken).toEqual(['token'])
    expect(await desk.verbs.look(run(request.id))).toMatchObject({ next: 'close' })
    await desk.verbs.reopen({ ...submitted, state: 'withdrawn' })
    expect(await desk.requests.withId(request.id)).toMatchObject({ state: 'open', round: 2 })
    expect(desk.started.at(-1)).toBe(`${request.id}-2`)
    expect(await desk.verbs.look(run(request.id, 1))).toMatchObject({ next: 'close' })
  })

  it('answered while its letters still go out ends the wait at once', async () => {
    const request = await asked()
    const by = await desk.who('li-na')
    await desk.verbs.tell(run(request.id))
    await desk.verbs.wait({ ...run(request.id), taskToken: 'first', waitSeconds: 3600 })
    expect(desk.woken).toEqual([])
    await desk.table.remove({ pk: `REQUEST#${request.id}`, sk: 'WAIT' })
    desk.setClock('2026-11-24T03:00:00Z')
    const submitted = await desk.submission('safety', 'li-na')
    await desk.verbs.answer({ requestId: request.id, submissionId: submitted.id, by })
    await desk.verbs.wait({ ...run(request.id), taskToken: 'second', waitSeconds: 3600 })
    expect(desk.woken).toEqual(['second'])
  })

  it('is watched from the asking to the told end: a machine that never began or died is followed by its next run', async () => {
    const request = await asked()
    const row = () => desk.table.get({ pk: `REQUEST#${request.id}`, sk: 'WATCH' })
    expect(await row()).toMatchObject({ kind: 'request', id: request.id })
    desk.started.length = 0
    const resume = () => desk.verbs.resume({ kind: 'request', id: request.id, tries: 0 })
    await resume()
    expect(desk.started).toEqual([`${request.id}-1`])
    desk.end(`${request.id}-1`)
    await resume()
    expect(desk.started).toEqual([`${request.id}-1`, `${request.id}-1-2`])
    // Only a machine whose request is over is woken by the watch: the others look by the clock.
    await desk.verbs.wait({ ...run(request.id), taskToken: 'lost', waitSeconds: 3600 })
    await resume()
    expect(desk.woken).toEqual([])
    await desk.requests.change(request.id, (current) => ({
      next: { ...current, state: 'excused' },
      happened: { by: 'system', type: 'RequestExcused', facts: {} },
    }))
    await resume()
    expect(desk.woken).toEqual(['lost'])
    await desk.verbs.close(run(request.id))
    expect(await row()).toBeUndefined()
  })

  it('asked for anew while its first round is closed stays watched', async () => {
    const request = await asked()
    await desk.requests.change(request.id, (current) => ({
      next: { ...current, state: 'open', round: 2 },
      happened: { by: 'system', type: 'RequestReopened', facts: {} },
    }))
    await desk.requests.unwatch(request)
    expect(await desk.table.get({ pk: `REQUEST#${request.id}`, sk: 'WATCH' })).toBeDefined()
  })

  it('is answered by the asked unit only, with its own submission', async () => {
    const request = await asked()
    const foreign = await desk.submission('marketing', 'chen-yu')
    const answer = async (who: 'chen-yu' | 'li-na') =>
      desk.verbs.answer({ requestId: request.id, submissionId: foreign.id, by: await desk.who(who) })
    await expect(answer('chen-yu')).rejects.toMatchObject({ code: 'NotAllowed' })
    await expect(answer('li-na')).rejects.toMatchObject({ code: 'NotFound' })
  })

  it('is not answered by what was submitted before it was asked, nor by what answers another', async () => {
    const by = await desk.who('li-na')
    const old = await desk.submission('safety', 'li-na')
    desk.setClock('2026-11-24T03:00:00Z')
    const [one, other] = [
      await asked(),
      await desk.verbs.ask({
        ...wish,
        requestKey: 'another',
        subject: '第二项',
        by: await desk.who('xu-wen'),
      }),
    ]
    const answer = (requestId: string, submissionId: string) =>
      desk.verbs.answer({ requestId, submissionId, by })
    await expect(answer(one.id, old.id)).rejects.toMatchObject({ code: 'WrongState' })
    desk.setClock('2026-11-24T04:00:00Z')
    const fresh = await desk.submission('safety', 'li-na')
    expect(await answer(one.id, fresh.id)).toMatchObject({ state: 'delivered' })
    await expect(answer(other.id, fresh.id)).rejects.toMatchObject({
      code: 'WrongState',
      facts: { requestId: one.id },
    })
    expect(await answer(one.id, fresh.id)).toMatchObject({ state: 'delivered' })
    expect((await desk.requests.withId(other.id)).state).toBe('open')
  })

  it('is let off by the office with a reason, and then nothing more is wanted', async () => {
    const request = await asked()
    const by = await desk.who('xu-wen')
    await desk.verbs.excuse({ requestId: request.id, reason: '大修停产', by })
    await desk.verbs.excuse({ requestId: request.id, reason: '再按一次', by })
    expect(await desk.requests.withId(request.id)).toMatchObject({
      state: 'excused',
      excused: { reason: '大修停产' },
    })
    const own = await desk.submission('safety', 'li-na')
    await expect(
      desk.verbs.answer({ requestId: request.id, submissionId: own.id, by: await desk.who('li-na') }),
    ).rejects.toMatchObject({ code: 'WrongState' })
  })

  it('ends as unanswered twenty working days after its date, on record, and may still be delivered', async () => {
    const request = await asked()
    desk.setClock('2026-12-31T09:00:00Z')
    expect(await desk.verbs.look(run(request.id))).toMatchObject({ next: 'wait' })
    desk.setClock('2027-01-05T10:00:00Z')
    expect(await desk.verbs.look(run(request.id))).toMatchObject({ next: 'close' })
    await desk.verbs.close(run(request.id))
    expect(desk.letters.at(-1)?.subject).toContain('逾期未提供')
    const own = await desk.submission('safety', 'li-na')
    const by = await desk.who('li-na')
    expect((await desk.verbs.answer({ requestId: request.id, submissionId: own.id, by })).state).toBe(
      'delivered',
    )
  })

  it('takes no date that is over and no unit that is not there', async () => {
    const by = await desk.who('xu-wen')
    await expect(desk.verbs.ask({ ...wish, dueOn: '2026-11-23', by })).rejects.toMatchObject({
      code: 'InvalidRequest',
    })
    await expect(desk.verbs.ask({ ...wish, dueOn: '2027-06-01', by })).rejects.toMatchObject({
      code: 'InvalidRequest',
    })
    await expect(desk.verbs.ask({ ...wish, unitId: 'nowhere', by })).rejects.toMatchObject({
      code: 'NotFound',
    })
  })
})

describe('the table of units (article 4)', () => {
  it('counts a submission once whatever becomes of it, and not when it is withdrawn', async () => {
    const editor = await desk.who('xu-wen')
    await desk.verbs.expect({ unitId: 'marketing', perMonth: 2, by: editor })
    await desk.submission('marketing', 'chen-yu')
    const second = await desk.submission('marketing', 'chen-yu')
    const standing = async () =>
      (await desk.verbs.list(editor)).units.find(({ unitId }) => unitId === 'marketing')
    expect(await standing()).toMatchObject({ expected: 2, delivered: 2 })
    await desk.withdrawn(second.id)
    expect(await standing()).toMatchObject({ expected: 2, delivered: 1 })
  })

  it('shows a unit itself only, and the office all, with what was let off on record', async () => {
    const editor = await desk.who('xu-wen')
    await asked()
    await desk.verbs.exempt({ unitId: 'safety', month: '2026-11', reason: '大修', by: editor })
    expect((await desk.verbs.list(await desk.who('chen-yu'))).units.map(({ unitId }) => unitId)).toEqual([
      'marketing',
    ])
    const { units, requests } = await desk.verbs.list(editor)
    expect(units).toHaveLength(3)
    expect(units.find(({ unitId }) => unitId === 'safety')).toMatchObject({ exempt: '大修', open: 1 })
    expect(requests).toMatchObject([{ subject: '安全月总结', overdue: false }])
    await desk.verbs.endExemption({ unitId: 'safety', month: '2026-11', by: editor })
    expect((await desk.acts.page()).items.map(({ type }) => type).sort()).toEqual([
      'ExemptionEnded',
      'UnitExempted',
    ])
  })
})

describe('a summary', () => {
  const press = () => desk.verbs.press({ scheduledAt: '2026-11-24T02:00:00Z' })

  it('lists everything in one letter, and repeated it sends nothing more', async () => {
    const by = await desk.who('xu-wen')
    for (const key of ['first', 'second'])
      await desk.verbs.ask({ ...wish, subject: key, requestKey: `wish-${key}`, dueOn: '2026-11-26', by })
    expect(await press()).toEqual({ pressed: 1 })
    expect(await press()).toEqual({ pressed: 0 })
    expect(desk.letters).toHaveLength(1)
    expect(desk.letters[0]?.text).toMatch(/first[\s\S]*second/)
  })

  it('presses nobody for a late event, at night or on a holiday', async () => {
    await desk.verbs.ask({ ...wish, dueOn: '2026-11-24', by: await desk.who('xu-wen') })
    desk.setClock('2026-11-25T02:00:00Z')
    expect(await press()).toEqual({ pressed: 0 })
    desk.setClock('2026-11-24T12:00:00Z')
    expect(await press()).toEqual({ pressed: 0 })
    expect(desk.letters).toEqual([])
  })
})
