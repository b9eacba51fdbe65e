import { letterCipher, waitingLetterCipher } from '../../../lib/outbox/outbox'
import { fieldCipher } from '../../../lib/platform/field-cipher'
import { seal } from '../../../lib/platform/ids'

const clock = { now: () => new Date('2026-11-30T01:00:00Z') }
const kept: Record<string, string> = { 'letter-key': 'the key of letters', 'link-key': 'the key of links' }
const secrets = { read: (name: string) => Promise.resolve(kept[name] ?? '') }

it('whoever sends opens what is written today, and what an earlier version sealed with the key of the links', async () => {
  const today = await letterCipher(secrets, clock).seal('code 123456', '<id@qianfa>')
  // As version 2967488 made it.
  const key = Buffer.from(seal(kept['link-key']!, 'outbox'), 'base64url').toString('base64')
  const earlier = fieldCipher(() => Promise.resolve({ current: 'o1', keys: { o1: key } }))
  const before = await earlier.seal('code 654321', '<old@qianfa>')
  const opens = waitingLetterCipher(secrets, clock)
  expect(await opens.open(today, '<id@qianfa>')).toBe('code 123456')
  expect(await opens.open(before, '<old@qianfa>')).toBe('code 654321')
})

it('whoever writes letters needs no key of the links, and opens no letter of before', async () => {
  const asked: string[] = []
  const watched = { read: (name: string) => (asked.push(name), secrets.read(name)) }
  const sealed = await letterCipher(watched, clock).seal('words', '<id@qianfa>')
  expect(asked).not.toContain('link-key')
  await expect(letterCipher(watched, clock).open(sealed.replace(/^l1/, 'o1'), '<id@qianfa>')).rejects.toThrow(
    'no key o1',
  )
})

it('after a rotation letters are sealed with the new key, and those that wait are opened with the old one', async () => {
  const waiting = await letterCipher(secrets, clock).seal('code 123456', '<id@qianfa>')
  const ring = {
    current: 'k1',
    keys: { k1: kept['letter-key'], k2: 'another key' },
    from: { k2: '2026-11-30T01:10:00Z' },
  }
  const rotated = {
    read: (name: string) => Promise.resolve(name === 'letter-key' ? JSON.stringify(ring) : kept[name]!),
  }
  const later = { now: () => new Date('2026-11-30T01:10:00Z') }
  expect(await letterCipher(rotated, clock).seal('words', '<id@qianfa>')).toMatch(/^l1\./)
  const fresh = await letterCipher(rotated, later).seal('words', '<new@qianfa>')
  expect(fresh).toMatch(/^k2\./)
  const opens = waitingLetterCipher(rotated, later)
  expect([await opens.open(waiting, '<id@qianfa>'), await opens.open(fresh, '<new@qianfa>')]).toEqual([
    'code 123456',
    'words',
  ])
})
