import type { ShownProposal } from '../../lib/oversight/list'
import type { Act } from '../../lib/security/act'
import { askMail, decideByMail } from '../../local/demo/desk'
import { eventually, linkIn, visitor, type Visitor } from '../../local/demo/visitor'
import { aStack, type Stack } from '../kit/cloud'
import { bySecond } from '../kit/second'

let stack: Stack
let admin: Visitor

beforeAll(async () => {
  stack = await aStack()
  admin = await stack.signedIn('admin')
}, 300_000)
afterAll(() => stack?.stop())

interface Answer {
  person: { email: string }
  waits?: ShownProposal
}
const at = (id: string) => `/api/admin/people/${id}`
const row = (name: string, email: string, unitId = 'marketing') => ({ name, email, unitId, language: 'zh' })
const subjectsTo = async (email: string) =>
  (await visitor(stack.cloud.url, email).mails()).map(({ subject }) => subject)

it('one administrator moves five people’s addresses: nobody is moved, nobody signs in as them, both addresses are told', async () => {
  const five = [
    ['chen-yu', '陈瑜', 'chen.yu', 'marketing'],
    ['wang-lei', '王磊', 'wang.lei', 'marketing'],
    ['lin-jing', '林静', 'lin.jing', 'enterprise-management'],
    ['zhou-heng', '周衡', 'zhou.heng', 'enterprise-management'],
    ['xu-wen', '许雯', 'xu.wen', 'enterprise-management'],
  ] as const
  for (const [id, name, mailbox, unitId] of five) {
    const mine = `mine.${mailbox}@elsewhere.example`
    const { person, waits } = await admin.put<Answer>(at(id), row(name, mine, unitId))
    expect([person.email, waits?.state]).toEqual([`${mailbox}@jiangnan.example`, 'waiting'])
    expect(waits?.waitsFor).not.toContain('宋安')
  }
  await stack.cloud.clock.move(60_000)
  for (const [, name, mailbox] of five) {
    const told = `【签发】有人提出变更您的信息：保存人员 ${name}`
    for (const address of [`${mailbox}@jiangnan.example`, `mine.${mailbox}@elsewhere.example`])
      await eventually(`${address} to be told`, async () =>
        (await subjectsTo(address)).includes(told) ? true : undefined,
      )
    // Nobody has this address: no code comes, and nobody is signed in.
    const thief = visitor(stack.cloud.url, `mine.${mailbox}@elsewhere.example`)
    await thief.post('/api/sign-in', { email: `mine.${mailbox}@elsewhere.example` })
    await expect(thief.get('/api/me')).rejects.toMatchObject({ status: 401 })
    expect((await subjectsTo(`mine.${mailbox}@elsewhere.example`)).join()).not.toContain('验证码')
  }
}, 240_000)

it('proposed, mailed, confirmed by the head: in effect, sessions over, old and new address told, on record with both names', async () => {
  const wang = await stack.signedIn('unitHead')
  const moved = row('王磊', 'wang.lei2@jiangnan.example')
  const head = stack.as('departmentHead')
  const before = (await head.mails()).length
  const { waits } = await admin.put<Answer>(at('wang-lei'), moved)
  expect(waits).toMatchObject({ waitsFor: ['周衡'] })
  const mail = await askMail(head, 'wang.lei2', before)
  const page = await (await fetch(linkIn(mail))).text()
  expect(page).toContain('wang.lei@jiangnan.example → wang.lei2@jiangnan.example')
  // Opening decides nothing.
  expect((await wang.get<{ email: string }>('/api/me')).email).toBe('wang.lei@jiangnan.example')
  expect((await decideByMail(mail, { approve: true })).page).toContain('已同意')
  await stack.cloud.clock.move(60_000)
  await eventually('the old session to be over', async () =>
    wang.get('/api/me').then(
      () => undefined,
      ({ status }: { status: number }) => status === 401 || undefined,
    ),
  )
  const now = visitor(stack.cloud.url, 'wang.lei2@jiangnan.example')
  await now.signIn()
  expect(await now.get('/api/me')).toMatchObject({ id: 'wang-lei' })
  for (const address of ['wang.lei@jiangnan.example', 'wang.lei2@jiangnan.example'])
    await eventually(`${address} to be told`, async () =>
      (await subjectsTo(address)).includes('【签发】与您有关的变更已生效：保存人员 王磊') ? true : undefined,
    )
  const reader = await stack.signedIn('departmentHead')
  const { acts } = await reader.get<{ acts: Act[] }>('/api/admin/acts')
  expect(acts.find(({ type }) => type === 'PersonSaved')).toMatchObject({
    ...{ by: { name: '宋安' }, facts: { confirmedBy: '周衡' } },
    ...{ before: { email: 'wang.lei@jiangnan.example' }, after: { email: 'wang.lei2@jiangnan.example' } },
  })
  expect((await fetch(linkIn(mail))).status).toBe(409)
  await bySecond(stack, admin, () => admin.put(at('wang-lei'), row('王磊', 'wang.lei@jiangnan.example')))
}, 240_000)

it('a role is given by two, ended by one, and refused with a reason the proposer reads', async () => {
  const role = `${at('li-na')}/roles/editor/enterprise-management`
  await bySecond(stack, admin, () => admin.put(role, { from: '2026-01-01' }))
  const li = await stack.signedIn('otherOfficer')
  expect((await li.get<{ roles: string[] }>('/api/me')).roles).toContain('editor')
  expect((await admin.delete<Answer>(role)).waits).toBeUndefined()
  await expect(li.get('/api/me')).rejects.toMatchObject({ status: 401 })
  const head = stack.as('departmentHead')
  const before = (await head.mails()).length
  await admin.put(role, { from: '2026-01-01' })
  await decideByMail(await askMail(head, '李娜', before), { reject: '李娜不兼任编辑' })
  await stack.cloud.clock.move(60_000)
  await eventually('the proposer to read the reason', async () =>
    (await admin.mails()).find(({ text }) => text.includes('李娜不兼任编辑')),
  )
}, 240_000)
