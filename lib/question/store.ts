import * as z from 'zod'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { AskHead, type Ask, type AskKind, type Due } from './ask'

/** What every link of a mail has, whatever is decided behind it; found by the hash of its token (invariant 4). */
export const LinkHead = z.looseObject({
  linkHash: z.string(),
  /** whose room opens it; the first links did not say */
  about: z.string().default('submission'),
  personId: z.string(),
  /** single use: a link mailed anew has the next round, and the one before is void */
  round: z.number(),
  /** codes tried so far */
  attempts: z.number(),
  /** given out by the portal: `linkHash` is that of the mailed link, whose attempts count, and a refusal takes the code too */
  fromPortal: z.literal(true).optional(),
})
export type LinkHead = z.infer<typeof LinkHead>

const linkKey = (hash: string) => ({ pk: `LINK#${hash}`, sk: 'HEAD' })
const askKey = <At extends object, F extends At & Due>(kind: AskKind<At, F>, ask: Ask<F>) => {
  const { pk, prefix } = kind.home(ask)
  return { pk, sk: `${prefix}${ask.personId}` }
}

const openRow = <At extends object, F extends At & Due>(kind: AskKind<At, F>, ask: Ask<F>): Row => ({
  ...(ask as object),
  ...askKey(kind, ask),
  ...(ask.deadline && { gsi1pk: kind.list(ask.personId), gsi1sk: ask.deadline }),
})

/** Where the link leads; nothing tried yet. */
const linkRow = <At extends object, F extends At & Due>(kind: AskKind<At, F>, ask: Ask<F>): Row => {
  const { linkHash, personId, round } = ask
  const link: LinkHead = { about: kind.about, linkHash, personId, round, attempts: 0 }
  return { ...kind.At.parse(ask), ...link, ...linkKey(linkHash) }
}

/** An ask, its place in the person's queue and its link, in one moment. */
export const askWrites = <At extends object, F extends At & Due>(
  kind: AskKind<At, F>,
  ask: Ask<F>,
): Write[] => [{ put: openRow(kind, ask) }, { put: linkRow(kind, ask) }]

/** A second address of an ask's link, found by the hash of its own token; what is tried there counts for the mailed one. */
const portalLinkWrite = <At extends object, F extends At & Due>(
  kind: AskKind<At, F>,
  ask: Ask<F>,
  hash: string,
): Write => ({ put: { ...linkRow(kind, ask), fromPortal: true, ...linkKey(hash) } })

/** Takes answered, closed or moved asks out of their person's queue; the rows stay for the archive. */
export const settledWrites = <At extends object, F extends At & Due>(
  kind: AskKind<At, F>,
  asks: Ask<F>[],
): Write[] => asks.map((ask) => ({ put: { ...(ask as object), ...askKey(kind, ask) } }))

/** Asks and links of all rooms; keys in docs/table.md. */
export function askStore(table: Table) {
  const read = <At extends object, F extends At & Due>(kind: AskKind<At, F>, row: Row): Ask<F> => ({
    ...kind.Fields.parse(row),
    ...AskHead.parse(row),
  })
  return {
    async link(hash: string): Promise<LinkHead | undefined> {
      const row = await table.get(linkKey(hash))
      return row && LinkHead.safeParse(row).data
    },

    /** Counts an attempt before the code is looked at; returns how many there were. */
    attempt: (hash: string): Promise<number> => table.increment(linkKey(hash), 'attempts', 1),

    async of<At extends object, F extends At & Due>(kind: AskKind<At, F>, at: At): Promise<Ask<F>[]> {
      const { pk, prefix } = kind.home(at)
      return (await table.partition(pk, prefix)).map((row) => read(kind, row))
    },

    /** An ask with its link, unless this round of this person stands already or was handed over; answers what stands. */
    async ask<At extends object, F extends At & Due>(kind: AskKind<At, F>, ask: Ask<F>): Promise<Ask<F>> {
      const when = {
        expression: 'attribute_not_exists(pk) OR (#round < :round AND attribute_not_exists(endedAt))',
        names: { '#round': 'round' },
        values: { ':round': ask.round },
      }
      try {
        await table.transact([{ put: openRow(kind, ask), when }, { put: linkRow(kind, ask) }])
        return ask
      } catch (error) {
        if (!(error instanceof ConditionFailed) || !error.row) throw error
        return read(kind, error.row)
      }
    },

    /** What waits for this person, nearest deadline first; nothing that was answered a moment ago. */
    async waitingFor<At extends object, F extends At & Due>(
      kind: AskKind<At, F>,
      personId: string,
      paging: Paging = {},
    ): Promise<Page<Ask<F>>> {
      return mapPage(await pageOf(table, kind.list(personId), { ...paging, standing: true }), (row) =>
        read(kind, row),
      )
    },

    /** Opens a second address of the link; again, it is the same. */
    openFromPortal: <At extends object, F extends At & Due>(
      kind: AskKind<At, F>,
      ask: Ask<F>,
      hash: string,
    ): Promise<void> => table.transact([portalLinkWrite(kind, ask, hash)]),

    /** The question is looked at by the next run of the watch. */
    watch: <At extends object, F extends At & Due>(kind: AskKind<At, F>, at: At, now: Date): Promise<void> =>
      table.transact([kind.watchWrite(at, now)]),
  }
}

export type Asks = ReturnType<typeof askStore>
