import type { Awaited } from '../../../lib/edition/store'
import { watchedRows } from '../../kit/watched'
import { date, givenDesk, Crash, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

const minute = 60_000
const rowOf = (what: Awaited, attempt: number) => {
  const { pk, name } = desk.editions.waitOf({ date, attempt }, what)
  return { pk, sk: `WAIT#${name}` }
}
const attemptOf = async () => `wx0123456789abcdef-${date}-${(await desk.edition()).attempt}`

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

/** A process that dies right after that many writes of an act. */
async function dying(writes: number, act: () => Promise<unknown>): Promise<void> {
  desk.plan.dieAfter(writes)
  await expect(act()).rejects.toThrow(Crash)
  desk.plan.dieAfter(Infinity)
}

async function composed() {
  const one = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [one.id], by: desk.editor })
  return one
}

test('a send asked for by a process that died is begun after a minute, and a run under way is one run', async () => {
  await composed()
  await dying(1, () => desk.verbs.start({ date, by: desk.editor }))
  desk.twin.clock.move(59_000)
  await desk.verbs.watch()
  expect(desk.started).toEqual([])
  desk.twin.clock.move(1_000)
  await desk.verbs.watch()
  expect(desk.started).toEqual([await attemptOf()])
  await runAttempt(desk, (await desk.edition()).attempt, { until: 'confirmation' })
  desk.twin.clock.move(2 * minute)
  await desk.verbs.watch()
  expect(new Set(desk.started).size).toBe(1)
})

test('a composing that died leaves no article half way; one that does not fit any more ends the attempt by name', async () => {
  const one = await desk.approved()
  const other = await desk.approved()
  await dying(1, () => desk.verbs.compose({ date, submissionIds: [one.id, other.id], by: desk.editor }))
  expect((await desk.submissions.withId(one.id)).state).toBe('approved')
  desk.twin.clock.move(minute)
  await desk.verbs.watch()
  expect(await desk.submissions.withId(one.id)).toMatchObject({ state: 'scheduled', editionDate: date })

  await dying(1, () => desk.verbs.start({ date, by: desk.editor }))
  await desk.submissions.change(other.id, (submission) => ({
    submission: { ...submission, state: 'withdrawn' },
    happened: { by: 'chen-yu', type: 'SubmissionWithdrawn', facts: {} },
  }))
  desk.twin.clock.move(minute)
  await desk.verbs.watch()
  expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'WrongState' } })
  expect(await runAttempt(desk, (await desk.edition()).attempt)).toBe('failed')
  expect(desk.started).toEqual([await attemptOf()])
  expect([...desk.letters.values()].map(({ subject }) => subject).join()).toContain('未发出')
})

test('a cancellation that died still gives every article back to the pool', async () => {
  const one = await composed()
  await dying(1, () => desk.verbs.cancel({ date, reason: '改期', by: desk.editor }))
  expect((await desk.submissions.withId(one.id)).state).toBe('scheduled')
  desk.twin.clock.move(minute)
  await desk.verbs.watch()
  expect((await desk.submissions.withId(one.id)).state).toBe('approved')
})

test('a confirmation that told nobody wakes the machine within a minute; one still awaited wakes nobody', async () => {
  await composed()
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'confirmation' })
  await desk.verbs.watch()
  expect(desk.woken).toEqual([])
  const { hash } = await desk.edition()
  desk.callbacks.succeed = () => Promise.reject(new Crash('before the machine was told'))
  await expect(desk.verbs.confirm({ date, hash, code: desk.code(), by: desk.editor })).rejects.toThrow(Crash)
  desk.callbacks.succeed = desk.wakes
  desk.twin.clock.move(minute)
  await desk.verbs.watch()
  expect(desk.woken).toEqual(['confirm'])
  expect(await desk.table.get(rowOf('confirmation', attempt))).toBeUndefined()
})

test('a finish event that was kept and told nobody wakes the machine; the send that is still open wakes nobody', async () => {
  await composed()
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'result' })
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'result', waitSeconds: 3600 })
  await desk.verbs.watch()
  expect(desk.woken).not.toContain('result')
  desk.callbacks.succeed = () => Promise.reject(new Crash('before the machine was told'))
  desk.twin.clock.move(3_000)
  await desk.deliverPushes()
  expect(desk.woken).not.toContain('result')
  desk.callbacks.succeed = desk.wakes
  desk.twin.clock.move(minute)
  await desk.verbs.watch()
  expect(desk.woken).toContain('result')
})

test('a token that an earlier version kept in a list of its own is found, used and forgotten', async () => {
  await composed()
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'confirmation' })
  const { earlier } = desk.editions.waitOf({ date, attempt }, 'confirmation')
  await desk.table.remove(rowOf('confirmation', attempt))
  await desk.table.put({ ...earlier!, date, attempt, taskToken: 'kept long ago' })
  const { hash } = await desk.edition()
  await desk.verbs.confirm({ date, hash, code: desk.code(), by: desk.editor })
  expect(desk.woken).toEqual(['kept long ago'])
  expect(await desk.table.get(earlier!)).toBeUndefined()
})

test('a machine that ended while nobody knows, or before the end was recorded, is followed by one that goes on there', async () => {
  await composed()
  const attempt = await start(desk)
  await desk.twin.fault({
    endpoint: '/cgi-bin/message/mass/sendall',
    how: 'http-500',
    when: 'before',
    times: 99,
  })
  await runAttempt(desk, attempt, { until: 'result' })
  await desk.verbs.settleSend({ date, attempt })
  expect((await desk.edition()).state).toBe('unknown')
  const followed = async (run: number) => {
    desk.end(run === 2 ? await attemptOf() : `${await attemptOf()}-${run - 1}`)
    desk.twin.clock.move(16 * minute)
    await desk.verbs.watch()
    await desk.verbs.watch()
    expect(desk.started.at(-1)).toBe(`${await attemptOf()}-${run}`)
    return desk.verbs.buildDraft({ date, attempt })
  }
  expect(await followed(2)).toMatchObject({ next: 'wait' })

  await desk.verbs.override({ date, attempt, outcome: 'sent', reason: '发表记录里有', by: desk.editor })
  expect((await desk.edition()).recordedAt).toBeDefined()
  const before = desk.started.length
  desk.end(`${await attemptOf()}-2`)
  desk.twin.clock.move(16 * minute)
  await desk.verbs.watch()
  expect(desk.started).toHaveLength(before)
  expect(await watchedRows(desk.table)).not.toContain(`edition ${date}`)
})

test('a send that is known to be out but not recorded has a machine until it is', async () => {
  await composed()
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'result' })
  desk.twin.clock.move(3_000)
  await desk.deliverPushes()
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
  desk.end(await attemptOf())
  desk.twin.clock.move(minute)
  await desk.verbs.watch()
  expect(desk.started.at(-1)).toBe(`${await attemptOf()}-2`)
  expect(await desk.verbs.buildDraft({ date, attempt })).toMatchObject({ next: 'sent' })
})
