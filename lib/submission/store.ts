import * as z from 'zod'
import { chainedStore } from '../matter/chained'
import type { Happened } from '../ledger/event'
import { soon, watchWrite as watched } from '../matter/watch'
import type { Clock } from '../platform/clock'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { sha256 } from '../platform/ids'
import {
  absent,
  ConditionFailed,
  unlessMoved,
  type Condition,
  type Row,
  type Table,
  type Write,
} from '../platform/table'
import { Card, cardOf, Pooled, pooledOf } from './card'
import { Media } from './media'
import { Rendition, renditionPlace, renditionText as textOf } from './rendition'
import { hasEnded, Submission, waitsFor } from './submission'

/** What a rule decided: the new submission, what to write in the ledger, and rows that belong to the same moment. */
export interface Change {
  submission: Submission
  happened: Happened
  writes?: Write[]
}

export const submissionPk = (id: string) => `SUB#${id}`
const headKey = (id: string) => ({ pk: submissionPk(id), sk: 'HEAD' })
const padded = (n: number, width: number) => String(n).padStart(width, '0')
const versionKey = (id: string, version: number) => ({
  pk: submissionPk(id),
  sk: `VERSION#${padded(version, 4)}`,
})
const mediaKey = (id: string, mediaId: string) => ({ pk: submissionPk(id), sk: `MEDIA#${mediaId}` })

/** The frozen copy of a submitted version. */
export const versionWrite = (submission: Submission): Write => ({
  put: {
    ...versionKey(submission.id, submission.version),
    version: submission.version,
    content: submission.content,
    contentHash: submission.contentHash,
    pins: submission.pins,
    ...(submission.renditionHash && { renditionHash: submission.renditionHash }),
    statement: submission.statement,
    policyVersion: submission.policyVersion,
    wordList: submission.wordList,
    route: submission.route,
    ...(submission.removes && { removes: submission.removes }),
  },
})

/** A verdict on a file, unless another was saved or the file removed since `seen`: events may come out of order. */
export const verdictWrite = (
  media: Media,
  seen: Pick<Media, 'sequencer'>,
  { unitId }: Pick<Submission, 'unitId'>,
): Write => ({
  put: {
    ...media,
    ...mediaKey(media.submissionId, media.id),
    ...(media.state === 'accepted' && {
      gsi1pk: unitLibrary(unitId),
      gsi1sk: `${media.createdAt}#${media.id}`,
    }),
  },
  when: {
    expression: `attribute_exists(pk) AND ${seen.sequencer === undefined ? 'attribute_not_exists(sequencer)' : 'sequencer = :seen'}`,
    ...(seen.sequencer !== undefined && { values: { ':seen': seen.sequencer } }),
  },
})

/** An object that came too late to be taken, noted once. */
export const lateWrite = (
  { submissionId, id }: Pick<Media, 'submissionId' | 'id'>,
  versionId: string,
): Write => ({
  put: { pk: submissionPk(submissionId), sk: `LATE#${id}#${versionId}`, versionId },
  when: absent,
})

const renditionKey = (id: string, version: number) => ({
  pk: submissionPk(id),
  sk: `RENDITION#${padded(version, 4)}`,
})

/** What readers get of a submitted version, byte for byte as it was hashed. */
export const renditionWrite = ({ id, version }: Submission, rendition: Rendition): Write => ({
  put: { ...renditionKey(id, version), version, text: textOf(rendition) },
})

/** What the machine has to follow up: started, woken or gone on by a minute from now, or the watch does it. */
export const watchWrite = (id: string, now: Date, dueAt = soon(now)): Write =>
  watched(submissionPk(id), { kind: 'approval', id }, dueAt)

/** The wait in the editor's pool, beside that of the machine. */
export const poolWatchWrite = (id: string, dueAt: Date): Write =>
  watched(submissionPk(id), { kind: 'pool', id, part: 'pool' }, dueAt)

/** An upload under way: a verdict that has not come by then is asked for. */
const mediaWatchWrite = ({ submissionId, id }: Media, lookAt: Date): Write =>
  watched(submissionPk(submissionId), { kind: 'media', id: submissionId, part: id }, lookAt)

