import { calendarOf } from '../../lib/calendar/calendar'
import { shippedList } from '../../lib/calendar/store'
import { addWorkingHours } from '../../lib/policy/working-days'
import { eventually, type Visitor } from '../../local/demo/visitor'
import type { Received } from '../../local/messenger/create-twin'
import { aStack, anApproved, type Stack } from '../kit/cloud'

let stack: Stack
let admin: Visitor

beforeAll(async () => {
  stack = await aStack()
  admin = await stack.signedIn('admin')
}, 300_000)
afterAll(() => stack?.stop())

const arrived = async (): Promise<Received[]> =>
  ((await (await fetch(`${stack.cloud.url}/messenger-twin/_twin/state`)).json()) as { received: Received[] })
    .received
const webhook = 'https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d-0000-4000-8000-000000000000'
interface Shown {
  ways: { id: string; name: string; sentAt?: string }[]
}

describe('a group robot', () => {
  it('is added by an administrator from its webhook and no other address, and never shows it again', async () => {
    await expect(
      admin.post('/api/messengers', { name: '群', webhook: 'https://evil.example/x' }),
    ).rejects.toMatchObject({
      status: 400,
    })
    const officer = await stack.signedIn('officer')
    await expect(officer.post('/api/messengers', { name: '群', webhook })).rejects.toMatchObject({
      status: 403,
    })
    await admin.post('/api/messengers', { name: '宣传群', webhook })
    expect(JSON.stringify(await admin.get('/api/messengers'))).not.toContain('0a1b2c3d')
    expect(await officer.get('/api/messengers')).toEqual({ hasApp: false })
  }, 120_000)

  it('takes a test message, and the list says so', async () => {
    const { ways } = await admin.get<Shown>('/api/messengers')
    await admin.post(`/api/messengers/${ways[0]!.id}/trial`, {})
    await eventually('the test message', async () =>
      (await arrived()).find(({ text }) => text.includes('测试消息')),
    )
    await eventually(
      'the list to say so',
      async () => (await admin.get<Shown>('/api/messengers')).ways[0]?.sentAt,
    )
  }, 120_000)

  it('tells the group of an article once, in working hours, with a link to a page and no code', async () => {
    const officer = await stack.signedIn('officer')
    const { title } = await anApproved(stack, officer, {})
    const now = stack.cloud.clock.now()
    const opens = addWorkingHours(new Date(now), 1, calendarOf(shippedList()).isWorkingDay)
    await stack.cloud.clock.move(Math.max(60_000, opens.getTime() - new Date(now).getTime()))
    const of = async () =>
      (await arrived()).filter(({ text }) => text.includes(title) && text.includes('请审批'))
    await eventually('a notice', async () => ((await of()).length > 0 ? true : undefined))
    for (const { text, platform } of await of()) {
      expect(platform).toBe('feishu')
      expect(text).toContain(`${stack.cloud.url}/portal/`)
      expect(text).not.toMatch(/\d{6}|\/d\//)
    }
    expect(stack.cloud.denials()).toEqual([])
  }, 300_000)
})
