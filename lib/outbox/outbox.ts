import type { Letter, Mail } from '../channels/mail/mail'
import type { Clock } from '../platform/clock'
import { fieldCipher, type CipherKeys, type FieldCipher } from '../platform/field-cipher'
import { seal } from '../platform/ids'
import { currentKey, firstKey, keyNamed, keyRing } from '../platform/key-ring'
import type { Secrets } from '../platform/secrets'
import type { Table, Write } from '../platform/table'
import { outboxStore } from './store'
import { written } from './waiting-letter'

/** Letters leave from here, later; no business waits for one, and none ends for one. */
export interface Outbox extends Mail {
  /** The rows of a letter, for the transaction of what it tells; written before under this Message-ID, they change nothing. */
  write(letter: Letter): Promise<Write[]>
}

const keyFrom = (secret: string): string =>
  Buffer.from(seal(secret, 'outbox'), 'base64url').toString('base64')

/** What letters call the first key, also where the ring that names keys came later. */
const inLetters = (name: string): string => (name === firstKey ? 'l1' : name)

const letterKeys = async (secrets: Secrets, now: Date): Promise<CipherKeys> => {
  const ring = keyRing(await secrets.read('letter-key'))
  const keys = Object.entries(ring.keys).map(([name, key]) => [inLetters(name), keyFrom(key)] as const)
  return { current: inLetters(currentKey(ring, now).name), keys: Object.fromEntries(keys) }
}

/** Letters are sealed with a key of their own: whoever writes one need not be able to make links and codes. */
export const letterCipher = (secrets: Secrets, clock: Clock): FieldCipher =>
  fieldCipher(() => letterKeys(secrets, clock.now()))

/** For whoever sends: what versions up to 2967488 left waiting is sealed with a key drawn from that of the links. */
export const waitingLetterCipher = (secrets: Secrets, clock: Clock): FieldCipher =>
  fieldCipher(async () => {
    const { current, keys } = await letterKeys(secrets, clock.now())
    const ofLinks = keyNamed(keyRing(await secrets.read('link-key')))
    return { current, keys: { ...keys, ...(ofLinks !== undefined && { o1: keyFrom(ofLinks) }) } }
  })

export function createOutbox({
  table,
  secrets,
  clock,
}: {
  table: Table
  secrets: Secrets
  clock: Clock
}): Outbox {
  const store = outboxStore(table, letterCipher(secrets, clock))
  return {
    send: (letter) => store.add(written(letter, clock.now()), letter),
    write: (letter) => store.writes(written(letter, clock.now()), letter),
  }
}