/** The editor's pool (approved, not yet in an edition), oldest approval first; the row says what the pool shows. */
export const poolWrite = (
  submission: Submission,
  channel: 'wechat' | 'weibo',
  approvedAt: string,
): Write => ({
  put: {
    pk: submissionPk(submission.id),
    sk: `POOL#${channel}`,
    ...pooledOf(submission, approvedAt),
    gsi1pk: `POOL#${channel}`,
    gsi1sk: approvedAt,
  },
})
export const unpoolWrite = (submissionId: string, channel: 'wechat' | 'weibo'): Write => ({
  remove: { pk: submissionPk(submissionId), sk: `POOL#${channel}` },
})

/** Which edition took it out of the pool last; its row changes with every composing. */
export const Taken = z.object({ date: z.string(), at: z.string() })
export type Taken = z.infer<typeof Taken>
const takenKey = (id: string) => ({ pk: submissionPk(id), sk: 'TAKEN' })

/**
 * An edition that is composed takes its articles in the same moment: of an article's end in the pool and its edition one
 * is first. `seen` is the article as the editor chose it.
 */
export const takenWrites = (seen: Pick<Submission, 'id' | 'revision'>, taken: Taken): Write[] => [
  {
    check: headKey(seen.id),
    when: {
      expression: '#revision = :seen',
      names: { '#revision': 'revision' },
      values: { ':seen': seen.revision },
    },
  },
  { put: { ...takenKey(seen.id), ...taken } },
]

/** No edition has taken it since. */
export const notTakenCheck = (id: string, seen: Taken | undefined): Write => ({
  check: takenKey(id),
  when: seen ? { expression: '#at = :at', names: { '#at': 'at' }, values: { ':at': seen.at } } : absent,
})

const deliveredKey = (id: string) => ({ pk: submissionPk(id), sk: 'DELIVERED' })

/**
 * Article 4: what a unit has delivered, by the time its first version was submitted; a version sent back and mended is
 * the same delivery, one withdrawn is none.
 */
export const deliveredWrite = ({ id, unitId, officerId, content }: Submission, at: Date): Write => ({
  put: {
    ...deliveredKey(id),
    submissionId: id,
    officerId,
    title: content.title,
    gsi1pk: `UNIT#${unitId}#DELIVERED`,
    gsi1sk: at.toISOString(),
  },
})
export const undeliveredWrite = (id: string): Write => ({ remove: deliveredKey(id) })

/** Article 7, invariant 1: at that very moment this version, with this content, is what a post was released for, and nobody has ordered it away. */
export const releasedCheck = (
  submissionId: string,
  { version, contentHash, postId }: { version: number; contentHash: string; postId: string },
): Write => ({
  check: headKey(submissionId),
  when: {
    expression:
      '#version = :version AND contentHash = :hash AND postId = :post AND attribute_not_exists(removal.ordered)',
    names: { '#version': 'version' },
    values: { ':version': version, ':hash': contentHash, ':post': postId },
  },
})

/** Letters that follow an end are in the bundle too: it is sealed that long after. */
const sealsAfterMs = 60_000
const archiveDueKey = (id: string) => ({ pk: submissionPk(id), sk: 'ARCHIVE-DUE' })

const endedKey = (id: string) => ({ pk: submissionPk(id), sk: 'ENDED' })

const dueWrites = ({ head, seq }: Pick<ArchiveDue, 'head' | 'seq'>, at: Date, when?: Condition): Write[] => [
  {
    put: {
      ...archiveDueKey(head.id),
      seq,
      submissionId: head.id,
      gsi1pk: 'ARCHIVE-DUE',
      gsi1sk: at.toISOString(),
    },
    ...(when && { when }),
  },
  { put: { ...endedKey(head.id), seq, head } },
]

/**
 * Article 11: an end, and every change after it, is owed to the archive. The submission is kept as it stood, so that what
 * is sealed is that moment, also when the officer revises meanwhile; a later end takes its place.
 */
