import type { Refusal } from '../../../lib/platform/refusal'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, settle, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const compose = (...ids: string[]) => desk.verbs.compose({ date, submissionIds: ids, by: desk.editor })
const refusalOf = (work: Promise<unknown>): Promise<Refusal> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Refusal,
  )
const massSends = async () => (await desk.twin.state()).massSends
const sendall = '/cgi-bin/message/mass/sendall'

/** Composes two articles and starts. */
async function started() {
  const one = await desk.approved({ title: '头条' })
  const two = await desk.approved({ title: '次条' })
  await compose(one.id, two.id)
  return { one, two, attempt: await start(desk) }
}

describe('invariant 1: nothing unapproved goes out', () => {
  /** As an intruder with a hand in the table would. */
  const tamper = async (id: string) => {
    const row = await desk.table.get({ pk: `SUB#${id}`, sk: 'TEXT' })
    if (!row) throw new Error('no row')
    const content = row['content'] as object
    await desk.table.put({ ...row, content: { ...content, body: '<p>别的内容</p>' } })
  }

  test.each(['draft', 'test send', 'mass send'] as const)(
    'a text changed before the %s stops it',
    async (step) => {
      const { one, attempt } = await started()
      const at = { date, attempt }
      if (step !== 'draft') await desk.verbs.buildDraft(at)
      if (step === 'mass send') {
        await desk.verbs.sendTest(at)
        await desk.verbs.confirm({
          date,
          hash: (await desk.edition()).hash,
          code: desk.code(),
          by: desk.editor,
        })
        await desk.verbs.claimDay(at)
      }
      await tamper(one.id)
      const run = { draft: 'buildDraft', 'test send': 'sendTest', 'mass send': 'massSend' } as const
      expect(await desk.verbs[run[step]](at)).toMatchObject({ next: 'close' })
      expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'ContentChanged' } })
      expect(await massSends()).toEqual([])
      expect(await desk.editions.claimOf(date)).toBeUndefined()
    },
  )

  test("a draft changed in WeChat's own console after the test stops the send and frees the day", async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    const { draft } = await desk.edition()
    const [article] = (await desk.client.getDraft(draft?.mediaId ?? '')).kind === 'done' ? [true] : []
    expect(article).toBe(true)
    const stored = await desk.client.getDraft(draft?.mediaId ?? '')
    if (stored.kind !== 'done' || !stored.value.articles[0]) throw new Error('no draft')
    await desk.client.updateDraft({
      mediaId: draft?.mediaId ?? '',
      index: 0,
      article: { ...stored.value.articles[0], title: '被改过的标题' },
    })
    expect(await desk.verbs.massSend({ date, attempt })).toMatchObject({ next: 'close' })
    expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'ContentChanged' } })
    expect(await massSends()).toEqual([])
    expect(await desk.editions.claimOf(date)).toBeUndefined()
  })

  test('pictures are taken at the approved version: other bytes under it stop the draft', async () => {
    const pictured = await desk.approved({}, 1)
    const key = `${pictured.pins[0]?.key}@v1`
    desk.objects.set(key, new Uint8Array([1, 2, 3]))
    await compose(pictured.id)
    expect(await runAttempt(desk, await start(desk))).toBe('failed')
    expect(await desk.edition()).toMatchObject({ outcome: { code: 'ContentChanged' } })
  })

  test('a submission without the decision of every tier is refused', async () => {
    const { one, attempt } = await started()
    const turns = await desk.table.partition(`SUB#${one.id}`, 'TURN#')
    const last = turns.at(-1)
    if (!last) throw new Error('no turn')
    await desk.table.remove(last)
    expect(await runAttempt(desk, attempt)).toBe('failed')
    expect(await desk.edition()).toMatchObject({ outcome: { code: 'ContentChanged' } })
  })

  test('what is not approved, or is in another edition, cannot be composed', async () => {
    const one = await desk.approved()
    await compose(one.id)
    const other = await refusalOf(
      desk.verbs.compose({ date: '2026-11-24', submissionIds: [one.id], by: desk.editor }),
    )
    expect([other.code, other.facts['editionDate']]).toEqual(['WrongState', date])
    expect((await refusalOf(compose())).code).toBe('PolicyRefused')
  })
})

