import * as z from 'zod'
import type { Letter } from '../channels/mail/mail'
import { atSite, site } from '../channels/mail/pages'
import type { FieldCipher } from '../platform/field-cipher'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { forgottenAt, WaitingLetter, wordsForgottenAt } from './waiting-letter'

/** Partition of a letter; the stream of the table is filtered by it (resources/streams.yml). */
export const letterPrefix = 'OUTBOX#'

const headKey = (messageId: string) => ({ pk: `${letterPrefix}${messageId}`, sk: 'HEAD' })
const wordsKey = (messageId: string) => ({ pk: `${letterPrefix}${messageId}`, sk: 'WORDS' })
const mailboxKey = (address: string) => ({ pk: `MAILBOX#${address.toLowerCase()}`, sk: 'HEAD' })

const remindedKey = (address: string, date: string) => ({
  pk: `REMINDED#${date}`,
  sk: address.toLowerCase(),
})

const Words = z.object({ sealed: z.string() })

/** A mailbox that refused the last letter for good; gone with the next one it takes. */
export const ReturningMailbox = z.object({
  address: z.string(),
  /** the first letter it refused */
  since: z.iso.datetime(),
  /** the latest */
  lastAt: z.iso.datetime(),
  /** how many */
  letters: z.number().int(),
  said: z.string(),
})
export type ReturningMailbox = z.infer<typeof ReturningMailbox>

/** What left stands in a list of its own, so that no index key is missing and `keep` cannot bring it back. */
const place = (letter: WaitingLetter) =>
  letter.state === 'waiting'
    ? { gsi1pk: letter.reminds ? 'REMINDERS' : 'OUTBOX', gsi1sk: letter.due }
    : { gsi1pk: `OUTBOX#${letter.state}`, gsi1sk: letter.leftAt }

const headRow = (letter: WaitingLetter): Row => ({
  ...letter,
  ...headKey(letter.messageId),
  ...place(letter),
  ...(letter.leftAt && { ttl: forgottenAt(letter.leftAt) }),
})

const unchanged = ({ revision }: WaitingLetter) => ({
  expression: '#revision = :seen',
  names: { '#revision': 'revision' },
  values: { ':seen': revision },
})

/**
 * Letters on their way out (docs/table.md); only whoever sends them has to know the site's address. What they say is sealed: codes and links lie in no copy of the
 * table.
 */
export function outboxStore(table: Table, cipher: FieldCipher, publicUrl: string = site) {
  const wordsRow = async (head: WaitingLetter, letter: Letter): Promise<Row> => ({
    ...wordsKey(head.messageId),
    sealed: await cipher.seal(JSON.stringify(letter), head.messageId),
    ttl: wordsForgottenAt(head),
  })

  return {
    /** Once a Message-ID: one that was written before stays as it is, whatever became of it. */
    async add(head: WaitingLetter, letter: Letter): Promise<void> {
      const words = await wordsRow(head, letter)
      try {
        await table.transact([{ put: headRow(head), when: absent }, { put: words }])
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
      }
    },

    /** The same for the transaction of another room, which it never makes fail. */
    async writes(head: WaitingLetter, letter: Letter): Promise<Write[]> {
      return [{ keep: headRow(head) }, { keep: await wordsRow(head, letter) }]
    },

    async withId(messageId: string): Promise<WaitingLetter | undefined> {
      const row = await table.get(headKey(messageId))
      return row && WaitingLetter.parse(row)
    },

    /** Those that wait, the earliest due first; at most `limit`. */
    async waiting(limit: number): Promise<WaitingLetter[]> {
      return (await table.list('OUTBOX', { limit })).map((row) => WaitingLetter.parse(row))
    },

    /** Reminders that wait for their day's letter, the oldest first; at most `limit`. */
    async reminders(limit: number): Promise<WaitingLetter[]> {
      return (await table.list('REMINDERS', { limit })).map((row) => WaitingLetter.parse(row))
    },

    async wasReminded(address: string, date: string): Promise<boolean> {
      return (await table.get(remindedKey(address, date))) !== undefined
    },

    /** One letter a person and day: the letter, if there is a new one, what it gathers, and that the day is used. */
    async gather(
      date: string,
      { before, after, digest }: { before: WaitingLetter[]; after: WaitingLetter[]; digest: Write[] },
    ): Promise<boolean> {
      try {
        await table.transact([
          {
            put: {
              ...remindedKey(before[0]!.to, date),
              ttl: Math.floor(Date.parse(date) / 1000) + 7 * 86_400,
            },
            when: absent,
          },
          ...after.flatMap((letter, at): Write[] => [
            { put: headRow(letter), when: unchanged(before[at]!) },
            ...(letter.state === 'waiting' ? [] : [{ remove: wordsKey(letter.messageId) }]),
          ]),
          ...digest,
        ])
        return true
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return false
      }
    },

    /** @throws Error when the words are gone, or sealed with a key that is no longer kept */
    async wordsOf(messageId: string): Promise<Letter> {
      const { sealed } = Words.parse(await table.get(wordsKey(messageId)))
      return atSite(JSON.parse(await cipher.open(sealed, messageId)) as Letter, publicUrl)
    },

    /** False when another hand was here first. */
    async move(before: WaitingLetter, after: WaitingLetter, also: Write[] = []): Promise<boolean> {
      try {
        await table.transact([
          { put: headRow(after), when: unchanged(before) },
          ...(after.state === 'waiting' ? [] : [{ remove: wordsKey(after.messageId) }]),
          ...also,
        ])
        return true
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return false
      }
    },

    /** What a letter that came back says of its mailbox. */
    async returnedWrite(address: string, said: string, at: string): Promise<Write> {
      const row = await table.get(mailboxKey(address))
      const before = row && ReturningMailbox.parse(row)
      const now: ReturningMailbox = {
        address: address.toLowerCase(),
        since: before?.since ?? at,
        lastAt: at,
        letters: (before?.letters ?? 0) + 1,
        said,
      }
      return {
        put: { ...now, ...mailboxKey(address), gsi1pk: 'RETURNING-MAILBOXES', gsi1sk: now.address },
      }
    },

    takenWrite: (address: string): Write => ({ remove: mailboxKey(address) }),
  }
}
export type OutboxStore = ReturnType<typeof outboxStore>

/** Mailboxes that refuse mail for good, for whoever shows a person; a changed address is another mailbox. */
export function returningMailboxes(table: Table) {
  return {
    async ofAddress(address: string): Promise<ReturningMailbox | undefined> {
      const row = await table.get(mailboxKey(address))
      return row && ReturningMailbox.parse(row)
    },
    async all(): Promise<ReturningMailbox[]> {
      const rows = await table.list('RETURNING-MAILBOXES', { limit: 1_000 })
      return rows.map((row) => ReturningMailbox.parse(row))
    },
  }
}
export type ReturningMailboxes = ReturnType<typeof returningMailboxes>

/** Letters that did not arrive, or that wait for longer than a mail server takes; at most a hundred of each. */
export const troubledLetters =
  (table: Table) =>
  async (since: string): Promise<WaitingLetter[]> => {
    const lists = await Promise.all([
      table.list('OUTBOX', { limit: 100 }),
      ...(['unknown', 'refused', 'expired'] as const).map((state) =>
        table.list(`${letterPrefix}${state}`, { from: since, limit: 100 }),
      ),
    ])
    return (
      lists
        .flat()
        .map((row) => WaitingLetter.parse(row))
        // A robot that refuses stands in a list of its own; its letters went by mail.
        .filter(({ state, attempts, way }) => way === undefined && (state !== 'waiting' || attempts > 1))
    )
  }