const archiveDueWrites = (head: Submission): Write[] =>
  hasEnded(head)
    ? dueWrites({ head, seq: head.chain.seq }, new Date(Date.parse(head.updatedAt) + sealsAfterMs))
    : []

/** A version as it was submitted, with what was signed. */
export const SubmittedVersion = Submission.pick({
  version: true,
  content: true,
  contentHash: true,
  pins: true,
  renditionHash: true,
  statement: true,
  policyVersion: true,
  route: true,
  removes: true,
})
export type SubmittedVersion = z.infer<typeof SubmittedVersion>

/** What is owed to the archive: the submission as it stood when it ended, with `seq` events in its ledger. */
export const ArchiveDue = z.object({ seq: z.number().int(), head: Submission, gsi1sk: z.string() })
export type ArchiveDue = z.infer<typeof ArchiveDue>

/** An article or post as its platform gave it back, kept for the archive (article 11). */
export const ReadBack = z.object({
  channel: z.enum(['wechat', 'weibo']),
  /** the platform's own id of what was read, e.g. a draft's `media_id` */
  ref: z.string(),
  at: z.iso.datetime(),
  content: z.record(z.string(), z.unknown()),
})
export type ReadBack = z.infer<typeof ReadBack>

const DeliveredItem = z.object({
  submissionId: z.string(),
  officerId: z.string().optional(),
  at: z.iso.datetime(),
})
type DeliveredItem = z.infer<typeof DeliveredItem>

const notFound = () => new Refusal('NotFound', { zh: '没有这篇稿件', en: 'there is no such submission' })

type Rendered = Pick<Submission, 'id' | 'version' | 'removes' | 'renditionHash'>

const renditionChanged = ({ id, version }: Pick<Submission, 'id' | 'version'>) =>
  new Refusal(
    'ContentChanged',
    {
      zh: '送审时定稿的版面读不到或与送审时不一致，已停止；请联系管理员',
      en: 'what was fixed when this was submitted cannot be read, or is not the same any more; stopped, call the administrator',
    },
    { facts: { submissionId: id, version } },
  )

const stillAtSeq = (seq: number) => ({ expression: 'seq = :seq', values: { ':seq': seq } })

/** A line of a list; an earlier version listed the whole head. */
const listedCard = (row: Row): Card => (row.sk === 'HEAD' ? cardOf(Submission.parse(row)) : Card.parse(row))

const unitList = (unitId: string) => `UNIT#${unitId}#SUBMISSIONS`

const unitLibrary = (unitId: string) => `UNIT#${unitId}#MEDIA`

