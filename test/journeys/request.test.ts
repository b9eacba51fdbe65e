import { submit } from '../../local/demo/desk'
import { eventually, mailsOf, Refused, type Visitor } from '../../local/demo/visitor'
import { aStack, aSubmission, listsCatchUp, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let editor: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
}, 300_000)
afterAll(() => stack?.stop())

interface Asked {
  request: { id: string; state: string }
}
interface Listed {
  requests: { id: string; state: string; overdue: boolean }[]
  units: { unitId: string; expected: number; delivered: number; overdue: number }[]
}

const hour = 3_600_000
/** To a quarter past ten in Beijing, that many days on: units are pressed at ten, the day's reminders leave a little later. */
const toTen = async (days: number) => {
  const now = stack.cloud.clock.now()
  const today = new Date(now + 8 * hour).toISOString().slice(0, 10)
  const ten = Date.parse(`${today}T10:15:00+08:00`) + days * 24 * hour
  await stack.cloud.clock.move(ten - now + 30_000)
  await Promise.all([officer.signIn(), editor.signIn()])
}
const summaries = async (who: Parameters<Stack['as']>[0], about: string) =>
  (await stack.as(who).mails()).filter(
    ({ subject, text }) => `${subject} ${text}`.includes('待报送') && text.includes(about),
  )

it('article 5: material is asked for, pressed up the ladder, cannot be declined, and is quiet once delivered', async () => {
  const wish = { unitId: 'marketing', subject: '年终总结素材', details: '', dueOn: '2026-11-26' }
  await expect(officer.post('/api/requests', wish)).rejects.toMatchObject({ status: 403 })
  const { request } = await editor.post<Asked>('/api/requests', wish)
  await eventually('the unit to be told', async () =>
    (await stack.as('unitHead').mails()).find(({ subject }) => subject.includes('请提供材料')),
  )
  for (const no of ['decline', 'refuse', 'reject'])
    await expect(officer.post(`/api/requests/${request.id}/${no}`)).rejects.toMatchObject({ status: 404 })
  await expect(officer.delete(`/api/requests/${request.id}`)).rejects.toBeInstanceOf(Refused)
  await expect(officer.post(`/api/requests/${request.id}/excuse`, { reason: '忙' })).rejects.toMatchObject({
    status: 403,
  })

  await toTen(2) // Thursday 26, the day it is due
  await eventually('the officer to be pressed', async () => (await summaries('officer', wish.subject))[0])
  expect(await summaries('unitHead', wish.subject)).toEqual([])
  await toTen(1) // Friday 27
  await eventually('the head to be pressed', async () => (await summaries('unitHead', wish.subject))[0])
  await toTen(3) // Monday 30; the weekend between pressed nobody
  await toTen(1) // Tuesday 1: three working days late
  await eventually('the office to be told', async () => (await summaries('editor', wish.subject))[0])
  const overdue = (await editor.get<Listed>('/api/requests')).requests.find(({ id }) => id === request.id)
  expect(overdue).toMatchObject({ state: 'open', overdue: true })

  const answer = await aSubmission(officer)
  await officer.post(`/api/requests/${request.id}/answer`, { submissionId: answer.id })
  await submit(officer, answer.id)
  await listsCatchUp(stack)
  const { requests } = await officer.get<Listed>('/api/requests')
  expect(requests.find(({ id }) => id === request.id)).toMatchObject({ state: 'delivered' })
  await eventually('the office to hear of it', async () =>
    (await editor.mails()).find(({ subject }) => subject.includes('已提供')),
  )
  const before = (await summaries('officer', wish.subject)).length
  await toTen(2) // Thursday 3: it would have been pressed again
  expect((await summaries('officer', wish.subject)).length).toBe(before)

  await officer.post(`/api/submissions/${answer.id}/withdraw`, { reason: '收回' })
  await listsCatchUp(stack)
  const again = (await officer.get<Listed>('/api/requests')).requests.find(({ id }) => id === request.id)
  expect(again).toMatchObject({ state: 'open' })
}, 400_000)

it('article 4: what a unit is expected to submit is pressed before the month ends, and not once it has delivered', async () => {
  const tenOf = async (date: string) => {
    await stack.cloud.clock.move(Date.parse(`${date}T10:15:30+08:00`) - stack.cloud.clock.now())
    await Promise.all([officer.signIn(), editor.signIn()])
  }
  const pressedOn = async (date: string, who: Parameters<Stack['as']>[0] = 'officer') =>
    (await summaries(who, '本月应报 1 篇')).find(({ subject, text }) =>
      `${subject} ${text}`.includes(`${date} 待报送`),
    )
  await editor.put('/api/units/marketing/expectation', { perMonth: 1 })
  await editor.put('/api/units/research/expectation', { perMonth: 1 })
  await tenOf('2026-12-28') // Monday, three working days before the last one of December
  await eventually('the officer to be pressed', () => pressedOn('2026-12-28'))
  const { id } = await aSubmission(officer)
  await submit(officer, id)
  for (const date of ['2026-12-30', '2026-12-31']) {
    await tenOf(date)
    await eventually('the head of another unit to be pressed', async () =>
      (await mailsOf(stack.cloud.url, 'zhao.qiang@jiangnan.example')).find(
        ({ subject, text }) =>
          `${subject} ${text}`.includes(`${date} 待报送`) && text.includes('本月应报 1 篇'),
      ),
    )
  }
  expect([await pressedOn('2026-12-30'), await pressedOn('2026-12-30', 'unitHead')]).toEqual([
    undefined,
    undefined,
  ])
  const { units } = await editor.get<Listed>('/api/requests')
  expect(units.find(({ unitId }) => unitId === 'marketing')).toMatchObject({ expected: 1, delivered: 1 })
  expect(stack.cloud.denials()).toEqual([])
}, 400_000)
