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

/** The key of the letters' seal is drawn from the secret their links and codes come from. */
export const letterCipher = (secrets: Secrets): FieldCipher =>
  fieldCipher(async () => {
    const key = seal(await secrets.read('link-key'), 'outbox')
    return { current: 'o1', keys: { o1: Buffer.from(key, 'base64url').toString('base64') } }
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
  const store = outboxStore(table, letterCipher(secrets))
  return {
    send: (letter) => store.add(written(letter, clock.now()), letter),
    write: (letter) => store.writes(written(letter, clock.now()), letter),
  }
}