/** Submissions with their versions, media and ledger: one partition each (docs/table.md). */
export function submissionStore(table: Table, clock: Clock) {
  const chained = chainedStore<Submission>({
    table,
    clock,
    pk: submissionPk,
    parse: (row) => Submission.parse(row),
    idOf: ({ id }) => id,
    place: ({ id, unitId, updatedAt }) => ({ gsi1pk: unitList(unitId), gsi1sk: `${updatedAt}#${id}` }),
    missing: notFound,
    apart: { long: ['content'], card: cardOf },
    alsoWrites: (before, next) => [
      ...archiveDueWrites(next),
      // Whatever brought it into the pool, or back: its wait has an end.
      ...(before && waitsFor(before).length === 0 && waitsFor(next).length > 0
        ? [poolWatchWrite(next.id, soon(clock.now()))]
        : []),
    ],
  })

  /** The end it reached has one moment; whoever begins a next version has none. */
  const dated = (next: Submission): Submission => ({
    ...next,
    endedAt: hasEnded(next) ? (next.endedAt ?? clock.now().toISOString()) : undefined,
  })

  /** As a list shows it, without its text. */
  const card = async (id: string): Promise<Card> => {
    const row = await table.get({ pk: submissionPk(id), sk: 'PLACE' })
    return row ? Card.parse(row) : cardOf(await chained.withId(id))
  }

  /** An earlier version kept no more than the id in the pool. */
  const pooled = async (row: Row): Promise<Pooled> =>
    row['submissionId'] === undefined
      ? Pooled.parse(row)
      : pooledOf(await chained.withId(String(row['submissionId'])), String(row['gsi1sk']))

  /** The bytes of a version's rendition, proven to be those that were hashed. */
  const renditionText = async (of: Rendered): Promise<string | undefined> => {
    if (of.renditionHash === undefined) return undefined
    const { id, version } = renditionPlace(of)
    const text = (await table.get(renditionKey(id, version)))?.['text']
    if (typeof text !== 'string' || sha256(text) !== of.renditionHash) throw renditionChanged(of)
    return text
  }

  return {
    withId: chained.withId,
    ledger: chained.ledger,
    card,

    /** Creates once: a repeat with the same id answers what is there. */
    create: (submission: Submission, happened: Happened): Promise<Submission> =>
      chained.create({ next: submission, happened }),

    /** The rows of a submission that begins in the same moment as something else, e.g. as a removal with its target's note. */
    beginning: (submission: Submission, happened: Happened): Write[] =>
      chained.writesOf(undefined, { next: submission, happened }).writes,

    /**
     * Loads, lets the rule decide, saves head and ledger event together; decides again on what another hand
     * has just written. `undefined` from the rule means nothing is to change.
     */
    change: (id: string, decide: (submission: Submission) => Change | undefined): Promise<Submission> =>
      chained.change(id, (before) => {
        const change = decide(before)
        return change && { ...change, next: dated(change.submission) }
      }),

    /** A version as it was submitted. */
    async submitted(
      id: string,
      version: number,
    ): Promise<Pick<Submission, 'content' | 'pins' | 'renditionHash'> | undefined> {
      const row = await table.get(versionKey(id, version))
      return row && Submission.pick({ content: true, pins: true, renditionHash: true }).parse(row)
    },

    renditionText,

    /**
     * What readers get of a version; undefined where it was submitted before there were renditions.
     * @throws Refusal `ContentChanged` when it is gone, or not what was hashed
     */
    async rendition(of: Rendered): Promise<Rendition | undefined> {
      const text = await renditionText(of)
      return text === undefined ? undefined : Rendition.parse(JSON.parse(text))
    },

    /** Of these units, changed last first, between two instants; `fits` passes over what is not looked for. */
    async ofUnits(
      unitIds: string[],
      { fits, ...ask }: Paging & { from?: string; to?: string; fits?: (card: Card) => boolean } = {},
    ): Promise<Page<Card>> {
      const rows = await pageOf(table, unitIds.map(unitList), {
        ...ask,
        newestFirst: true,
        ...(fits && { fits: (row) => fits(listedCard(row)) }),
      })
      return mapPage(rows, listedCard)
    },

    /** What waits for the editor, oldest approval first; nothing that was taken a moment ago. */
    async pool(channel: 'wechat' | 'weibo', paging: Paging = {}): Promise<Page<Pooled>> {
      const { items, next } = await pageOf(table, `POOL#${channel}`, { ...paging, standing: true })
      return { items: await Promise.all(items.map(pooled)), ...(next !== undefined && { next }) }
    },

    /** Which edition took it last, if any did. */
    async taken(id: string): Promise<Taken | undefined> {
      const row = await table.get(takenKey(id))
      return row && Taken.parse(row)
    },

    /** How many submissions a unit delivered between two instants, both inclusive; at most `limit` are counted. */
    async delivered(unitId: string, span: { from: string; to: string }, limit = 200): Promise<number> {
      return (await table.list(`UNIT#${unitId}#DELIVERED`, { ...span, limit })).length
    },

    /** What a unit delivered between two instants, both inclusive; rows of earlier versions do not say who. */
    async deliveredIn(unitId: string, span: { from: string; to: string }): Promise<DeliveredItem[]> {
      const rows = await table.list(`UNIT#${unitId}#DELIVERED`, { ...span, limit: Infinity })
      return rows.map((row) => DeliveredItem.parse({ ...row, at: row['gsi1sk'] }))
    },

    /** What is owed to the archive and due, longest first; at most `limit`. */
    async archiveDue(now: Date, limit: number): Promise<ArchiveDue[]> {
      const rows = await table.list('ARCHIVE-DUE', { to: now.toISOString(), limit })
      const dues = await Promise.all(
        rows.map(async (row) => {
          // An earlier version kept the submission in this very row.
          const ended = row['head'] ? row : await table.get(endedKey(String(row['submissionId'])))
          // A later end has taken its place since the list was made.
          return ended?.['seq'] === row['seq'] ? [ArchiveDue.parse({ ...row, head: ended?.['head'] })] : []
        }),
      )
      return dues.flat()
    },

    /** Sealed: the debt is gone, unless a later change has made a new one. */
    async archived({ head, seq }: ArchiveDue): Promise<void> {
      const due = { remove: archiveDueKey(head.id), when: stillAtSeq(seq) }
      await unlessMoved(table.transact([due, { remove: endedKey(head.id) }]))
    },

    /** Tried again at `at`: one bundle that cannot be sealed does not stand in the way of the others. */
    async postponeArchive({ head, seq }: ArchiveDue, at: Date): Promise<void> {
      await unlessMoved(table.transact(dueWrites({ head, seq }, at, stillAtSeq(seq))))
    },

    /** Every version that was submitted, oldest first. */
    async versions(id: string): Promise<SubmittedVersion[]> {
      const rows = await table.partition(submissionPk(id), 'VERSION#')
      return rows.map((row) => SubmittedVersion.parse(row))
    },

    /** Keeps what a platform gave back; the newest of a channel stands. */
    async keepReadBack(id: string, readBack: ReadBack): Promise<void> {
      await table.put({ ...readBack, pk: submissionPk(id), sk: `READBACK#${readBack.channel}` })
    },

    async readBacks(id: string): Promise<ReadBack[]> {
      return (await table.partition(submissionPk(id), 'READBACK#')).map((row) => ReadBack.parse(row))
    },

    async media(id: string): Promise<Media[]> {
      return (await table.partition(submissionPk(id), 'MEDIA#')).map((row) => Media.parse(row))
    },

    /** Accepted files of a unit's articles, newest first; `fits` passes over what is not looked for. */
    async library(
      unitId: string,
      { fits, ...paging }: Paging & { fits: (media: Media) => boolean },
    ): Promise<Page<Media>> {
      const rows = await pageOf(table, unitLibrary(unitId), {
        ...paging,
        newestFirst: true,
        fits: (row) => fits(Media.parse(row)),
      })
      return mapPage(rows, (row) => Media.parse(row))
    },

    async mediaWithId(id: string, mediaId: string): Promise<Media | undefined> {
      const row = await table.get(mediaKey(id, mediaId))
      return row && Media.parse(row)
    },

    /** One file's row when its upload begins; looked for at `lookAt` should its verdict not have come. */
    async saveMedia(media: Media, lookAt = soon(clock.now())): Promise<void> {
      await table.transact([
        { put: { ...media, ...mediaKey(media.submissionId, media.id) } },
        mediaWatchWrite(media, lookAt),
      ])
    },

    /** Its bytes are there and no verdict yet; gives the row as it then stands. */
    async markChecking(media: Media): Promise<Media> {
      const key = mediaKey(media.submissionId, media.id)
      const checking: Media = { ...media, state: 'checking' }
      const when = {
        expression: '#state = :uploading',
        names: { '#state': 'state' },
        values: { ':uploading': 'uploading' },
      }
      try {
        await table.transact([
          { put: { ...checking, ...key }, when },
          mediaWatchWrite(media, soon(clock.now())),
        ])
        return checking
      } catch (error) {
        // The verdict was faster, or the file was removed.
        if (!(error instanceof ConditionFailed)) throw error
        return error.row ? Media.parse(error.row) : media
      }
    },

    async removeMedia(id: string, mediaId: string): Promise<void> {
      await table.remove(mediaKey(id, mediaId))
    },
  }
}

export type Submissions = ReturnType<typeof submissionStore>
