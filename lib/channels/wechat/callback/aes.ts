import { createCipheriv, createDecipheriv } from 'node:crypto'

const block = 32
const randomBytes = 16
const lengthBytes = 4

/** 43 characters of base64 without the last sign: 32 bytes. */
function keyOf(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  if (encodingAesKey.length !== 43 || key.length !== 32)
    throw new Error('EncodingAESKey must have 43 characters')
  return key
}

/** Plaintext of one push: random(16) + length(4, big-endian) + message + appid, PKCS#7 to 32 bytes (sheet, 8.3). */
export function decrypt(encodingAesKey: string, encrypted: string): { message: string; appId: string } {
  const key = keyOf(encodingAesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()])
  const pad = padded.at(-1) ?? 0
  if (pad < 1 || pad > block || pad > padded.length) throw new Error('bad padding')
  const plain = padded.subarray(0, padded.length - pad)
  const start = randomBytes + lengthBytes
  if (plain.length < start) throw new Error('too short')
  const end = start + plain.readUInt32BE(randomBytes)
  if (end > plain.length) throw new Error('bad length')
  return { message: plain.toString('utf8', start, end), appId: plain.toString('utf8', end) }
}

/** Base64 ciphertext; `random` is 16 bytes. */
export function encrypt(
  encodingAesKey: string,
  { message, appId, random }: { message: string; appId: string; random: Uint8Array },
): string {
  if (random.length !== randomBytes) throw new Error('random must be 16 bytes')
  const key = keyOf(encodingAesKey)
  const text = Buffer.from(message)
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([random, length, text, Buffer.from(appId)])
  const pad = block - (plain.length % block)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(pad, pad)])
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}
