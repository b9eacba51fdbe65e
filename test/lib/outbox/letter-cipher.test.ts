import { letterCipher, waitingLetterCipher } from '../../../lib/outbox/outbox'
import { fieldCipher } from '../../../lib/platform/field-cipher'
import { seal } from '../../../lib/platform/ids'

const kept: Record<string, string> = { 'letter-key': 'the key of letters', 'link-key': 'the key of links' }
const secrets = { read: (name: string) => Promise.resolve(kept[name] ?? '') }

it('whoever sends opens what is written today, and what an earlier version sealed with the key of the links', async () => {
  const today = await letterCipher(secrets).seal('code 123456', '<id@qianfa>')
  // As version 2967488 made it.
  const key = Buffer.from(seal(kept['link-key']!, 'outbox'), 'base64url').toString('base64')
  const earlier = fieldCipher(() => Promise.resolve({ current: 'o1', keys: { o1: key } }))
  const before = await earlier.seal('code 654321', '<old@qianfa>')
  const opens = waitingLetterCipher(secrets)
  expect(await opens.open(today, '<id@qianfa>')).toBe('code 123456')
  expect(await opens.open(before, '<old@qianfa>')).toBe('code 654321')
})

it('whoever writes letters needs no key of the links, and opens no letter of before', async () => {
  const asked: string[] = []
  const watched = { read: (name: string) => (asked.push(name), secrets.read(name)) }
  const sealed = await letterCipher(watched).seal('words', '<id@qianfa>')
  expect(asked).not.toContain('link-key')
  await expect(letterCipher(watched).open(sealed.replace(/^l1/, 'o1'), '<id@qianfa>')).rejects.toThrow(
    'no key o1',
  )
})
