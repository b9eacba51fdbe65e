import { createWechat, type WechatSettings } from '../../../../lib/channels/wechat/create-wechat'
import { memoryTokenStore, type TokenStore } from '../../../../lib/channels/wechat/token-store'
import { account, brief, done, type GivenTwin, givenTwin } from '../../../local/wechat/given-twin'

let twin: GivenTwin
beforeEach(async () => {
  twin = await givenTwin()
})
afterEach(() => twin.close())

const quota = '/cgi-bin/message/mass/sendall'
const tokenCalls = async () => (await twin.state()).calls.used['/cgi-bin/stable_token'] ?? 0

/** 20 calls at the same moment, on four instances that share one store. */
async function fiveCallsOnEachOfFour(tokens: TokenStore) {
  const instances = Array.from({ length: 4 }, () => twin.client({ tokens }))
  const calls = instances.flatMap((wechat) => Array.from({ length: 5 }, () => wechat.quotaOf(quota)))
  return (await Promise.all(calls)).map((outcome) => outcome.kind)
}

test('20 callers at once, in four instances with one store, ask for one token', async () => {
  const tokens = memoryTokenStore()
  await twin.fault({ endpoint: '/cgi-bin/stable_token', how: 'slow', ms: 150 })
  expect(await fiveCallsOnEachOfFour(tokens)).toEqual(Array<string>(20).fill('done'))
  expect(await tokenCalls()).toBe(1)
})

test('uses the stored token until it has less than four minutes left', async () => {
  const wechat = twin.client()
  done(await wechat.quotaOf(quota))
  twin.clock.move((7200 - 240 - 1) * 1000)
  done(await wechat.quotaOf(quota))
  expect(await tokenCalls()).toBe(1)
  twin.clock.move(2000)
  done(await wechat.quotaOf(quota))
  expect(await tokenCalls()).toBe(2)
})

test('fetches a new token and repeats once when someone else has invalidated the old one', async () => {
  const wechat = twin.client()
  done(await wechat.quotaOf(quota))
  await twin.change('invalidate-tokens')
  const before = (await twin.state()).calls.used['/cgi-bin/openapi/quota/get'] ?? 0
  done(await wechat.quotaOf(quota))
  expect(await tokenCalls()).toBe(2)
  expect((await twin.state()).calls.used['/cgi-bin/openapi/quota/get']).toBe(before + 1)
})

test('20 callers with a dead token renew it once', async () => {
  const tokens = memoryTokenStore()
  done(await twin.client({ tokens }).quotaOf(quota))
  await twin.change('invalidate-tokens')
  expect(await fiveCallsOnEachOfFour(tokens)).toEqual(Array<string>(20).fill('done'))
  expect(await tokenCalls()).toBe(2)
})

test('gives up after one new token, with a refusal of class token', async () => {
  await twin.fault({ endpoint: '/cgi-bin/openapi/quota/get', how: 'errcode', errcode: 42001, times: 3 })
  const outcome = await twin.client().quotaOf(quota)
  expect(outcome).toMatchObject({
    kind: 'refused',
    refusal: { errcode: 42001, class: 'token', stage: 'call' },
  })
  expect((await twin.state()).faults).toMatchObject([{ times: 1 }])
})

test('shows the address to allow with 40164, and says that the call was never made', async () => {
  await twin.fault({ endpoint: '/cgi-bin/stable_token', how: 'errcode', errcode: 40164 })
  const outcome = await twin.client().massSend({ mediaId: 'm', clientMsgId: 'c', to: 'everyone' })
  expect(outcome).toMatchObject({
    kind: 'refused',
    refusal: { errcode: 40164, stage: 'token', class: 'administrator', ip: '203.0.113.7' },
  })
  expect(outcome.kind === 'refused' && outcome.refusal.advice.zh).toContain('203.0.113.7')
  expect(outcome.kind === 'refused' && outcome.refusal.errmsg).not.toContain('rid')
  expect(outcome.kind === 'refused' && outcome.refusal.rid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/)
})

test.each([
  ['a wrong secret', { appSecret: 'wrong' }, 40125],
  ['a wrong app id', { appId: 'wxother' }, 40013],
])('tells %s as a matter for the administrator', async (_name, change: Partial<WechatSettings>, errcode) => {
  const outcome = await twin.client(change).quotaOf(quota)
  expect(outcome).toMatchObject({
    kind: 'refused',
    refusal: { errcode, stage: 'token', class: 'administrator' },
  })
})

test('a token endpoint that does not answer makes a mass send refused, not unknown: nothing was sent', async () => {
  await twin.fault({ endpoint: '/cgi-bin/stable_token', how: 'timeout' })
  const outcome = await twin
    .client({ timeoutMs: 150 })
    .massSend({ mediaId: 'm', clientMsgId: 'c', to: 'everyone' })
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { errcode: -1, stage: 'token', class: 'retry' } })
})

test('a failed renewal gives the lease back, so that the next caller succeeds at once', async () => {
  const waits: number[] = []
  const wechat = twin.client({ wait: async (ms) => void waits.push(ms) })
  await twin.fault({ endpoint: '/cgi-bin/stable_token', how: 'http-500' })
  expect(brief(await wechat.quotaOf(quota))).toBe(-1)
  done(await wechat.quotaOf(quota))
  expect(waits).toEqual([])
})

test('takes over the lease of an instance that died holding it', async () => {
  const tokens = memoryTokenStore()
  await tokens.lease({ holder: 'dead', now: twin.clock.now(), until: twin.clock.now() + 7000 })
  const waits: number[] = []
  const wait = async (ms: number) => {
    waits.push(ms)
    twin.clock.move(1000)
  }
  done(await twin.client({ tokens, wait }).quotaOf(quota))
  expect(waits.length).toBe(7)
})

test('a lease that never ends becomes a refusal, not an endless wait', async () => {
  const held: TokenStore = { ...memoryTokenStore(), lease: async () => false }
  const outcome = await twin.client({ tokens: held, wait: async () => undefined }).quotaOf(quota)
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { errcode: -1, stage: 'token' } })
})

test('reads the secret only when a token is asked for', async () => {
  let reads = 0
  const wechat = createWechat({
    ...{ baseUrl: twin.url, appId: account.appId, tokens: memoryTokenStore(), timeoutMs: 2000 },
    appSecret: async () => ((reads += 1), account.appSecret),
    log: { info: () => undefined, warn: () => undefined },
    clock: { now: () => new Date(twin.clock.now()) },
  })
  expect(reads).toBe(0)
  done(await wechat.quotaOf(quota))
  done(await wechat.quotaOf(quota))
  expect(reads).toBe(1)
})
