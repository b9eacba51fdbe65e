import type { Letter, Mail } from '../channels/mail/mail'
import type { Clock } from '../platform/clock'
import { fieldCipher, type FieldCipher } from '../platform/field-cipher'
import { seal } from '../platform/ids'
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

/** Letters are sealed with a key of their own: whoever writes one need not be able to make links and codes. */
export const letterCipher = (secrets: Secrets): FieldCipher =>
  fieldCipher(async () => ({ current: 'l1', keys: { l1: keyFrom(await secrets.read('letter-key')) } }))

/** For whoever sends: what versions up to 2967488 left waiting is sealed with a key drawn from that of the links. */
export const waitingLetterCipher = (secrets: Secrets): FieldCipher =>
  fieldCipher(async () => ({
    current: 'l1',
    keys: {
      l1: keyFrom(await secrets.read('letter-key')),
      o1: keyFrom(await secrets.read('link-key')),
    },
  }))

export function createOutbox({
  table,
  secrets,
  clock,
}: {
  table: Table
  secrets: Secrets
  clock: Clock
}): Outbox {
  const store = outboxStore(table, letterCipher(secrets))
  return {
    send: (letter) => store.add(written(letter, clock.now()), letter),
    write: (letter) => store.writes(written(letter, clock.now()), letter),
  }
}
