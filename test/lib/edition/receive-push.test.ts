import { receivePush } from '../../../lib/edition/receive-push'
import { editionStore } from '../../../lib/edition/store'
import { log } from '../../../lib/platform/log'
import { account } from '../../local/wechat/given-twin'
import { date, givenDesk, sealed, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

const wordsOf = { appId: account.appId, token: account.token, encodingAesKeys: [account.encodingAesKey] }

/** A send on its way, and the signed push of its end. */
async function finished() {
  const one = await desk.approved()
  await desk.verbs.compose({ date, submissionIds: [one.id], by: desk.editor })
  const attempt = await start(desk)
  await runAttempt(desk, attempt, { until: 'result' })
  desk.twin.clock.move(3000)
  await new Promise((next) => setTimeout(next, 100))
  const [push] = desk.twin.callback.pushes
  if (!push) throw new Error('no push')
  return { attempt, push, query: Object.fromEntries(push.query) }
}

test('an event that comes before the machine waits is seen by the wait', async () => {
  const { attempt, push, query } = await finished()
  expect(await desk.verbs.receivePush({ query, body: push.body, account: wordsOf })).toBe(true)
  expect(desk.woken).not.toContain('late token')
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'late token', waitSeconds: 3600 })
  expect(desk.woken).toContain('late token')
})

test('an event that comes while the machine waits wakes it once; its repeats change nothing', async () => {
  const { attempt, push, query } = await finished()
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'token', waitSeconds: 3600 })
  const request = { query, body: push.body, account: wordsOf }
  await Promise.all([desk.verbs.receivePush(request), desk.verbs.receivePush(request)])
  await desk.verbs.receivePush(request)
  expect(desk.woken.filter((token) => token === 'token').length).toBeGreaterThanOrEqual(1)
  const { pk } = desk.editions.waitOf({ date, attempt }, 'result')
  expect(await desk.table.partition(pk, 'WAIT#result')).toEqual([])
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
  const before = await desk.edition()
  await desk.verbs.receivePush(request)
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
  expect(await desk.edition()).toEqual(before)
})

test('a status nobody knows is no failure: it wakes the settler, which asks WeChat, and the day stays held', async () => {
  const { attempt, push } = await finished()
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'token', waitSeconds: 3600 })
  const send = await desk.editions.send(await desk.edition(), attempt)
  const timestamp = String(Math.floor(desk.clock.now().getTime() / 1000))
  const said = `<xml><ToUserName>gh</ToUserName><FromUserName>o</FromUserName><CreateTime>${timestamp}</CreateTime>
<MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>${send?.msgId}</MsgID><Status>send postponed</Status></xml>`
  await desk.twin.fault({ endpoint: '/cgi-bin/message/mass/get', how: 'errcode', errcode: 48001 })
  expect(await desk.verbs.receivePush(sealed(said, desk.clock.now()))).toBe(true)
  expect(desk.woken).toContain('token')
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'wait' })
  expect((await desk.edition()).state).toBe('sending')
  expect((await desk.editions.claimOf(date))?.owner).toContain(`-${attempt}`)
  // WeChat's own word, when it comes, still counts.
  await desk.verbs.receivePush({ query: Object.fromEntries(push.query), body: push.body, account: wordsOf })
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
})

test.each([
  ['image', '<PicUrl>http://mmbiz.qpic.cn/broken-valve</PicUrl><MediaId>m</MediaId><MsgId>71</MsgId>'],
  ['location', '<Location_X>31.2304</Location_X><Label>江南路 1 号</Label><MsgId>72</MsgId>'],
  ['event', '<Event>CLICK</Event><EventKey>COMPLAINT</EventKey>'],
])('of a follower’s %s lies only what it was and when in the table', async (msgType, body) => {
  const timestamp = String(Math.floor(desk.clock.now().getTime() / 1000))
  const said = `<xml><ToUserName>gh</ToUserName><FromUserName>oCustomer1</FromUserName><CreateTime>${timestamp}</CreateTime>
<MsgType>${msgType}</MsgType>${body}</xml>`
  const kept: unknown[] = []
  const { keepPush } = desk.editions
  const receive = receivePush({
    ...desk.desk,
    editions: {
      ...desk.editions,
      keepPush: (hash, push, ttl) => (kept.push(push), keepPush(hash, push, ttl)),
    },
  })
  const lines = await linesOf(async () => {
    for (let time = 0; time < 2; time++) expect(await receive(sealed(said, desk.clock.now()))).toBe(true)
  })
  const createdAt = new Date(Number(timestamp) * 1000).toISOString()
  const event = msgType === 'event' ? { event: 'CLICK' } : {}
  expect(kept[0]).toEqual({ kind: 'other', msgType, ...event, createdAt })
  expect(lines.map(({ message }) => message)).toEqual(['push kept', 'push repeated'])
})

/** The log's lines while `work` runs: message and facts. */
async function linesOf(work: () => Promise<unknown>): Promise<{ message: string; facts: object }[]> {
  const lines: { message: string; facts: object }[] = []
  const keep = (message: unknown, ...facts: unknown[]) =>
    void lines.push({ message: String(message), facts: facts[0] as object })
  const spies = [
    jest.spyOn(log, 'info').mockImplementation(keep),
    jest.spyOn(log, 'warn').mockImplementation(keep),
  ]
  try {
    await work()
    return lines
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

test('a repeat says so in the log, at this instance or another, and never a word of the push itself', async () => {
  const { push, query } = await finished()
  const request = { query, body: push.body, account: wordsOf }
  const elsewhere = receivePush({
    ...desk.desk,
    editions: editionStore(desk.table, desk.clock, account.appId),
  })
  const lines = await linesOf(async () => {
    await Promise.all([desk.verbs.receivePush(request), elsewhere(request)])
    await elsewhere(request)
  })
  expect(lines.map(({ message }) => message).sort()).toEqual(['push kept', 'push repeated', 'push repeated'])
  const said = JSON.stringify(lines)
  for (const secret of [
    account.token,
    account.encodingAesKey,
    account.appSecret,
    query['msg_signature'] ?? 'none',
  ])
    expect(said).not.toContain(secret)
})

test.each<[string, string, (push: { body: string; query: Record<string, string> }) => void]>([
  ['a wrong signature', 'BadSignature', ({ query }) => (query['msg_signature'] = 'f'.repeat(40))],
  ['an old timestamp', 'OldTimestamp', () => desk.twin.clock.move(301_000)],
  ['a DTD', 'DtdRefused', (push) => (push.body = `<!DOCTYPE x [<!ENTITY e "e">]>${push.body}`)],
  ['no parameters', 'MissingParameter', (push) => (push.query = {})],
])('a push with %s does nothing and says %s in the log', async (_name, reason, forge) => {
  const { attempt, push, query } = await finished()
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'token', waitSeconds: 3600 })
  const forged = { body: push.body, query }
  forge(forged)
  const lines = await linesOf(async () =>
    expect(await desk.verbs.receivePush({ ...forged, account: wordsOf })).toBe(false),
  )
  expect(lines).toEqual([
    { message: 'push refused', facts: { reason, detail: expect.any(String) as string } },
  ])
  expect(desk.woken).not.toContain('token')
  expect(await desk.editions.finishedSince('2026')).toEqual([])
})
