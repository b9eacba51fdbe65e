import { confirmWait } from '../../../lib/edition/reminders'
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
  const { moments } = confirmWait(await desk.edition())
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

it('whoever becomes an editor while it waits gets a code of their own with the next reminder, and it confirms', async () => {
  const person = { id: 'sun-li', name: '孙莉', unitId: 'enterprise-management', language: 'zh' as const }
  await desk.people.save({ ...person, email: 'sun-li@jiangnan.example' })
  await desk.people.grant('sun-li', { role: 'editor', unitId: person.unitId, from: '2026-01-01' })
  const before = desk.letters.size
  moveTo(confirmWait(await desk.edition()).moments[0]!.at)
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
