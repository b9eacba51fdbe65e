import { createHash, randomBytes } from 'node:crypto'

/** Which execution a file or a token is of: SHA-256 of its ARN in hex. */
export const idOf = (executionArn: string): string => createHash('sha256').update(executionArn).digest('hex')

const idBytes = 32
const randomPart = 736

/** A task token: 1,024 characters, of which 981 are random; the rest says which execution it is of. */
export const issueToken = (executionId: string): string =>
  Buffer.concat([Buffer.from(executionId, 'hex'), randomBytes(randomPart)]).toString('base64url')

/** The execution a token is of; undefined when it is no token. */
export function executionOf(token: string): string | undefined {
  if (!/^[\w-]+$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  return bytes.length === idBytes + randomPart ? bytes.subarray(0, idBytes).toString('hex') : undefined
}
