import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { askMail, decideByMail, formOf, show, submit } from '../../local/demo/desk'
import { beijingToday } from '../../local/demo/edition-desk'
import { codeIn, eventually, linkIn, Refused, type Visitor } from '../../local/demo/visitor'
import { anApproved, aStack, aSubmission, type Stack } from '../kit/cloud'

/** What the regulation demands, article by article, at the doors; test/proofs removes each rule and sees this red. */
let stack: Stack
let officer: Visitor
let editor: Visitor
let today: string

beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
  today = beijingToday(stack.cloud.clock.now())
}, 300_000)
afterAll(() => stack?.stop())

interface Shown {
  submission: { state: string; route: string[]; holder?: { names: string[] } }
}
interface RefusalBody {
  error: { details: { rule: string }[] }
}

const rulesAgainst = async (call: Promise<unknown>): Promise<string[]> => {
  const refused = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(refused instanceof Refused)) throw new Error('it was not refused')
  return (refused.body as RefusalBody).error.details.map(({ rule }) => rule)
}

const routeOf = async (id: string) => (await officer.get<Shown>(`/api/submissions/${id}`)).submission.route

/** A hand that reaches past the product into the table. */
async function rewrite(submissionId: string, title: string): Promise<void> {
  const { accessKeyId, secretAccessKey } = stack.cloud.credentialsOf('cloud')
  const client = new DynamoDBClient({
    endpoint: stack.cloud.gatewayUrl,
    region: 'ap-southeast-1',
    credentials: { accessKeyId, secretAccessKey },
    systemClockOffset: stack.cloud.clock.now() - Date.now(),
  })
  await client.send(
    new UpdateItemCommand({
      TableName: stack.cloud.service.functions.find(({ key }) => key === 'submissionDesk')?.environment[
        'TABLE'
      ],
      Key: { pk: { S: `SUB#${submissionId}` }, sk: { S: 'TEXT' } },
      UpdateExpression: 'SET #content.#title = :title',
      ExpressionAttributeNames: { '#content': 'content', '#title': 'title' },
      ExpressionAttributeValues: { ':title': { S: title } },
    }),
  )
  client.destroy()
}

it('article 2: a unit sees its own matters only, 企管部 all', async () => {
  const { id } = await aSubmission(officer)
  const stranger = await stack.signedIn('otherOfficer')
  await expect(stranger.get(`/api/submissions/${id}`)).rejects.toMatchObject({ status: 404 })
  const listed = await stranger.get<{ submissions: { id: string }[] }>('/api/submissions')
  expect(listed.submissions.map((one) => one.id)).not.toContain(id)
  expect((await show(editor, id)).submission.id).toBe(id)
}, 180_000)

it('article 6: only who the unit head named writes for the unit, and signs for what is submitted', async () => {
  const { id } = await aSubmission(officer)
  const [colleague, unitHead] = [await stack.signedIn('otherOfficer'), await stack.signedIn('unitHead')]
  await expect(unitHead.put(`/api/submissions/${id}`, { version: 1 })).rejects.toMatchObject({ status: 403 })
  await expect(submit(colleague, id)).rejects.toMatchObject({ status: 404 })
  await expect(
    officer.post(`/api/submissions/${id}/submit`, {
      version: 1,
      edits: 0,
      agreed: { truth: false, unclassified: true },
    }),
  ).rejects.toMatchObject({ status: 400 })
  await submit(officer, id)
  const { submission } = await officer.get<{ submission: { statement: unknown } }>(`/api/submissions/${id}`)
  expect(submission.statement).toMatchObject({ name: '陈瑜' })
}, 180_000)

