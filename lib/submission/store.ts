import * as z from 'zod'
import { append, LedgerEvent, type Happened } from '../ledger/event'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { Media } from './media'
import { hasEnded, Submission } from './submission'

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
const watchKey = (id: string) => ({ pk: submissionPk(id), sk: 'WATCH' })

const headRow = (submission: Submission): Row => ({
  ...submission,
  ...headKey(submission.id),
  gsi1pk: `UNIT#${submission.unitId}#SUBMISSIONS`,
  gsi1sk: submission.updatedAt,
})

const eventRow = (id: string, event: LedgerEvent): Row => ({
  ...event,
  pk: submissionPk(id),
  sk: `EVENT#${padded(event.seq, 6)}`,
})

/** The frozen copy of a submitted version. */
export const versionWrite = (submission: Submission): Write => ({
  put: {
    ...versionKey(submission.id, submission.version),
    version: submission.version,
    content: submission.content,
    contentHash: submission.contentHash,
    pins: submission.pins,
    statement: submission.statement,
    policyVersion: submission.policyVersion,
    wordList: submission.wordList,
    route: submission.route,
    ...(submission.removes && { removes: submission.removes }),
  },
})

/** A submission that begins in the same moment as something else, e.g. a removal with the note on what it takes down. */
export function beginningWrites(submission: Submission, happened: Happened, at: Date): Write[] {
  const { event, chain } = append(submission.chain, happened, at)
  return [
    { put: headRow({ ...submission, chain, updatedAt: at.toISOString(), revision: 1 }), when: absent },
    { put: eventRow(submission.id, event), when: absent },
  ]
}

/** Stuck-work watch: what should have moved on by `dueAt`; removed by the step that moved it. */
export const watchWrite = (
  submissionId: string,
  what: 'start-approval' | 'deliver-decision',
  dueAt: Date,
): Write => ({
  put: { ...watchKey(submissionId), submissionId, what, gsi1pk: 'WATCH', gsi1sk: dueAt.toISOString() },
})
export const unwatchWrite = (submissionId: string): Write => ({ remove: watchKey(submissionId) })

/** The editor's pool (approved, not yet in an edition), oldest approval first. */
export const poolWrite = (
  submission: Submission,
  channel: 'wechat' | 'weibo',
  approvedAt: string,
): Write => ({
  put: {
    pk: submissionPk(submission.id),
    sk: `POOL#${channel}`,
    submissionId: submission.id,
    gsi1pk: `POOL#${channel}`,
    gsi1sk: approvedAt,
  },
})
export const unpoolWrite = (submissionId: string, channel: 'wechat' | 'weibo'): Write => ({
  remove: { pk: submissionPk(submissionId), sk: `POOL#${channel}` },
})

const deliveredKey = (id: string) => ({ pk: submissionPk(id), sk: 'DELIVERED' })

/**
 * Article 4: what a unit has delivered, by the time its first version was submitted; a version sent back and mended is
 * the same delivery, one withdrawn is none.
 */
export const deliveredWrite = ({ id, unitId, content }: Submission, at: Date): Write => ({
  put: {
    ...deliveredKey(id),
    submissionId: id,
    title: content.title,
    gsi1pk: `UNIT#${unitId}#DELIVERED`,
    gsi1sk: at.toISOString(),
  },
})
export const undeliveredWrite = (id: string): Write => ({ remove: deliveredKey(id) })

/** Article 7, invariant 1: at that very moment this version, with this content, is what a post was released for. */
export const releasedCheck = (
  submissionId: string,
  { version, contentHash, postId }: { version: number; contentHash: string; postId: string },
): Write => ({
  check: headKey(submissionId),
  when: {
    expression: '#version = :version AND contentHash = :hash AND postId = :post',
    names: { '#version': 'version' },
    values: { ':version': version, ':hash': contentHash, ':post': postId },
  },
})

/** Letters that follow an end are in the bundle too: it is sealed that long after. */
const sealsAfterMs = 60_000
const archiveDueKey = (id: string) => ({ pk: submissionPk(id), sk: 'ARCHIVE-DUE' })

/**
 * Article 11: an end, and every change after it, is owed to the archive. The row holds the submission as it stood, so
 * that what is sealed is that moment, also when the officer revises meanwhile; a later end takes its place.
 */
const archiveDueWrites = (submission: Submission, at: Date): Write[] =>
  hasEnded(submission)
    ? [
        {
          put: {
            ...archiveDueKey(submission.id),
            seq: submission.chain.seq,
            head: submission,
            gsi1pk: 'ARCHIVE-DUE',
            gsi1sk: new Date(at.getTime() + sealsAfterMs).toISOString(),
          },
        },
      ]
    : []

