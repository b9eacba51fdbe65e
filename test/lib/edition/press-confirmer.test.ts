import { confirmWait } from '../../../lib/edition/reminders'
import { isWorkingDay } from '../../kit/calendar'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

jest.setTimeout(120_000)

let desk: GivenDesk
let attempt: number
beforeEach(async () => {
  desk = await givenDesk()
  const { id } = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'confirmation' })
})
afterEach(() => desk.close())

const press = () => desk.verbs.pressConfirmer({ date, attempt })
const lettersTo = (id: string) =>
  [...desk.letters.values()].filter(({ to }) => to === `${id}@jiangnan.example`).map(({ subject }) => subject)
const moveTo = (iso: string) => desk.twin.clock.move(Date.parse(iso) - desk.clock.now().getTime())

it('reminds at each of its moments once, and ends with the day', async () => {
  const { moments } = confirmWait(await desk.edition(), isWorkingDay)
  expect(moments.at(-1)).toEqual({ kind: 'expire', at: `${date}T16:00:00.000Z` })
  const reminders = () => lettersTo('xu-wen').filter((subject) => subject.includes('催办')).length
  for (const [count, { at, kind }] of moments.entries()) {
    moveTo(at)
    const { next, waitSeconds } = await press()
    expect([next, reminders()]).toEqual(kind === 'remind' ? ['wait', count + 1] : ['close', count])
    await press()
    expect(reminders()).toBe(kind === 'remind' ? count + 1 : count)
    const following = moments[count + 1]
    if (following) expect(waitSeconds).toBe(Math.ceil((Date.parse(following.at) - Date.parse(at)) / 1000))
  }
  expect(await desk.edition()).toMatchObject({ state: 'failed', outcome: { code: 'NobodyConfirmed' } })
})

it('nobody is pressed at night or on a day off, and at most five times', async () => {
  const at = (iso: string) => new Date(`${iso}+08:00`).toISOString()
  // Tested on Friday at 17:45, for the Friday after.
  const tested = { hash: '', to: [], at: at('2026-11-20T17:45:00') }
  const edition = { ...(await desk.edition()), date: '2026-11-27', tested, startedBy: undefined }
  const { moments } = confirmWait({ ...edition, createdAt: tested.at }, isWorkingDay)
  expect(moments.map((moment) => moment.at)).toEqual(
    [
      ...['2026-11-23T09:15:00', '2026-11-23T10:45:00', '2026-11-23T14:45:00', '2026-11-24T17:45:00'],
      ...['2026-11-26T17:45:00', '2026-11-28T00:00:00'],
    ].map(at),
  )
})

it('whoever becomes an editor while it waits gets a code of their own with the next reminder, and it confirms', async () => {
  const person = { id: 'sun-li', name: '孙莉', unitId: 'enterprise-management', language: 'zh' as const }
  await desk.people.save({ ...person, email: 'sun-li@jiangnan.example' })
  await desk.people.grant('sun-li', { role: 'editor', unitId: person.unitId, from: '2026-01-01' })
  const before = desk.letters.size
  moveTo(confirmWait(await desk.edition(), isWorkingDay).moments[0]!.at)
  await press()
  // To the new editor: that it was tested, the code, and the reminder; to the other only the reminder.
  expect(desk.letters.size - before).toBe(4)
  const code = [...desk.letters.values()]
    .filter(({ to }) => to.startsWith('sun-li'))
    .map(({ text }) => /确认码：(\d{6})/.exec(text)?.[1])
    .find((one) => one !== undefined)
  const { hash } = await desk.edition()
  const by = (await desk.people.withId('sun-li'))!
  await desk.verbs.confirm({ date, hash, code: code!, by })
  expect((await desk.edition()).confirmation?.by).toBe('sun-li')
})
