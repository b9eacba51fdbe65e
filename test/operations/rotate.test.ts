import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { mockClient } from 'aws-sdk-client-mock'
import { randomBytes } from 'node:crypto'
import { currentKey, keyRing } from '../../lib/platform/key-ring'
import { weiboAccounts, WeiboSecret } from '../../lib/channels/weibo/account-store'
import { checkSecrets } from '../../operations/secrets-check'
import { rotate, type Rotation } from '../../operations/rotate'
import { memoryTable, type Rows } from '../kit/memory-table'

const prefix = '/qianfa/prod/'
const begun = new Date('2026-11-30T01:00:00Z')
const daysLater = (days: number) => new Date(begun.getTime() + days * 86_400_000)

/** Parameter Store in memory; `kept` is what lies there by short name. */
function store(kept: Record<string, string>) {
  const ssm = mockClient(SSMClient)
  const short = (name: string) => name.replace(prefix, '')
  ssm.on(GetParameterCommand).callsFake(({ Name }: { Name: string }) => ({
    Parameter: { Type: 'SecureString', Value: kept[short(Name)] },
  }))
  ssm
    .on(PutParameterCommand)
    .callsFake(({ Name, Value }: { Name: string; Value: string }) => ((kept[short(Name)] = Value), {}))
  const client = new SSMClient({ region: 'ap-southeast-1' })
  return (change: Partial<Rotation> & Pick<Rotation, 'key'>) =>
    rotate(client, prefix, { now: begun, overlapHours: 24, forget: false, ...change })
}
const key = () => randomBytes(32).toString('base64')

test('a key stays as long as what it made may live, and leaves with the first rotation after that', async () => {
  const kept = { 'session-key': key() }
  const turn = store(kept)
  await turn({ key: 'session-key' })
  await turn({ key: 'session-key', now: daysLater(30) })
  expect(Object.keys(keyRing(kept['session-key']).keys)).toEqual(['k1', 'k2', 'k3'])
  // k1 ended on the first day, k2 on the thirtieth; a browser is known for 180 days.
  expect((await turn({ key: 'session-key', now: daysLater(209) })).join()).toContain('k1 is gone')
  const ring = keyRing(kept['session-key'])
  expect(Object.keys(ring.keys)).toEqual(['k2', 'k3', 'k4'])
  expect(currentKey(ring, daysLater(209)).name).toBe('k3')
  expect(currentKey(ring, daysLater(210)).name).toBe('k4')
})

test('a key of complaints never leaves, whatever its age, and what it sealed is named by it', async () => {
  const kept = { 'complaint-key': JSON.stringify({ current: 'k1', keys: { k1: key() } }) }
  const turn = store(kept)
  for (const days of [0, 800, 1600]) await turn({ key: 'complaint-key', now: daysLater(days) })
  expect(Object.keys(keyRing(kept['complaint-key']).keys)).toEqual(['k1', 'k2', 'k3', 'k4'])
})

test('what was rotated is what the preflight wants, and a key that two names share is found in a ring too', async () => {
  const kept: Record<string, string> = { 'link-key': key(), 'session-key': key() }
  const turn = store(kept)
  await turn({ key: 'link-key' })
  const failures = async () =>
    (await checkSecrets(new SSMClient({ region: 'ap-southeast-1' }), prefix))
      .filter(({ name, state }) => state === 'failed' && /link|session/.test(name))
      .map(({ said }) => said)
  expect(await failures()).toEqual([])
  kept['session-key'] = keyRing(kept['link-key']!).keys['k2']!
  expect(await failures()).toEqual(['is the same as link-key'])
  kept['link-key'] = JSON.stringify({ current: 'k1', keys: { k1: 'short' } })
  expect(await failures()).toEqual(['not as it has to be: 32 random bytes at least; not random'])
})

test('of WeChat only words change, never whose account it is; of the words of before no more is kept than the last', async () => {
  const secret = {
    appId: 'wx0123456789abcdef',
    appSecret: '0'.repeat(32),
    token: 'Old1',
    encodingAesKey: 'a'.repeat(43),
  }
  const kept = { wechat: JSON.stringify(secret) }
  const turn = store(kept)
  await expect(turn({ key: 'wechat', given: '{"appId":"wxffffffffffffffff"}' })).rejects.toThrow('appId')
  await expect(turn({ key: 'wechat' })).rejects.toThrow('standard input')
  await expect(turn({ key: 'wechat', given: '{"token":"not a token"}' })).rejects.toThrow(
    'letters and digits',
  )
  expect(JSON.parse(kept.wechat)).toEqual(secret)
  await turn({ key: 'wechat', given: '{"token":"New1"}' })
  expect(JSON.parse(kept.wechat)).toEqual({
    ...secret,
    token: 'New1',
    previous: { token: 'Old1', encodingAesKey: 'a'.repeat(43), until: '2026-12-01T01:00:00.000Z' },
  })
  const said = await turn({ key: 'wechat', given: JSON.stringify({ appSecret: 'f'.repeat(32) }) })
  expect(said.join()).not.toContain('ffff')
  expect(JSON.parse(kept.wechat)).toMatchObject({ appSecret: 'f'.repeat(32), token: 'New1' })
})

test('the authorisation of Weibo outlives the secret of its app, and is sealed anew when the account is looked at', async () => {
  const kept = { weibo: JSON.stringify({ appKey: '1', appSecret: 'old' }) }
  const rows: Rows = new Map()
  const table = memoryTable(rows)
  const accounts = weiboAccounts(table, () => Promise.resolve(WeiboSecret.parse(JSON.parse(kept.weibo))))
  await accounts.authorise(
    { accessToken: '2.00token', uid: '7', expiresAt: begun.toISOString() },
    'an',
    begun,
  )
  await store(kept)({ key: 'weibo', given: '{"appSecret":"new"}' })
  expect(await accounts.accessToken()).toBe('2.00token')
  await accounts.note(await accounts.account(), { uid: '7', warned: [] })
  kept.weibo = JSON.stringify({ appKey: '1', appSecret: 'new' })
  expect(await accounts.accessToken()).toBe('2.00token')
  expect(JSON.stringify([...rows.values()].map((parts) => [...parts.values()]))).not.toContain('2.00token')
})