/** A version as it was submitted, with what was signed. */
export const SubmittedVersion = Submission.pick({
  version: true,
  content: true,
  contentHash: true,
  pins: true,
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

const notFound = () => new Refusal('NotFound', { zh: '没有这篇稿件', en: 'there is no such submission' })

/** Head and ledger rows move when another hand writes; a guest row that moved is for the caller to look at again. */
const isOwnRow = (row: Row | undefined) =>
  row === undefined || row.sk === 'HEAD' || row.sk.startsWith('EVENT#')

const stillAtSeq = (seq: number) => ({ expression: 'seq = :seq', values: { ':seq': seq } })

async function ifStillDue(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error
  }
}

/** Ten tries at a row many hands touch: the eleventh conflict is a fault worth seeing. */
const tries = 10

/** Submissions with their versions, media and ledger: one partition each (docs/table.md). */
export function submissionStore(table: Table, clock: Clock) {
  const withId = async (id: string): Promise<Submission> => {
    const row = await table.get(headKey(id))
    if (!row) throw notFound()
    return Submission.parse(row)
  }

  const write = async (before: Submission | undefined, change: Change): Promise<Submission> => {
    const at = clock.now()
    const { event, chain } = append(change.submission.chain, change.happened, at)
    const submission: Submission = {
      ...change.submission,
      chain,
      updatedAt: at.toISOString(),
      revision: (before?.revision ?? 0) + 1,
    }
    await table.transact([
      {
        put: headRow(submission),
        when: before
          ? {
              expression: '#revision = :seen',
              names: { '#revision': 'revision' },
              values: { ':seen': before.revision },
            }
          : absent,
      },
      { put: eventRow(submission.id, event), when: absent },
      ...archiveDueWrites(submission, at),
      ...(change.writes ?? []),
    ])
    return submission
  }

  return {
    withId,

    /** Creates once: a repeat with the same id answers what is there. */
    async create(submission: Submission, happened: Happened): Promise<Submission> {
      try {
        return await write(undefined, { submission, happened })
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return withId(submission.id)
      }
    },

    /**
     * Loads, lets the rule decide, saves head and ledger event together; decides again on what another hand
     * has just written. `undefined` from the rule means nothing is to change.
     */
    async change(id: string, decide: (submission: Submission) => Change | undefined): Promise<Submission> {
      for (let attempt = 1; ; attempt++) {
        const before = await withId(id)
        const change = decide(before)
        if (!change) return before
        try {
          return await write(before, change)
        } catch (error) {
          if (!(error instanceof ConditionFailed) || !isOwnRow(error.row) || attempt === tries) throw error
        }
      }
    },

    /** A version as it was submitted. */
    async submitted(id: string, version: number): Promise<Pick<Submission, 'content' | 'pins'> | undefined> {
      const row = await table.get(versionKey(id, version))
      return row && Submission.pick({ content: true, pins: true }).parse(row)
    },

    async ofUnit(unitId: string, limit = 100): Promise<Submission[]> {
      const rows = await table.list(`UNIT#${unitId}#SUBMISSIONS`, { newestFirst: true, limit })
      return rows.map((row) => Submission.parse(row))
    },

    async pool(channel: 'wechat' | 'weibo'): Promise<Submission[]> {
      const rows = await table.list(`POOL#${channel}`)
      return Promise.all(rows.map((row) => withId(String(row['submissionId']))))
    },

    /** How many submissions a unit delivered between two instants, both inclusive; at most `limit` are counted. */
    async delivered(unitId: string, span: { from: string; to: string }, limit = 200): Promise<number> {
      return (await table.list(`UNIT#${unitId}#DELIVERED`, { ...span, limit })).length
    },

    /** What should have moved on before `now` (docs/table.md, WATCH). */
    async stuck(now: Date): Promise<{ submissionId: string; what: string; dueAt: string }[]> {
      const rows = await table.list('WATCH', { to: now.toISOString() })
      return rows.map((row) => ({
        submissionId: String(row['submissionId']),
        what: String(row['what']),
        dueAt: String(row['gsi1sk']),
      }))
    },

    async unwatch(submissionId: string): Promise<void> {
      await table.remove(watchKey(submissionId))
    },

    /** What is owed to the archive and due, longest first; at most `limit`. */
    async archiveDue(now: Date, limit: number): Promise<ArchiveDue[]> {
      const rows = await table.list('ARCHIVE-DUE', { to: now.toISOString(), limit })
      return rows.map((row) => ArchiveDue.parse(row))
    },

    /** Sealed: the debt is gone, unless a later change has made a new one. */
    async archived({ head, seq }: ArchiveDue): Promise<void> {
      await ifStillDue(table.remove(archiveDueKey(head.id), stillAtSeq(seq)))
    },

    /** Tried again at `at`: one bundle that cannot be sealed does not stand in the way of the others. */
    async postponeArchive({ head, seq }: ArchiveDue, at: Date): Promise<void> {
      const row: Row = {
        ...archiveDueKey(head.id),
        seq,
        head,
        gsi1pk: 'ARCHIVE-DUE',
        gsi1sk: at.toISOString(),
      }
      await ifStillDue(table.put(row, stillAtSeq(seq)))
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

    async ledger(id: string): Promise<LedgerEvent[]> {
      return (await table.partition(submissionPk(id), 'EVENT#')).map((row) => LedgerEvent.parse(row))
    },

    async media(id: string): Promise<Media[]> {
      return (await table.partition(submissionPk(id), 'MEDIA#')).map((row) => Media.parse(row))
    },

    async mediaWithId(id: string, mediaId: string): Promise<Media | undefined> {
      const row = await table.get(mediaKey(id, mediaId))
      return row && Media.parse(row)
    },

    /** Saves one file's row; with `seen`, only if its version id is still that one (events may come out of order). */
    async saveMedia(media: Media, seen?: { sequencer: string | undefined }): Promise<void> {
      await table.put(
        { ...media, ...mediaKey(media.submissionId, media.id) },
        seen && {
          expression: seen.sequencer === undefined ? 'attribute_not_exists(sequencer)' : 'sequencer = :seen',
          ...(seen.sequencer !== undefined && { values: { ':seen': seen.sequencer } }),
        },
      )
    },

    async removeMedia(id: string, mediaId: string): Promise<void> {
      await table.remove(mediaKey(id, mediaId))
    },
  }
}

export type Submissions = ReturnType<typeof submissionStore>
