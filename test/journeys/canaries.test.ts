import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startInner } from '../../local/dynamodb/inner'
import { askMail, decideByMail, show, submit } from '../../local/demo/desk'
import { beijingToday, publish } from '../../local/demo/edition-desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, type Visitor } from '../../local/demo/visitor'
import { rotate, type Rotation, type SecretName } from '../../operations/rotate'
import { addresses, aStack, anApproved, aSubmission, type Stack } from '../kit/cloud'
import { canary, filesIn, formsOf, foundIn, type Heard } from '../kit/planted'
import { bySecond } from '../kit/second'
import { twinStage } from '../kit/twin-stage'

/*
 * Every secret of the template says one word that nobody writes. People do their work, platforms and the mail server
 * fail, keys are turned; then the word is looked for in whatever was answered, mailed, logged, started and kept.
 */

const minute = 60_000
const hour = 60 * minute
const prefix = '/qianfa/local/'

let keys = 0
/** 32 bytes that say the word. */
const key = () => Buffer.from(`${canary}${String(++keys).padStart(23, 'k')}`).toString('base64')
const ring = () => JSON.stringify({ current: 'k1', keys: { k1: key() } })
const wechat = {
  ...{ appId: 'wx-demo', appSecret: `${canary}wechat`, token: `${canary}Token` },
  ...{ encodingAesKey: `${canary}${'A'.repeat(33)}E`, originalId: 'gh_0123456789ab' },
}
const planted = {
  ...{ 'link-key': ring(), 'page-key': `${canary}-page-key-${'p'.repeat(16)}`, 'session-key': ring() },
  ...{ 'letter-key': `${canary}-letter-key-${'l'.repeat(16)}`, 'setup-code': `${canary}-setup-code` },
  ...{ 'complaint-key': ring(), 'push-key': ring(), 'oidc-client-secret': `${canary}-oidc` },
  wechat: JSON.stringify(wechat),
  weibo: JSON.stringify({
    ...{ appKey: '1000000001', appSecret: `${canary}weibo`, accessToken: `2.00${canary}token` },
  }),
} satisfies Partial<Record<SecretName, string>>

let stack: Stack
/** What was answered to whoever asked over HTTP, with headers; the platforms' back stages among them. */
const answers: Promise<Heard>[] = []
const lines: string[] = []
const visitors: Visitor[] = []
const reallyFetch = globalThis.fetch
/** A mail server that takes nobody's password, and repeats in its answer what it was told. */
let strict: { server: Server; tried: number; port: number }

const listening: typeof fetch = async (input, init) => {
  const answer = await reallyFetch(input, init)
  const copy = answer.clone()
  const where = `answer to ${init?.method ?? 'GET'} ${input instanceof Request ? input.url : String(input)}`
  const whole = async () => {
    const head = Buffer.from(JSON.stringify([...copy.headers]))
    return { where, bytes: Buffer.from(await copy.arrayBuffer()), head }
  }
  answers.push(whole())
  return answer
}

