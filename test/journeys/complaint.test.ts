import { eventually, type Visitor } from '../../local/demo/visitor'
import { aStack, listsCatchUp, type Stack } from '../kit/cloud'

let stack: Stack
let officer: Visitor
let editor: Visitor

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
}, 300_000)
afterAll(() => stack?.stop())

interface Shown {
  complaint: {
    id: string
    number: string
    state: string
    followUps: { dueOn: string }[]
    erased?: { why: string }
  }
  customer?: { words: string }
  messages: { from: string; text: string }[]
  window?: { left: number; open: boolean }
}

const hour = 3_600_000
const openId = 'oReader00000000000000000001'

/** The follower the twin's phone shows first, and what stands on that phone. */
async function follower(): Promise<string> {
  const page = await (await fetch(`${stack.cloud.url}/wechat-twin/phone`)).text()
  return /name="as" value="([^"]+)"/.exec(page)?.[1] ?? openId
}
const act = async (path: string, fields: Record<string, string>) =>
  fetch(`${stack.cloud.url}/wechat-twin/phone/${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
const write = async (as: string, text: string) => act('write', { as, text })
const phone = async (as: string) =>
  (await fetch(`${stack.cloud.url}/wechat-twin/phone?as=${encodeURIComponent(as)}`)).text()

const list = async (who: Visitor) =>
  (await who.get<{ complaints: { id: string; number: string; state: string }[] }>('/api/complaints'))
    .complaints
const show = (who: Visitor, id: string) => who.get<Shown>(`/api/complaints/${id}`)
const passed = async (ms: number) => {
  await stack.cloud.clock.move(ms)
  await Promise.all([officer.signIn(), editor.signIn()])
}

it('article 4: from a customer’s message to the second call back, over the signed callback and a moved clock', async () => {
  const as = await follower()
  await write(as, '我要投诉，阀门漏水，没人接电话')
  const [taken] = await eventually('the complaint', async () => {
    const found = await list(editor)
    return found.length > 0 ? found : undefined
  })
  await eventually('the customer to be told', async () =>
    (await phone(as)).includes(taken!.number) ? true : undefined,
  )
  await write(as, '已经第三天了')
  await eventually('the second message', async () => {
    const { messages } = await show(editor, taken!.id)
    return messages.filter(({ from }) => from === 'customer').length === 2 ? true : undefined
  })
  expect(await list(editor)).toHaveLength(1)
  expect(await list(officer)).toEqual([])
  await expect(show(officer, taken!.id)).rejects.toMatchObject({ status: 404 })

  await editor.post(`/api/complaints/${taken!.id}/assign`, { unitId: 'marketing' })
  await eventually('the unit to be told', async () =>
    (await officer.mails()).find(
      ({ subject, text }) => subject.includes(taken!.number) && !text.includes('漏水'),
    ),
  )
  const stranger = await stack.signedIn('otherOfficer')
  await expect(show(stranger, taken!.id)).rejects.toMatchObject({ status: 404 })

  const answer = (text: string, how = 'wechat') =>
    officer.post<Shown>(`/api/complaints/${taken!.id}/answer`, { text, how })
  const answered = await answer('师傅今天下午上门更换，十分抱歉。')
  expect(answered.complaint).toMatchObject({ state: 'answered' })
  expect(await phone(as)).toContain('师傅今天下午上门更换')
  const due = answered.complaint.followUps.map(({ dueOn }) => dueOn)
  expect(due).toEqual(['2026-11-27', '2026-12-15'])

  // From ten past ten on the day's reminders leave.
  await passed(3 * 24 * hour + hour / 4)
  await eventually('a reminder to call back', async () =>
    (await editor.mails()).find(({ subject, text }) =>
      `${subject} ${text}`.includes(`请回访客户：${taken!.number}`),
    ),
  )
  const call = (dueOn: string | undefined) =>
    officer.post<Shown>(`/api/complaints/${taken!.id}/follow-up`, { dueOn, outcome: 'satisfied', note: '' })
  expect((await call(due[0])).complaint.state).toBe('answered')
  expect((await call(due[0])).complaint.state).toBe('answered')
  await passed(18 * 24 * hour)
  expect((await call(due[1])).complaint.state).toBe('closed')

  await listsCatchUp(stack)
  const bulletin = await editor.get<{ total: object }>('/api/bulletins/2026-11')
  expect(bulletin.total).toMatchObject({ received: 1, answered: 1, onTime: 1, satisfied: 1, closed: 1 })
}, 400_000)

it('article 4: the sixth message in 48 hours, and any after 48 hours, are refused before WeChat is asked', async () => {
  const as = await follower()
  await write(as, '又坏了，投诉')
  const open = await eventually('the complaint', async () =>
    (await list(editor)).find(({ state }) => state === 'registered'),
  )
  await eventually('the acknowledgement', async () => {
    const { window } = await show(editor, open.id)
    return window?.left === 4 ? true : undefined
  })
  await editor.post(`/api/complaints/${open.id}/assign`, { unitId: 'marketing', needsApproval: false })
  const answer = (text: string) =>
    officer.post<Shown>(`/api/complaints/${open.id}/answer`, { text, how: 'wechat' })
  const bad = (dueOn: string | undefined) =>
    officer.post(`/api/complaints/${open.id}/follow-up`, { dueOn, outcome: 'unsatisfied', note: '还在漏' })
  for (let n = 2; n <= 5; n++) {
    const { complaint } = await answer(`第 ${n} 次答复`)
    await bad(complaint.followUps.at(-2)?.dueOn)
  }
  expect((await show(editor, open.id)).window).toMatchObject({ left: 0, open: false })
  const before = await phone(as)
  await expect(answer('第六条')).rejects.toMatchObject({ status: 409, code: 'WrongState' })
  expect(await phone(as)).toBe(before)

  await write(as, '在吗')
  await eventually('the window to open again', async () =>
    (await show(editor, open.id)).window?.left === 5 ? true : undefined,
  )
  await passed(48 * hour)
  await expect(answer('太晚了')).rejects.toMatchObject({ status: 409, code: 'WrongState' })

  await act('leave', { as })
  const gone = await eventually('the customer to be erased', async () => {
    const shown = await show(editor, open.id)
    return shown.complaint.erased ? shown : undefined
  })
  expect(gone).toMatchObject({ messages: [], complaint: { erased: { why: 'unsubscribed' } } })
  expect(gone.customer).toBeUndefined()
  expect(stack.cloud.denials()).toEqual([])
}, 400_000)