it('article 7: what was changed after the approval is not composed, what was changed while asked not approved', async () => {
  const approved = await anApproved(stack, officer)
  await rewrite(approved.id, '换过的标题')
  await expect(editor.put(`/api/editions/${today}`, { submissionIds: [approved.id] })).rejects.toMatchObject({
    status: 409,
    code: 'ContentChanged',
  })

  const asked = await aSubmission(officer)
  await submit(officer, asked.id)
  const mail = await askMail(stack.as('unitHead'), asked.title)
  const { nonce } = formOf(await (await fetch(linkIn(mail))).text())
  await rewrite(asked.id, '换过的标题')
  const body = new URLSearchParams({ nonce, choice: 'approve', code: codeIn(mail) })
  const answer = await fetch(linkIn(mail), { method: 'POST', body })
  expect(answer.status).toBe(409)
  expect((await show(officer, asked.id)).submission.state).toBe('in-review')
}, 240_000)

it('article 8: a security marking blocks, and every other hit has to be answered before a tier approves', async () => {
  const secret = await aSubmission(officer, { body: '<p>机密★三年，阀门投用情况。</p>' })
  expect(await rulesAgainst(submit(officer, secret.id))).toContain('screen.marking')

  const number = await aSubmission(officer, { body: '<p>阀门投用，联系人手机 13812345678。</p>' })
  await submit(officer, number.id)
  const mail = await askMail(stack.as('unitHead'), number.title)
  const { nonce, answers } = formOf(await (await fetch(linkIn(mail))).text())
  expect(answers).toHaveLength(1)
  const silent = new URLSearchParams({ nonce, choice: 'approve', code: codeIn(mail) })
  expect((await fetch(linkIn(mail), { method: 'POST', body: silent })).ok).toBe(false)
  const { submission } = await officer.get<Shown>(`/api/submissions/${number.id}`)
  expect(submission.holder?.names).toEqual(['王磊'])
  expect((await decideByMail(mail, { approve: true })).status).toBe(200)
}, 240_000)

it('article 9: one of seven kinds is required, and the sixth needs a company leader', async () => {
  const unnamed = await aSubmission(officer, { category: undefined as never })
  expect(await rulesAgainst(submit(officer, unnamed.id))).toContain('category.required')

  const { id, title } = await aSubmission(officer, { category: 6 })
  await submit(officer, id)
  for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const)
    await decideByMail(await askMail(stack.as(who), title), { approve: true })
  const leader = await askMail(stack.as('leader'), title)
  expect((await show(officer, id)).submission.state).toBe('in-review')
  await decideByMail(leader, { approve: true })
  await eventually('the leader’s approval', async () =>
    (await show(officer, id)).submission.state === 'approved' ? true : undefined,
  )
}, 300_000)

it('article 10.1: a source is named, and “the internet” is none', async () => {
  const none = await aSubmission(officer, { source: '' })
  expect(await rulesAgainst(submit(officer, none.id))).toContain('source.required')
  const vague = await aSubmission(officer, { source: '网络' })
  expect(await rulesAgainst(submit(officer, vague.id))).toContain('source.unknown')
}, 180_000)

it('article 11: WeChat takes unit head, office and department head, Weibo alone two of them, in this order', async () => {
  const full = await aSubmission(officer)
  await submit(officer, full.id)
  expect(await routeOf(full.id)).toEqual(['unit-head', 'office-review', 'department-head'])
  await decideByMail(await askMail(stack.as('unitHead'), full.title), { approve: true })
  await askMail(stack.as('reviewer'), full.title)
  expect((await stack.as('departmentHead').mails()).some(({ text }) => text.includes(full.title))).toBe(false)

  const short = await aSubmission(officer, { channels: ['weibo'], weiboText: '首批智能阀门通过验收。' })
  await submit(officer, short.id)
  expect(await routeOf(short.id)).toEqual(['unit-head', 'department-head'])
}, 240_000)

it('article 11.3: only the copy editor composes and sends', async () => {
  for (const who of ['officer', 'unitHead', 'reviewer', 'departmentHead', 'leader', 'admin'] as const) {
    const person = await stack.signedIn(who)
    await expect(person.put(`/api/editions/${today}`, { submissionIds: [] })).rejects.toMatchObject({
      status: 403,
    })
    await expect(person.post(`/api/editions/${today}/send`)).rejects.toMatchObject({ status: 403 })
  }
}, 240_000)
