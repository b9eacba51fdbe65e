import { unsettledReminders } from '../../../lib/edition/unsettled'
import { isWorkingDay } from '../../kit/calendar'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const sendall = '/cgi-bin/message/mass/sendall'
const hour = 3_600_000
const reminders = () =>
  [...desk.letters.values()].filter(({ subject }) => subject.includes('群发结果仍未查明'))

/** Asked for on its day; neither answer nor event came, and the day is over. */
async function unknownAfterMidnight(when: 'before' | 'after') {
  const ones = [await desk.approved({ title: '头条' }), await desk.approved({ title: '次条' })]
  await desk.verbs.compose({ date, submissionIds: ones.map(({ id }) => id), by: desk.editor })
  const attempt = await start(desk)
  await desk.twin.fault({ endpoint: sendall, how: 'http-500', when, times: 99 })
  await desk.twin.fault({ endpoint: 'finish-event', how: 'lost' })
  await runAttempt(desk, attempt, { until: 'result' })
  desk.twin.clock.move(15 * hour)
  return { attempt, ones }
}

test('what readers have is found among what WeChat lists as published, with its addresses', async () => {
  const { attempt, ones } = await unknownAfterMidnight('after')
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
  await desk.verbs.recordSend({ date, attempt })
  const { state, result } = await desk.edition()
  expect([state, result?.articles.map(({ index }) => index)]).toEqual(['sent', [1, 2]])
  expect((await desk.submissions.withId(ones[1]?.id ?? '')).publications[0]?.url).toBe(
    result?.articles[1]?.url,
  )
  expect((await desk.twin.state()).massSends).toHaveLength(1)
})

test('what is not listed proves nothing: unknown, pressed up the ladder to the leader, five letters at most, until a person decides', async () => {
  const leader = { id: 'gao-ming', name: '高明', unitId: 'enterprise-management', language: 'zh' as const }
  await desk.people.save({ ...leader, email: 'gao-ming@jiangnan.example' })
  await desk.people.grant(leader.id, { role: 'company-leader', unitId: leader.unitId, from: '2026-01-01' })
  const { attempt } = await unknownAfterMidnight('before')
  const to = (id: string) => reminders().filter((letter) => letter.to === `${id}@jiangnan.example`).length
  const told = () => ['xu-wen', 'he-jun', 'gao-ming'].map(to)
  const seen: number[][] = []
  const waits: number[] = []
  // From 24 November, 09:00 on, at nine each day;
  desk.twin.clock.move(8 * hour)
  for (let day = 0; day < 25; day++) {
    const looked = await desk.verbs.settleSend({ date, attempt })
    expect(looked.next).toBe('wait')
    waits.push(looked.waitSeconds)
    seen.push(told())
    desk.twin.clock.move(24 * hour)
  }
  // 24, 25 and 27 November, 2 and 10 December.
  expect([0, 1, 2, 3, 8, 16, 24].map((day) => seen[day])).toEqual([
    ...[
      [1, 0, 0],
      [2, 0, 0],
      [2, 0, 0],
      [3, 1, 0],
      [4, 2, 1],
      [5, 3, 2],
      [5, 3, 2],
    ],
  ])
  expect(reminders().every(({ reminder }) => reminder !== undefined)).toBe(true)
  expect((await desk.edition()).state).toBe('unknown')
  const young = { date, attempt, startedAt: desk.clock.now().toISOString() }
  expect(await desk.verbs.settleSend(young)).toMatchObject({ next: 'wait' })
  const old = { ...young, startedAt: '2026-05-01T00:00:00Z' }
  expect(await desk.verbs.settleSend(old)).toMatchObject({ next: 'renew' })
  expect(waits.at(-1)).toBe(4 * 3600)
  desk.twin.clock.move(10 * 24 * hour)
  expect(await desk.verbs.settleSend({ date, attempt })).toEqual({ next: 'wait', waitSeconds: 24 * 3600 })
  expect((await desk.editions.claimOf(date))?.owner).toContain(`-${attempt}`)
  expect((await desk.twin.state()).massSends).toEqual([])

  await desk.verbs.override({ date, attempt, outcome: 'not-sent', reason: '发表记录里没有', by: desk.editor })
  const before = reminders().length
  desk.twin.clock.move(24 * hour)
  await desk.verbs.settleSend({ date, attempt })
  expect(reminders()).toHaveLength(before)
})

test('a weekend and a holiday are no working days', () => {
  const due = (edition: string, now: string) =>
    unsettledReminders({ date: edition }, new Date(`${now}+08:00`), isWorkingDay)
  // Friday 27 November: Saturday and Sunday pass, the first is due on Monday at nine.
  expect(due('2026-11-27', '2026-11-29T12:00:00')).toBe(0)
  expect(due('2026-11-27', '2026-11-30T08:59:00')).toBe(0)
  expect(due('2026-11-27', '2026-11-30T09:00:00')).toBe(1)
  expect(due('2026-11-27', '2026-12-01T09:00:00')).toBe(2)
})

test('an attempt that failed keeps its articles while WeChat may still speak of that day, then gives them back', async () => {
  const one = await desk.approved({ title: '头条' })
  await desk.verbs.compose({ date, submissionIds: [one.id], by: desk.editor })
  const attempt = await start(desk)
  await desk.twin.fault({ endpoint: sendall, how: 'errcode', errcode: 45028 })
  await runAttempt(desk, attempt)
  expect((await desk.edition()).state).toBe('failed')
  const stateOf = async () => (await desk.submissions.withId(one.id)).state
  desk.twin.clock.move(14 * 24 * hour)
  await desk.verbs.watch()
  expect(await stateOf()).toBe('scheduled')
  desk.twin.clock.move(25 * hour)
  await desk.verbs.watch()
  await desk.verbs.watch()
  expect(await stateOf()).toBe('approved')
  expect(await desk.edition()).toMatchObject({ state: 'cancelled', outcome: { code: 'DayOver' } })
})
