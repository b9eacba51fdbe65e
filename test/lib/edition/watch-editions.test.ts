import { date, givenDesk, Crash, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

const minute = 60_000
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
  await desk.verbs.watch()
  expect(desk.woken).toEqual(['confirm'])
  expect(await desk.editions.waits('confirmation')).toEqual([])
})

test('a finish event that was kept and told nobody wakes the machine; the send that is still open wakes nobody', async () => {
  await composed()
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'result' })
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'result' })
  await desk.verbs.watch()
  expect(desk.woken).not.toContain('result')
  desk.callbacks.succeed = () => Promise.reject(new Crash('before the machine was told'))
  desk.twin.clock.move(3_000)
  await expect(desk.deliverPushes()).rejects.toThrow(Crash)
  desk.callbacks.succeed = desk.wakes
  await desk.verbs.watch()
  expect(desk.woken).toContain('result')
})