describe('the confirmation', () => {
  test('any change after it voids it, and the old attempt no longer sends', async () => {
    const { one, two, attempt } = await started()
    await runAttempt(desk, attempt, { until: 'claim' })
    await compose(two.id, one.id)
    expect(await desk.edition()).toMatchObject({ state: 'composing' })
    expect((await desk.edition()).confirmation).toBeUndefined()
    expect(await desk.verbs.claimDay({ date, attempt })).toEqual({ next: 'close' })
    expect(await desk.verbs.closeSend({ date, attempt })).toEqual({ outcome: 'superseded' })
    expect(await desk.editions.claimOf(date)).toBeUndefined()
  })

  test('needs the hash the person saw, the code, and a test send; five wrong codes mail a new one', async () => {
    const { attempt } = await started()
    const { hash } = await desk.edition()
    const by = desk.editor
    const early = await refusalOf(desk.verbs.confirm({ date, hash, code: '000000', by }))
    expect(early.code).toBe('WrongState')
    await runAttempt(desk, attempt, { until: 'confirmation' })
    const first = desk.code()
    const wrong = first === '111111' ? '222222' : '111111'
    expect((await refusalOf(desk.verbs.confirm({ date, hash: 'a'.repeat(64), code: first, by }))).code).toBe(
      'ContentChanged',
    )
    for (let left = 4; left > 0; left--)
      expect(await refusalOf(desk.verbs.confirm({ date, hash, code: wrong, by }))).toMatchObject({
        code: 'CodeWrong',
        facts: { left },
      })
    expect((await refusalOf(desk.verbs.confirm({ date, hash, code: wrong, by }))).code).toBe(
      'TooManyAttempts',
    )
    expect((await refusalOf(desk.verbs.confirm({ date, hash, code: first, by }))).code).toBe('CodeWrong')
    const confirmed = await desk.verbs.confirm({ date, hash, code: desk.code(), by })
    expect(confirmed).toMatchObject({ state: 'scheduled', confirmation: { by: 'xu-wen', hash } })
    expect(await desk.verbs.confirm({ date, hash, code: 'again', by })).toEqual(confirmed)
  })

  test('a draft that was rebuilt is test-sent itself; one that stands keeps its test and the time of it', async () => {
    const { one, two, attempt } = await started()
    const previews = async () => (await desk.twin.state()).previews.length
    await runAttempt(desk, attempt, { until: 'confirmation' })
    const first = await desk.edition()
    const again = async () => {
      await desk.verbs.cancel({ date, reason: '再看看', by: desk.editor })
      desk.twin.clock.move(600_000)
      await compose(one.id, two.id)
      await runAttempt(desk, await start(desk), { until: 'confirmation' })
      return desk.edition()
    }
    const same = await again()
    expect([same.hash, same.draft?.mediaId, same.tested]).toEqual([
      first.hash,
      first.draft?.mediaId,
      first.tested,
    ])
    expect(await previews()).toBe(1)
    expect(await desk.verbs.pressConfirmer({ date, attempt: same.attempt })).toMatchObject({
      waitSeconds: 1800,
    })

    await desk.client.deleteDraft(first.draft?.mediaId ?? '')
    const rebuilt = await again()
    expect(rebuilt.hash).toBe(first.hash)
    expect(rebuilt.draft?.mediaId).not.toBe(first.draft?.mediaId)
    expect(await previews()).toBe(2)
    expect(Date.parse(rebuilt.tested?.at ?? '')).toBe(Date.parse(first.tested?.at ?? '') + 1_200_000)
    expect(await desk.editions.tests(date)).toMatchObject([
      { mediaId: rebuilt.draft?.mediaId, state: 'sent' },
    ])
  })

  test('nobody confirming ends with the day, after reminders, with a named outcome', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'confirmation' })
    let looked = await desk.verbs.pressConfirmer({ date, attempt })
    for (let look = 0; looked.next === 'wait' && look < 10; look++) {
      desk.twin.clock.move(looked.waitSeconds * 1000)
      looked = await desk.verbs.pressConfirmer({ date, attempt })
    }
    expect(looked.next).toBe('close')
    expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'NobodyConfirmed' } })
    const reminders = [...desk.letters.values()].filter((letter) => letter.subject.includes('催办'))
    expect(reminders).toHaveLength(3)
    expect(await massSends()).toEqual([])
  })
})

