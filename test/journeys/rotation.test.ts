import { SSMClient } from '@aws-sdk/client-ssm'
import { askMail, decideByMail, formOf, show, submit } from '../../local/demo/desk'
import { codeIn, eventually, linkIn, type ReadMail, type Visitor } from '../../local/demo/visitor'
import type { twinAccount } from '../../local/cloud/stand-ins'
import { seal, signatureOf } from '../../local/wechat/seal'
import { rotate, type SecretName } from '../../operations/rotate'
import { aStack, aSubmission, type Stack } from '../kit/cloud'

const minute = 60_000
const hour = 60 * minute
const prefix = '/qianfa/local/'
const rings: SecretName[] = ['link-key', 'page-key', 'letter-key', 'session-key', 'complaint-key']

let stack: Stack
let officer: Visitor
let editor: Visitor
beforeAll(async () => {
  stack = await aStack()
  officer = await stack.signedIn('officer')
  editor = await stack.signedIn('editor')
}, 300_000)
afterAll(() => stack?.stop())

/** As `npm run rotate` does it, for AWS and for one machine alike. */
function turn(key: SecretName, change: { given?: object; forget?: boolean } = {}): Promise<string[]> {
  const { accessKeyId, secretAccessKey } = stack.cloud.credentialsOf('cloud')
  const ssm = new SSMClient({
    endpoint: stack.cloud.gatewayUrl,
    region: 'ap-southeast-1',
    credentials: { accessKeyId, secretAccessKey },
  })
  const now = new Date(stack.cloud.clock.now())
  const { given, forget = false } = change
  return rotate(ssm, prefix, { key, now, overlapHours: 2, forget, given: given && JSON.stringify(given) })
}

interface Words {
  appId: string
  token: string
  encodingAesKey: string
}
const words = () => JSON.parse(stack.cloud.secret('wechat')) as Words

let pushes = 0
/** One message of a customer’s, signed and sealed as WeChat does with these words; answers the status. */
async function push({ appId, token, encodingAesKey }: Words, text: string): Promise<number> {
  const seconds = String(Math.floor(stack.cloud.clock.now() / 1000))
  const message = `<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>oReader${pushes}</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>text</MsgType><Content>${text}</Content><MsgId>${++pushes}</MsgId></xml>`
  const account = { ...words(), appId, token, encodingAesKey } as ReturnType<typeof twinAccount>
  const encrypted = seal(account, message, Buffer.alloc(16, pushes))
  const query = new URLSearchParams({
    ...{ timestamp: seconds, nonce: '7', encrypt_type: 'aes' },
    msg_signature: signatureOf(token, seconds, '7', encrypted),
  })
  const answer = await fetch(`${stack.cloud.url}/wechat/callback?${query.toString()}`, {
    method: 'POST',
    body: `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  })
  return answer.status
}

interface Complaint {
  id: string
}
const complaints = async () => (await editor.get<{ complaints: Complaint[] }>('/api/complaints')).complaints
const wordsOf = async ({ id }: Complaint) =>
  (await editor.get<{ customer?: { words: string } }>(`/api/complaints/${id}`)).customer?.words

/** Posts the page that was open while the keys were turned. */
const post = async (mail: ReadMail, { nonce, answers }: ReturnType<typeof formOf>) => {
  const form = new URLSearchParams({ nonce, choice: 'approve', code: codeIn(mail) })
  for (const name of answers) form.set(name, '已核实，属实')
  return (await fetch(linkIn(mail), { method: 'POST', body: form })).status
}

test('every key is turned while people work: links, an open page, a session, a letter, a complaint and a push of before stand, and what comes after is made with the new ones', async () => {
  // What is in use has been looked at once before it changes.
  await stack.cloud.clock.move(6 * minute)
  const before = words()
  const { id, title } = await aSubmission(officer)
  await submit(officer, id)
  const mail = await askMail(stack.as('unitHead'), title)
  const page = formOf(await (await fetch(linkIn(mail))).text())
  expect(await push(before, '我要投诉，阀门漏水')).toBe(200)
  const [complaint] = await eventually('the complaint', async () => {
    const found = await complaints()
    return found.length > 0 ? found : undefined
  })

  for (const key of rings) expect((await turn(key)).join()).toContain('k2 is used from')
  const fresh = { token: 'TokenOfAfter', encodingAesKey: 'N'.repeat(42) + 'E' }
  await turn('wechat', { given: fresh })
  await stack.cloud.clock.move(11 * minute)

  // Nobody had confirmed it beforehand: administrators, head and leader hear of each.
  await eventually('the letters', async () => {
    const told = (await stack.as('leader').mails()).filter(({ subject }) =>
      subject.includes('未经复核的更换'),
    )
    return told.length === rings.length + 1 ? true : undefined
  })
  expect(stack.cloud.denials()).toEqual([])

  // Made before, read after.
  await officer.get('/api/me')
  expect(await wordsOf(complaint!)).toContain('阀门漏水')
  expect(await push(before, '已经第三天了')).toBe(200)
  expect(await post(mail, page)).toBe(200)
  // Made after, with the new keys.
  for (const who of ['reviewer', 'departmentHead'] as const)
    expect((await decideByMail(await askMail(stack.as(who), title), { approve: true })).status).toBe(200)
  await eventually('the approval', async () =>
    (await show(officer, id)).submission.state === 'approved' ? true : undefined,
  )
  const late = await stack.signedIn('leader')
  const kidOf = (visitor: Visitor) => {
    const [, head = ''] = /qianfa_session=([^.]+)/.exec(visitor.cookie()) ?? []
    return (JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid?: string }).kid
  }
  expect([kidOf(officer), kidOf(late)]).toEqual(['k1', 'k2'])
  expect(await push({ ...before, ...fresh }, '我要投诉，没人接电话')).toBe(200)

  // The console was changed: what is signed with the old token is not believed any more, what is new is.
  await stack.cloud.clock.move(2 * hour)
  expect(await push(before, '我要投诉')).toBe(403)
  expect(await push({ ...before, ...fresh }, '谢谢')).toBe(200)
  expect(await wordsOf(complaint!)).toContain('阀门漏水')
}, 600_000)

test('a session ends by choice: the old key forgotten, everybody signs in anew', async () => {
  await officer.signIn()
  await turn('session-key', { forget: true })
  await stack.cloud.clock.move(6 * minute)
  await expect(officer.get('/api/me')).rejects.toMatchObject({ status: 401 })
  await officer.signIn()
  await officer.get('/api/me')
  await expect(turn('complaint-key', { forget: true })).rejects.toThrow('are lost')
}, 300_000)
