import { account } from '../../local/wechat/given-twin'
import { date, givenDesk, type GivenDesk } from './given-desk'
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
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'late token' })
  expect(desk.woken).toContain('late token')
})

test('an event that comes while the machine waits wakes it once; its repeats change nothing', async () => {
  const { attempt, push, query } = await finished()
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'token' })
  const request = { query, body: push.body, account: wordsOf }
  await Promise.all([desk.verbs.receivePush(request), desk.verbs.receivePush(request)])
  await desk.verbs.receivePush(request)
  expect(desk.woken.filter((token) => token === 'token').length).toBeGreaterThanOrEqual(1)
  expect(await desk.editions.waits('result')).toEqual([])
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
  const before = await desk.edition()
  await desk.verbs.receivePush(request)
  expect(await desk.verbs.settleSend({ date, attempt })).toMatchObject({ next: 'sent' })
  expect(await desk.edition()).toEqual(before)
})

test.each<[string, (push: { body: string; query: Record<string, string> }) => void]>([
  ['a wrong signature', ({ query }) => (query['msg_signature'] = 'f'.repeat(40))],
  ['an old timestamp', () => desk.twin.clock.move(301_000)],
  ['a DTD', (push) => (push.body = `<!DOCTYPE x [<!ENTITY e "e">]>${push.body}`)],
  ['no parameters', (push) => (push.query = {})],
])('a push with %s does nothing', async (_name, forge) => {
  const { attempt, push, query } = await finished()
  await desk.verbs.awaitResult({ date, attempt, taskToken: 'token' })
  const forged = { body: push.body, query }
  forge(forged)
  expect(await desk.verbs.receivePush({ ...forged, account: wordsOf })).toBe(false)
  expect(desk.woken).not.toContain('token')
  expect(await desk.editions.finishedSince('2026')).toEqual([])
})