describe('calling off', () => {
  test.each(['claim', 'mass-send'] as const)('cancelling before the %s wins and frees all', async (until) => {
    const { one, attempt } = await started()
    await runAttempt(desk, attempt, { until })
    await desk.verbs.cancel({ date, reason: '领导要求', by: desk.editor })
    expect(await desk.verbs.claimDay({ date, attempt })).toEqual({ next: 'close' })
    expect(await desk.verbs.massSend({ date, attempt })).toMatchObject({ next: 'close' })
    expect(await desk.verbs.closeSend({ date, attempt })).toEqual({ outcome: 'cancelled' })
    expect(await massSends()).toEqual([])
    expect(await desk.editions.claimOf(date)).toBeUndefined()
    expect((await desk.submissions.withId(one.id)).state).toBe('approved')
    expect((await desk.submissions.pool('wechat')).items.map((submission) => submission.id)).toContain(one.id)
  })

  test('after WeChat was asked it says that it did not win', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'result' })
    const refusal = await refusalOf(desk.verbs.cancel({ date, reason: '迟了', by: desk.editor }))
    expect([refusal.code, refusal.facts['state']]).toEqual(['WrongState', 'sending'])
  })

  test('the cancellation that comes between the checks and the intent is not overrun', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    // The drafts's last check is the last thing before the intent.
    const getDraft = desk.desk.wechat.getDraft
    desk.desk.wechat.getDraft = async (mediaId) => {
      await desk.verbs.cancel({ date, reason: '刚刚', by: desk.editor })
      return getDraft(mediaId)
    }
    expect(await desk.verbs.massSend({ date, attempt })).toMatchObject({ next: 'close' })
    expect(await massSends()).toEqual([])
    expect((await desk.edition()).state).toBe('cancelled')
  })
})

describe('a second send of the day', () => {
  test('invariant 2: is refused with who, when, what and how far', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt)
    const refusal = await refusalOf(desk.verbs.start({ date, by: desk.editor }))
    expect(refusal.code).toBe('DayAlreadyClaimed')
    expect(refusal.facts).toMatchObject({ by: '许雯', title: '头条', state: 'sent', date })
    expect(refusal.facts['at']).toBe((await desk.editions.claimOf(date))?.claimedAt)
    const late = await desk.approved()
    expect((await refusalOf(compose(late.id))).code).toBe('WrongState')
  })

  test('two runs of the same step at the same moment call WeChat once', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    const at = { date, attempt }
    const [one] = await Promise.all([
      desk.verbs.massSend(at),
      desk.verbs.massSend(at),
      desk.verbs.massSend(at),
    ])
    const { used } = (await desk.twin.state()).calls
    expect(used[sendall]).toBe(1)
    expect(await settle(desk, attempt, one)).toBe('sent')
    expect(await massSends()).toHaveLength(1)
  })
})