async function strictMailServer() {
  const told = { tried: 0 }
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 strict\r\n')
    socket.on('data', (chunk) => {
      const said = chunk.toString().trim()
      if (said.startsWith('EHLO')) return socket.write('250-strict\r\n250 AUTH PLAIN\r\n')
      told.tried++
      return socket.write(`535 5.7.8 not with ${said}\r\n`)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return Object.assign(told, { server, port: (server.address() as AddressInfo).port })
}

beforeAll(async () => {
  strict = await strictMailServer()
  globalThis.fetch = listening
  stack = await aStack({
    ...{ secrets: planted, log: (line) => lines.push(line) },
    env: { OIDC_ISSUER: 'http://127.0.0.1:9', OIDC_CLIENT_ID: 'qianfa' },
    mutateTemplate({ Resources }) {
      for (const { Type, Properties } of Object.values(Resources))
        if (Type === 'AWS::Lambda::Function') {
          const { Environment } = Properties as { Environment: { Variables: Record<string, unknown> } }
          Environment.Variables['POWERTOOLS_LOG_LEVEL'] = 'DEBUG'
        }
    },
  })
}, 300_000)
afterAll(async () => {
  globalThis.fetch = reallyFetch
  strict?.server.close()
  await stack?.stop()
})

const client = <T>(Client: new (settings: object) => T): T => {
  const { accessKeyId, secretAccessKey } = stack.cloud.credentialsOf('cloud')
  return new Client({
    ...{ endpoint: stack.cloud.gatewayUrl, region: 'ap-southeast-1' },
    credentials: { accessKeyId, secretAccessKey },
    systemClockOffset: stack.cloud.clock.now() - Date.now(),
  })
}
/** As whoever deploys writes a secret. */
const put = (name: SecretName, value: string) =>
  client(SSMClient).send(
    new PutParameterCommand({
      Name: `${prefix}${name}`,
      Value: value,
      Type: 'SecureString',
      Overwrite: true,
    }),
  )
const turn = (of: SecretName, more: Partial<Rotation> = {}) =>
  rotate(client(SSMClient), prefix, {
    ...{ key: of, now: new Date(stack.cloud.clock.now()), overlapHours: 2, forget: false },
    ...more,
  })
const signedIn = async (who: Parameters<Stack['as']>[0]) => {
  const visitor = await stack.signedIn(who)
  visitors.push(visitor)
  return visitor
}
const log = (name: string) => readFileSync(join(stack.dir, 'logs', `${name}.log`), 'utf8')
const phone = (path: string, fields: Record<string, string>) =>
  fetch(`${stack.cloud.url}/wechat-twin/phone/${path}`, {
    ...{ method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' },
  })

let officer: Visitor
let editor: Visitor
let admin: Visitor
let mailUrl: string
/** Of WeChat's, before they run out. */
let tokens: string[]
let sent: { id: string; title: string }

it('people do their work: signed in, approved, tested, sent, released on Weibo, lent, asked for, answered, archived', async () => {
  officer = await signedIn('officer')
  editor = await signedIn('editor')
  admin = await signedIn('admin')
  await expect(
    officer.post('/api/sign-in/confirm', { email: officer.email, code: '0000000000' }),
  ).rejects.toMatchObject({ status: 403 })
  expect((await fetch(`${stack.cloud.url}/sign-in/company`, { redirect: 'manual' })).status).toBeGreaterThan(
    302,
  )
  expect(
    await admin.post('/api/setup', { code: 'not the code', name: '公司' }).then(
      () => 200,
      ({ status }: { status: number }) => status,
    ),
  ).toBeGreaterThan(399)

  const photo = await photoLike({ bytes: 1_500_000, seed: 31 })
  sent = await anApproved(stack, officer, {}, photo)
  const today = beijingToday(stack.cloud.clock.now())
  await publish(editor, today, [sent.id])

  const onWeibo = await anApproved(stack, officer, { channels: ['weibo'], weiboText: '首批阀门通过验收。' })
  await editor.post(`/api/submissions/${onWeibo.id}/weibo`, {})
  for (const { id } of [sent, onWeibo])
    await eventually('it to be published', async () =>
      (await show(officer, id)).submission.state === 'published' ? true : undefined,
    )
  await editor.post('/api/weibo-account/look')
  await editor.post('/api/admin/probes')

  const at = (hours: number) => new Date(stack.cloud.clock.now() + hours * hour).toISOString()
  await officer.post('/api/loans', {
    ...{ unitId: 'marketing', event: '阀门展直播', purpose: '与网友互动', cap: 2 },
    ...{ borrowerIds: ['chen-yu'], from: at(-1), until: at(30) },
  })
  await decideByMail(await askMail(stack.as('departmentHead'), '阀门展直播'), { approve: true })
  const wish = { unitId: 'marketing', subject: '年终总结素材', details: '', dueOn: '2026-11-26' }
  await editor.post('/api/requests', wish)

  const page = await (await fetch(`${stack.cloud.url}/wechat-twin/phone`)).text()
  const as = /name="as" value="([^"]+)"/.exec(page)![1]!
  await phone('write', { as, text: '我要投诉，阀门漏水' })
  const { id } = await eventually('the complaint', async () => {
    const { complaints } = await editor.get<{ complaints: { id: string }[] }>('/api/complaints')
    return complaints[0]
  })
  await editor.post(`/api/complaints/${id}/assign`, { unitId: 'marketing', needsApproval: false })
  await officer.post(`/api/complaints/${id}/answer`, { text: '师傅今天下午上门更换。', how: 'wechat' })

  await bySecond(stack, admin, () =>
    admin.put('/api/admin/people/li-na/roles/editor/enterprise-management', { from: '2026-01-01' }),
  )
  await eventually('it to be sealed', async () => {
    await stack.cloud.clock.move(minute)
    const { entries } = await officer.get<{ entries: { submissionId: string }[] }>('/api/archive')
    return entries.find(({ submissionId }) => submissionId === sent.id)
  })
  const { tar } = await officer.get<{ tar: { url: string } }>(`/api/archive/${sent.id}/bundle`)
  const sheet = await officer.get<{ url: string }>(`/api/archive/${sent.id}/sheet`)
  for (const { url } of [tar, sheet]) expect((await fetch(url)).status).toBe(200)
  const ofWechat = readFileSync(join(stack.dir, 'wechat', 'state.json'), 'utf8')
  tokens = [...ofWechat.matchAll(/"token":"([^"]{20,})"/g)].map(([, token]) => token!)
}, 600_000)

it('what may fail fails: WeChat, Weibo and the mail server refuse, break off and are silent; secrets are wrong', async () => {
  mailUrl = stack.cloud.secret('mail-url')
  const twin = twinStage(stack.cloud.url)
  const check = () => stack.cloud.invoke('checkAccount', {}).catch(() => undefined)
  for (const how of ['http-500', 'disconnect', 'token-invalidated'] as const) {
    await twin.fault({ endpoint: '*', how, times: 4 })
    await check()
    await twin.change('clear-faults')
  }
  stack.cloud.weibo.fault({
    endpoint: '/2/account/get_uid.json',
    how: 'error',
    code: 21327,
    words: 'expired',
  })
  await stack.cloud.invoke('watchWeiboToken', {}).catch(() => undefined)

  // Another secret than WeChat knows; the tokens of before run out meanwhile.
  await put('wechat', JSON.stringify({ ...wechat, appSecret: `${canary}wrong` }))
  await put('mail-url', `smtp://robot:${canary}mail@127.0.0.1:${strict.port}`)
  await stack.cloud.clock.move(3 * hour)
  await twin.change('invalidate-tokens')
  await check()
  await eventually('the mail server to refuse', async () => {
    // A letter that waits for nobody's working hours.
    await stack.as('leader').post('/api/sign-in', { email: addresses.leader })
    await stack.cloud.clock.move(minute)
    return strict.tried > 0 ? true : undefined
  })
  // Pasted as it came, with signs that an address cannot hold.
  await put('mail-url', `smtp://robot:${canary}/mail#1@mail.example:465`)
  await stack.cloud.clock.move(10 * minute)
  await put('mail-url', `smtp://robot:${canary}%zz@127.0.0.1:1`)
  await stack.cloud.clock.move(10 * minute)
  await put('complaint-key', `{${canary}} is no ring of keys`)
  await put('link-key', `{"k1": ${canary}`)
  await put('wechat', `${canary} is no JSON`)
  await put('weibo', `${canary} is no JSON`)
  await stack.cloud.clock.move(10 * minute)
  await editor.signIn().catch(() => undefined)
  for (const path of ['/api/complaints', '/api/wechat/quota', '/api/weibo-account'])
    await editor.get(path).catch(() => undefined)
  await editor.post('/api/weibo-account/look').catch(() => undefined)
  await check()
  expect(log('sendLetters').length).toBeGreaterThan(1_000)
}, 600_000)

it('keys are turned, and people go on', async () => {
  await put('complaint-key', planted['complaint-key'])
  await put('link-key', planted['link-key'])
  await put('wechat', planted.wechat)
  await put('weibo', planted.weibo)
  await stack.cloud.clock.move(6 * minute)
  await put('mail-url', mailUrl)
  await turn('wechat', { given: JSON.stringify({ token: `${canary}Fresh` }) })
  for (const name of [
    'link-key',
    'page-key',
    'letter-key',
    'session-key',
    'complaint-key',
    'push-key',
  ] as const)
    await turn(name)
  await stack.cloud.clock.move(11 * minute)
  officer = await signedIn('officer')
  const { id, title } = await aSubmission(officer)
  await submit(officer, id)
  const { status } = await decideByMail(await askMail(stack.as('unitHead'), title), { approve: true })
  expect(status).toBe(200)
}, 300_000)

/** Parameter Store, and what the platforms themselves know. */
const keepsSecrets = ['ssm.json', 'wechat/state.json', 'weibo/state.json']
const isElsewhere = ({ where }: Heard) => !keepsSecrets.includes(where)

interface Gathered {
  files: Heard[]
  answers: Heard[]
  rows: Heard[]
  /** what the machine says and hands to functions as their environment */
  rest: Heard[]
}
let gathered: Gathered

/** Every row of the table, read from its files: a page packs what stands in it. */
async function rowsIn(dir: string, TableName: string): Promise<Heard[]> {
  const inner = await startInner(dir)
  const rows: Heard[] = []
  let ExclusiveStartKey: unknown
  do {
    const page = await inner.call('Scan', {
      TableName,
      ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
    })
    for (const item of page['Items'] as Record<string, { S?: string }>[])
      rows.push({ where: `row ${item['pk']?.S} ${item['sk']?.S}`, bytes: Buffer.from(JSON.stringify(item)) })
    ExclusiveStartKey = page['LastEvaluatedKey']
  } while (ExclusiveStartKey !== undefined)
  await inner.close()
  return rows
}

const plain = (...words: string[]) => words.map((word): [string, Buffer] => ['plain', Buffer.from(word)])
const anyForm = Object.entries(formsOf(canary))

it('hears all of it: what was written is found in rows, files, mails, logs, states, answers and the bundle', async () => {
  await stack.cloud.stop()
  const { functions } = stack.cloud.service
  const { TABLE = '' } = functions.find(({ key }) => key === 'submissionDesk')!.environment
  gathered = {
    files: filesIn(stack.dir),
    answers: await Promise.all(answers),
    rows: await rowsIn(join(stack.dir, 'dynamodb', 'tables'), TABLE),
    rest: [
      { where: 'terminal', bytes: Buffer.from(lines.join('\n')) },
      { where: 'environment', bytes: Buffer.from(JSON.stringify(functions)) },
    ],
  }
  const { files, answers: answered, rows } = gathered
  const kindsOf = (found: string[]) => new Set(found.map((where) => where.split(/[ /]/)[0]))
  const said = plain(sent.title, sent.id)
  const kinds = [...kindsOf(foundIn([...files, ...answered, ...rows], said))]
  expect(kinds).toEqual(expect.arrayContaining(['logs', 'mail', 's3', 'step-functions', 'answer', 'row']))
  expect(
    foundIn(
      answered.filter(({ where }) => where.includes('X-Amz-Signature')),
      said,
    ),
  ).not.toEqual([])
  const stores = foundIn(
    files.filter((one) => !isElsewhere(one)),
    anyForm,
  )
  expect(stores).toEqual(expect.arrayContaining(['ssm.json: plain', 'weibo/state.json: plain']))
}, 120_000)

/** All but the places of the secrets themselves. */
const told = () => [...gathered.files.filter(isElsewhere), ...gathered.rows, ...gathered.rest]

it('tells no secret: no log, answer, mail, state, row, file and no bundle says the word in any form', () => {
  expect(foundIn([...told(), ...gathered.answers], anyForm)).toEqual([])
}, 120_000)

it('keeps keys of roles, sessions and tokens of platforms to whom they belong', () => {
  const roles = [...new Set(stack.cloud.service.functions.map(({ role }) => role))]
  const keysOfRoles = roles.map((role) => stack.cloud.credentialsOf(role).secretAccessKey)
  const sessions = visitors.map((visitor) => /qianfa_session=([^;]+)/.exec(visitor.cookie())![1]!)
  expect([roles.length > 50, tokens.length > 0, sessions.length > 3]).toEqual([true, true, true])
  expect(foundIn([...told(), ...gathered.answers], plain(...keysOfRoles))).toEqual([])
  // WeChat's token of two hours lies in the one row that its callers share, and in the table's own files.
  const ofTokens = foundIn([...told(), ...gathered.answers], plain(...tokens))
  expect(ofTokens.filter((where) => !/^(row WECHAT-TOKEN#|dynamodb\/)/.test(where))).toEqual([])
  expect(foundIn(told(), plain(...sessions))).toEqual([])
  // A session leaves once, to the browser that signs in.
  const leaves = foundIn(gathered.answers, plain(...sessions))
  expect(leaves.filter((where) => !where.includes('/api/sign-in/confirm'))).toEqual([])
}, 120_000)

it('keeps a link to its letter: its token stands in no log, state, row or file but the mailbox', () => {
  const tokens = stack.cloud.mailbox
    .messages()
    .flatMap(({ text }) => /\/d\/([\w-]{43})/.exec(text)?.[1] ?? [])
  expect(tokens.length).toBeGreaterThan(5)
  const found = foundIn(told(), plain(...tokens))
  expect(found.filter((where) => !where.startsWith('mail/'))).toEqual([])
}, 120_000)

it('would find a leak in every form, packed or not', () => {
  const words = [`x${canary}y`, `ab${canary}`, `${canary}abc`].map((word) => Buffer.from(word))
  const forms = words.flatMap((word) => [
    ...(['base64', 'base64url', 'hex', 'utf8'] as const).map((form) => word.toString(form)),
    word.toString('hex').toUpperCase(),
  ])
  for (const form of forms)
    for (const bytes of [Buffer.from(`{"a":"${form}"}`), gzipSync(form)])
      expect(foundIn([{ where: 'leak', bytes }], anyForm)).not.toEqual([])
  expect(foundIn([{ where: 'leak', bytes: Buffer.from('nothing') }], anyForm)).toEqual([])
})
