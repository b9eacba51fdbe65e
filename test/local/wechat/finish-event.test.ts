import type { WechatPush } from '../../../lib/channels/wechat/callback/event'
import { readPush } from '../../../lib/channels/wechat/callback/read-push'
import {
  account,
  done,
  type GivenTwin,
  givenDraft,
  givenTwin,
  type Pushed,
  tester,
  until,
} from './given-twin'

let twin: GivenTwin
beforeEach(async () => {
  twin = await givenTwin()
})
afterEach(() => twin.close())

const read = ({ query, body }: Pushed, encodingAesKeys = [account.encodingAesKey]): WechatPush => {
  const result = readPush({
    query: Object.fromEntries(query),
    body,
    account: { appId: account.appId, token: account.token, encodingAesKeys },
    now: new Date(twin.clock.now()),
  })
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`)
  return result.push
}

const pushed = (count: number) => until(() => twin.callback.pushes.length >= count, `${count} pushes`)
/** Long enough for a push that must not come. */
const quiet = () => new Promise((end) => setTimeout(end, 150))

async function sent(titles?: string[]) {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat, titles)
  return done(await wechat.massSend({ mediaId, clientMsgId: 'one', to: 'everyone' }))
}

test('tells of the finished send with one link per article, only after its time', async () => {
  const { msgId } = await sent(['甲', '乙'])
  await quiet()
  expect(twin.callback.pushes).toEqual([])
  twin.clock.move(2000)
  await pushed(1)
  const [push] = twin.callback.pushes
  if (!push) throw new Error('no push')
  expect(push.query.get('encrypt_type')).toBe('aes')
  expect(push.body).not.toContain('MASSSENDJOBFINISH')
  expect(read(push)).toMatchObject({
    kind: 'mass-send-finished',
    account: account.originalId,
    msgId,
    result: 'sent',
    counts: { total: 3, afterFilter: 3, sent: 3, failed: 0 },
    articles: [
      { index: 1, url: `${twin.url}/s/${msgId}/1` },
      { index: 2, url: `${twin.url}/s/${msgId}/2` },
    ],
  })
})

test.each(['plain', 'compatible'] as const)('speaks %s mode', async (pushMode) => {
  twin.restart({ account: { ...account, pushMode } })
  const { msgId } = await sent()
  twin.clock.move(2000)
  await pushed(1)
  const [push] = twin.callback.pushes
  expect(push?.body).toContain('MASSSENDJOBFINISH')
  expect(push?.body.includes('<Encrypt>')).toBe(pushMode === 'compatible')
  const keys = pushMode === 'plain' ? [] : undefined
  expect(push && read(push, keys)).toMatchObject({ msgId, result: 'sent' })
})

test('tries three times, five seconds apart, with the same message', async () => {
  await sent()
  const busy = { status: 500, text: 'busy' }
  twin.callback.answers.push(busy, { status: 200, text: 'what?' }, busy)
  twin.clock.move(2000)
  await pushed(1)
  twin.clock.move(4000)
  await quiet()
  expect(twin.callback.pushes.length).toBe(1)
  for (const tries of [2, 3]) {
    await until(async () => (await twin.state()).deliveries[0]?.tries === tries - 1, `try ${tries - 1} noted`)
    twin.clock.move(5000)
    await pushed(tries)
  }
  await until(async () => (await twin.state()).deliveries[0]?.outcome === 'given-up', 'given up')
  twin.clock.move(60_000)
  await quiet()
  expect(twin.callback.pushes.length).toBe(3)
  expect(new Set(twin.callback.pushes.map((push) => push.query.get('timestamp'))).size).toBe(3)
  expect(new Set(twin.callback.pushes.map((push) => read(push).dedupeKey)).size).toBe(1)
})

test.each(['success', ''])('an answer of "%s" ends the tries', async (text) => {
  await sent()
  twin.callback.answers.push({ status: 200, text })
  twin.clock.move(2000)
  await until(async () => (await twin.state()).deliveries[0]?.outcome === 'delivered', 'delivered')
  twin.clock.move(60_000)
  await quiet()
  expect(twin.callback.pushes.length).toBe(1)
})

test('a duplicated event comes twice with one key', async () => {
  await twin.fault({ endpoint: 'finish-event', how: 'duplicate' })
  await sent()
  twin.clock.move(2000)
  await pushed(1)
  twin.clock.move(1000)
  await pushed(2)
  expect(new Set(twin.callback.pushes.map((push) => read(push).dedupeKey)).size).toBe(1)
})

test('a lost event never comes, though the send succeeded and mass/get says so', async () => {
  await twin.fault({ endpoint: 'finish-event', how: 'lost' })
  const { msgId } = await sent()
  twin.clock.move(2000)
  await quiet()
  twin.clock.move(3_600_000)
  await quiet()
  expect(twin.callback.pushes).toEqual([])
  expect(done(await twin.client().massSendStatus(msgId)).status).toBe('SEND_SUCCESS')
})

test('a late event comes late', async () => {
  await twin.fault({ endpoint: 'finish-event', how: 'late', ms: 90_000 })
  await sent()
  twin.clock.move(2000)
  await quiet()
  expect(twin.callback.pushes).toEqual([])
  twin.clock.move(90_000)
  await pushed(1)
})

test('a stop for originality is told with its check', async () => {
  await twin.fault({ endpoint: 'finish-event', how: 'err', errcode: 30003 })
  await sent()
  twin.clock.move(2000)
  await pushed(1)
  const [push] = twin.callback.pushes
  expect(push && read(push)).toMatchObject({
    result: 'refused',
    refusal: { code: 30003, by: 'originality' },
    articles: [],
    originality: { checkState: 3, articles: [{ index: 1, canReprint: false }] },
  })
})

test('a twin killed with the event pending delivers it after its restart, in its time', async () => {
  const { msgId } = await sent()
  twin.restart()
  await quiet()
  expect(twin.callback.pushes).toEqual([])
  twin.clock.move(2000)
  await pushed(1)
  expect(twin.callback.pushes[0] && read(twin.callback.pushes[0])).toMatchObject({ msgId })
})

test('what is due without a callback address waits for one', async () => {
  twin.restart({ callbackUrl: () => undefined })
  await sent()
  twin.clock.move(2000)
  await quiet()
  expect((await twin.state()).deliveries).toMatchObject([{ outcome: 'waiting', tries: 0 }])
  twin.restart()
  await pushed(1)
})

test('a message from a reader is pushed, and may be answered five times in 48 hours', async () => {
  const write = (text: string) =>
    fetch(`${twin.url}/phone/write`, {
      method: 'POST',
      body: new URLSearchParams({ as: tester.openId, text }),
      redirect: 'manual',
    })
  expect((await write('报价 ]]> <b>&')).status).toBe(303)
  await pushed(1)
  const [push] = twin.callback.pushes
  expect(push && read(push)).toMatchObject({ kind: 'text', from: tester.openId, text: '报价 ]]> <b>&' })

  const wechat = twin.client()
  const answer = async () => {
    const outcome = await wechat.answerReader({ openId: tester.openId, text: '您好' })
    return outcome.kind === 'refused' ? outcome.refusal.errcode : outcome.kind
  }
  for (let at = 0; at < 5; at++) expect(await answer()).toBe('done')
  expect(await answer()).toBe(45047)
  await write('还在吗')
  expect(await answer()).toBe('done')
  twin.clock.move(48 * 3_600_000 + 1)
  expect(await answer()).toBe(45015)
})