describe('what WeChat says', () => {
  const ended = async () => {
    const edition = await desk.edition()
    return [edition.state, edition.outcome?.code, await desk.editions.claimOf(date)]
  }

  test.each([
    ['the address is not allowed', 40164, 'AddressNotAllowed'],
    ['the certification lapsed', 48001, 'CertificationLapsed'],
    ['the advertising contract forbids it', 45062, 'AdvertisingContract'],
    ['WeChat refuses for a reason without a name of ours', 48004, 'ChannelRefused'],
  ])(
    '%s: a definite no frees the day, says what to do, and the next try sends',
    async (_name, errcode, code) => {
      const { attempt } = await started()
      await desk.twin.fault({ endpoint: sendall, how: 'errcode', errcode })
      expect(await runAttempt(desk, attempt)).toBe('failed')
      expect(await ended()).toEqual(['failed', code, undefined])
      expect((await desk.edition()).outcome?.facts['errcode']).toBe(errcode)
      expect(await runAttempt(desk, await start(desk))).toBe('sent')
      expect(await massSends()).toHaveLength(1)
    },
  )

  test('someone sent by hand in WeChat first (45028): named, free, nothing sent', async () => {
    const { attempt } = await started()
    await desk.twin.change('manual-send')
    expect(await runAttempt(desk, attempt)).toBe('failed')
    expect(await ended()).toEqual(['failed', 'NoMassSendLeft', undefined])
    expect((await desk.edition()).outcome?.said.zh).toContain('手工群发')
  })

  test.each([
    ['the administrator refuses', false, 'AdministratorRefused'],
    ['the administrator keeps silent for 30 minutes', undefined, 'AdministratorSilent'],
  ])('%s: nudged, named, free, and a new send goes out', async (_name, confirmed, code) => {
    const { attempt } = await started()
    await desk.twin.change('administrator-mode', { on: true })
    await runAttempt(desk, attempt, { until: 'result' })
    expect(await desk.edition()).toMatchObject({
      state: 'sending',
      outcome: { code: 'WaitingForAdministrator' },
    })
    if (confirmed !== undefined)
      await desk.twin.change('administrator', { msgId: (await massSends())[0]?.msgId, confirmed })
    expect(await settle(desk, attempt, { next: 'wait', waitSeconds: 300 })).toBe('failed')
    expect(await ended()).toEqual(['failed', code, undefined])
    const nudges = [...desk.letters.values()].filter((letter) => letter.subject.includes('请管理员'))
    expect(new Set(nudges.map((letter) => letter.messageId.split('.')[2]))).toEqual(
      new Set(confirmed === undefined ? ['1', '2', '3'] : []),
    )
    await desk.twin.change('administrator-mode', { on: false })
    expect(await runAttempt(desk, await start(desk))).toBe('sent')
    expect((await massSends()).map((send) => send.status)).toEqual(['fail', 'success'])
  })

  test('an administrator faster than the machine: what is told before it waits wakes it at once, and once', async () => {
    const { attempt } = await started()
    const at = { date, attempt }
    await desk.twin.change('administrator-mode', { on: true })
    await runAttempt(desk, attempt, { until: 'result' })
    await desk.twin.change('administrator', { msgId: (await massSends())[0]?.msgId, confirmed: true })
    desk.twin.clock.move(3000)
    await desk.deliverPushes()
    await desk.verbs.awaitResult({ ...at, taskToken: 'late token', waitSeconds: 3600 })
    expect(desk.woken).toContain('late token')
    // Too early to ask WeChat again: the event is known by now and wakes nobody a second time.
    expect(await desk.verbs.settleSend(at)).toMatchObject({ next: 'wait' })
    await desk.verbs.awaitResult({ ...at, taskToken: 'next token', waitSeconds: 3600 })
    expect(desk.woken).not.toContain('next token')
  })

  test('the administrator confirms: sent, once', async () => {
    const { attempt } = await started()
    await desk.twin.change('administrator-mode', { on: true })
    await runAttempt(desk, attempt, { until: 'result' })
    await desk.twin.change('administrator', { msgId: (await massSends())[0]?.msgId, confirmed: true })
    expect(await settle(desk, attempt, { next: 'wait', waitSeconds: 61 })).toBe('sent')
    expect(await massSends()).toHaveLength(1)
  })

  test.each([
    ['originality stops it', 30003, 'JudgedReprint'],
    ['its review refuses it', 20008, 'ContentRefusedFraud'],
  ])(
    '%s: named, the day free, and the same articles need a new test and confirmation',
    async (_n, errcode, code) => {
      const { attempt } = await started()
      const { hash } = await desk.edition()
      await desk.twin.fault({ endpoint: 'finish-event', how: 'err', errcode })
      expect(await runAttempt(desk, attempt)).toBe('failed')
      expect(await ended()).toEqual(['failed', code, undefined])
      const edition = await desk.edition()
      expect([edition.round, edition.hash === hash, edition.tested?.hash === edition.hash]).toEqual([
        2,
        false,
        false,
      ])
      expect(await runAttempt(desk, await start(desk))).toBe('sent')
    },
  )

  test('somebody else took the token: the send goes on with a new one', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    await desk.twin.change('invalidate-tokens')
    expect(await settle(desk, attempt, await desk.verbs.massSend({ date, attempt }))).toBe('sent')
  })

  test('no test send without a tester who can get it', async () => {
    desk.desk.testers.splice(0, 1, 'stranger_sun')
    const { attempt } = await started()
    expect(await runAttempt(desk, attempt)).toBe('failed')
    expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'NotTested' } })
    expect((await desk.edition()).outcome?.facts['tests']).toMatchObject([
      { to: 'stranger_sun', state: 'refused' },
    ])
  })
})

