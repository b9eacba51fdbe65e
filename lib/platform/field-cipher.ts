import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as z from 'zod'
import { currentKey, keyRing } from './key-ring'

/** The secret of a cipher: keys of 32 bytes in base64 by name. New fields are sealed with `current`; old ones stay readable. */
export const CipherKeys = z
  .object({ current: z.string(), keys: z.record(z.string(), z.string()) })
  .refine(({ current, keys }) => keys[current] !== undefined, 'the current key is not among the keys')
  .refine(
    ({ keys }) => Object.values(keys).every((key) => Buffer.from(key, 'base64').length === 32),
    'a key has to be 32 bytes',
  )
export type CipherKeys = z.infer<typeof CipherKeys>

/** A ring of such keys as it stands at `now`. @throws ZodError */
export function cipherKeys(secret: string, now: Date): CipherKeys {
  const ring = keyRing(secret)
  return CipherKeys.parse({ current: currentKey(ring, now).name, keys: ring.keys })
}

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Fields of a row that only who holds the key reads. */
export interface FieldCipher {
  /** `<key name>.<nonce, tag and cipher, base64url>`; `about` is what it belongs to, and opens nothing else */
  seal(text: string, about: string): Promise<string>
  /** @throws Error when the key is not kept, the field was changed, or it belongs to something else */
  open(sealed: string, about: string): Promise<string>
}

/** AES-256-GCM with the row as additional data: a sealed field copied to another row does not open. */
export function fieldCipher(keys: () => Promise<CipherKeys>): FieldCipher {
  const keyNamed = async (name: string) => {
    const key = (await keys()).keys[name]
    if (key === undefined) throw new Error(`the cipher has no key ${name}`)
    return Buffer.from(key, 'base64')
  }
  return {
    async seal(text, about) {
      const { current } = await keys()
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, await keyNamed(current), nonce)
      cipher.setAAD(Buffer.from(about))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${current}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },

    async open(sealed, about) {
      const [name = '', text = ''] = sealed.split('.')
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv(algorithm, await keyNamed(name), bytes.subarray(0, nonceBytes))
      decipher.setAAD(Buffer.from(about))
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      const opened = decipher.update(bytes.subarray(nonceBytes + tagBytes))
      return Buffer.concat([opened, decipher.final()]).toString('utf8')
    },
  }
}
