import { allKeys, currentKey, keyNamed, keyRing, secretJson } from '../../../lib/platform/key-ring'

const at = (time: string) => new Date(`2026-11-30T${time}:00Z`)
const ring = JSON.stringify({
  current: 'k1',
  keys: { k1: 'one', k2: 'two', k3: 'three' },
  from: { k3: '2026-11-30T12:00:00Z', k2: '2026-11-30T11:00:00Z' },
})

test('a bare key is a ring of one, and what was made before keys had names is its', () => {
  expect(currentKey(keyRing('abc=='), at('09:00'))).toEqual({ name: 'k1', key: 'abc==' })
  expect(keyNamed(keyRing('abc=='))).toBe('abc==')
  expect(keyNamed(keyRing(ring))).toBe('one')
})

test('a new key is read before it is used, and used from its moment on', () => {
  const known = keyRing(ring)
  expect(['10:59', '11:00', '11:59', '12:00'].map((time) => currentKey(known, at(time)).key)).toEqual([
    ...['one', 'two', 'two', 'three'],
  ])
  expect(keyNamed(known, 'k3')).toBe('three')
  expect(allKeys(known)).toEqual(['one', 'two', 'three'])
})

test('what every object has is no key: a session names its own, and everybody knows how those read', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'valueOf'])
    for (const secret of [ring, 'abc==']) expect(keyNamed(keyRing(secret), name)).toBeUndefined()
})

test('a key that is gone is none, and a ring that names one it has not is refused', () => {
  expect(keyNamed(keyRing(ring), 'k0')).toBeUndefined()
  expect(() => keyRing(JSON.stringify({ current: 'k2', keys: { k1: 'one' } }))).toThrow('current key')
  expect(() =>
    keyRing(JSON.stringify({ current: 'k1', keys: { k1: 'one' }, from: { k2: '2026-11-30T11:00:00Z' } })),
  ).toThrow('a key to come')
})

test('a secret that is no JSON is named and not repeated', () => {
  const said = (work: () => unknown) => {
    try {
      return JSON.stringify(work())
    } catch (error) {
      return String((error as Error).stack)
    }
  }
  expect(said(() => secretJson('geheimnis', 'wechat'))).toContain('the secret wechat is no JSON')
  for (const broken of ['geheimnis', '{"geheim', "{'geheim': 1}", '{geheim'])
    expect([said(() => secretJson(broken)), said(() => keyRing(`{${broken}`))].join()).not.toContain('geheim')
})