describe('an unknown send', () => {
  test('invariant 3: keeps the day, whatever the repeats are refused with, until WeChat tells', async () => {
    const { attempt } = await started()
    await desk.twin.fault({ endpoint: sendall, how: 'timeout', when: 'after' })
    await runAttempt(desk, attempt, { until: 'result' })
    expect((await desk.edition()).state).toBe('unknown')
    for (const errcode of [45028, 40007, 48001]) {
      await desk.twin.fault({ endpoint: sendall, how: 'errcode', errcode })
      desk.twin.clock.move(61_000)
      expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'wait' })
      expect((await desk.edition()).state).toBe('unknown')
      expect(await desk.editions.claimOf(date)).toBeDefined()
    }
    expect((await refusalOf(desk.verbs.start({ date, by: desk.editor }))).facts['state']).toBe('unknown')
    expect(await settle(desk, attempt, { next: 'wait', waitSeconds: 61 })).toBe('sent')
    expect(await massSends()).toHaveLength(1)
  })

  test('is never repeated on another day, and a person who looked may say what happened, on record', async () => {
    const { one, attempt } = await started()
    await desk.twin.fault({ endpoint: sendall, how: 'timeout', when: 'before' })
    await runAttempt(desk, attempt, { until: 'result' })
    desk.twin.clock.move(16 * 3_600_000)
    expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'wait' })
    expect(await massSends()).toEqual([])
    const overridden = await desk.verbs.override({
      date,
      attempt,
      outcome: 'not-sent',
      reason: '后台没有群发记录',
      by: desk.editor,
    })
    expect(overridden.state).toBe('failed')
    expect(await desk.editions.claimOf(date)).toBeUndefined()
    expect((await desk.submissions.withId(one.id)).state).toBe('scheduled')
    const last = (await desk.editions.ledger(date)).findLast((event) => event.type === 'SendRefused')
    expect(last).toMatchObject({ by: 'xu-wen', facts: { override: 'not-sent', reason: '后台没有群发记录' } })
  })

  const letters = (subject: string) =>
    [...desk.letters.values()].filter((letter) => letter.subject.includes(subject))
  const settleOnce = () => desk.verbs.settleSend({ date, attempt: 1 })

  test('an administrator asked before midnight whose answer no event tells: unknown, told, for a person to say', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    desk.twin.clock.move(Date.parse(`${date}T15:45:00Z`) - desk.clock.now().getTime())
    await desk.twin.change('administrator-mode', { on: true })
    await desk.verbs.massSend({ date, attempt })
    await desk.twin.fault({ endpoint: 'finish-event', how: 'lost' })
    const list = '/cgi-bin/freepublish/batchget'
    await desk.twin.fault({ endpoint: list, how: 'errcode', errcode: 48001, times: 9 })
    desk.twin.clock.move(20 * 60_000)
    await desk.twin.change('administrator', { msgId: (await massSends())[0]?.msgId, confirmed: true })
    desk.twin.clock.move(3_000)
    await desk.deliverPushes()
    expect(await settleOnce()).toMatchObject({ next: 'wait' })
    expect(await desk.edition()).toMatchObject({ state: 'sending' })
    expect(letters('群发结果待查')).toEqual([])
    desk.twin.clock.move(11 * 60_000)
    expect(await settleOnce()).toMatchObject({ next: 'wait' })
    const edition = await desk.edition()
    expect([edition.state, edition.outcome?.code]).toEqual(['unknown', 'SendUnknown'])
    expect(edition.outcome?.said.zh).toContain('人工认定')
    expect(letters('群发结果待查')).toHaveLength(1)
    expect((await massSends()).map((send) => send.status)).toEqual(['success'])
    await desk.verbs.override({ date, attempt, outcome: 'sent', reason: '后台已看到', by: desk.editor })
    expect((await desk.edition()).state).toBe('sent')
  })

  test('an administrator asked before midnight: the one success event of that time settles it, with its msg_id', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    desk.twin.clock.move(Date.parse(`${date}T15:45:00Z`) - desk.clock.now().getTime())
    await desk.twin.change('administrator-mode', { on: true })
    await desk.verbs.massSend({ date, attempt })
    desk.twin.clock.move(20 * 60_000)
    const msgId = (await massSends())[0]?.msgId
    await desk.twin.change('administrator', { msgId, confirmed: true })
    desk.twin.clock.move(3_000)
    await desk.deliverPushes()
    expect(await settleOnce()).toMatchObject({ next: 'sent' })
    expect(await desk.edition()).toMatchObject({ state: 'sent', result: { msgId: String(msgId) } })
  })

  test('an administrator who lets it lapse after midnight is heard also when the event comes late', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    desk.twin.clock.move(Date.parse(`${date}T15:45:00Z`) - desk.clock.now().getTime())
    await desk.twin.change('administrator-mode', { on: true })
    await desk.verbs.massSend({ date, attempt })
    desk.twin.clock.move(32 * 60_000)
    expect(await settleOnce()).toMatchObject({ next: 'wait' })
    expect((await desk.edition()).state).toBe('unknown')
    await desk.deliverPushes()
    expect(await settleOnce()).toMatchObject({ next: 'close' })
    expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'AdministratorSilent' } })
  })

  test('taken by WeChat, the event lost, mass/get refused: after half an hour unknown and told, until it speaks', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'result' })
    const get = '/cgi-bin/message/mass/get'
    await desk.twin.fault({ endpoint: get, how: 'errcode', errcode: 48001, times: 2 })
    expect(await settleOnce()).toMatchObject({ next: 'wait' })
    expect((await desk.edition()).state).toBe('sending')
    desk.twin.clock.move(32 * 60_000)
    desk.twin.callback.pushes.splice(0)
    expect(await settleOnce()).toMatchObject({ next: 'wait' })
    expect((await desk.edition()).state).toBe('unknown')
    expect(letters('群发结果待查')).toHaveLength(1)
    await settleOnce()
    expect((await desk.edition()).state).toBe('sent')
  })

  test('while the call may be under way nobody can say what became of it', async () => {
    const { attempt } = await started()
    await runAttempt(desk, attempt, { until: 'mass-send' })
    const say = () =>
      desk.verbs.override({ date, attempt, outcome: 'not-sent', reason: '没看到', by: desk.editor })
    const massSend = desk.desk.wechat.massSend
    let early: Refusal | undefined
    desk.desk.wechat.massSend = async (send) => {
      early = await refusalOf(say())
      return massSend(send)
    }
    await desk.verbs.massSend({ date, attempt })
    expect(early?.code).toBe('InProgress')
    expect((await desk.edition()).state).toBe('sending')
    expect(await desk.editions.claimOf(date)).toBeDefined()
  })

  test('a wrong "not sent" of a person still sends only once: the next try has the same clientmsgid', async () => {
    const { attempt } = await started()
    await desk.twin.fault({ endpoint: sendall, how: 'timeout', when: 'after' })
    await runAttempt(desk, attempt, { until: 'result' })
    await desk.verbs.override({ date, attempt, outcome: 'not-sent', reason: '看错了', by: desk.editor })
    desk.twin.clock.move(120_000)
    expect(await runAttempt(desk, await start(desk))).toBe('sent')
    expect(await massSends()).toHaveLength(1)
  })

  test('a person says it went out: published without an address, once', async () => {
    const { one, attempt } = await started()
    await desk.twin.fault({ endpoint: sendall, how: 'timeout', when: 'after' })
    await runAttempt(desk, attempt, { until: 'result' })
    await desk.verbs.override({ date, attempt, outcome: 'sent', reason: '后台已看到', by: desk.editor })
    expect((await desk.edition()).state).toBe('sent')
    expect((await desk.submissions.withId(one.id)).state).toBe('published')
    expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
  })
})
