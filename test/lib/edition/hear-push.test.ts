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

test('the end of a send that an earlier version kept is still known, and the newer word of the same send counts', async () => {
  const earlier = {
    createdAt: '2026-11-20T02:00:00.000Z',
    ...{ msgId: '88', result: 'sent' as const, status: 'send success', articles: [], reprints: [] },
    counts: { total: 3, afterFilter: 3, sent: 3, failed: 0 },
  }
  await desk.table.put({ ...earlier, pk: `WECHAT#${account.appId}`, sk: 'FINISHED#88' })
  expect(await desk.editions.finished('88')).toEqual(earlier)
  expect(await desk.editions.finishedSince('2026-11-20')).toEqual([earlier])
  expect(await desk.editions.finishedSince('2026-11-21')).toEqual([])
  const newer = { ...earlier, result: 'failed' as const, status: 'send fail' }
  await desk.editions.saveFinished(newer, [])
  expect(await desk.editions.finished('88')).toEqual(newer)
  expect(await desk.editions.finishedSince('2026-11-20')).toEqual([newer])
})
