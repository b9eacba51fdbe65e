import { sha256 } from '../platform/ids'
import type { Bucket } from '../platform/bucket'
import { measure } from '../platform/log'
import { ConditionFailed, type Write } from '../platform/table'
import type { Happened } from '../ledger/event'
import { isCanary } from '../submission/canary'
import type { Media } from '../submission/media'
import { lateWrite, verdictWrite, type Submissions } from '../submission/store'
import type { Derivative } from '../submission/submission'
import { bucketReader } from './bucket-reader'
import type { Judgement } from './judge-media'
import { copyKey, placeOf, previewKey } from './place'
import type { RangeReader } from './range-reader'

/** What S3 says of a new object; `sequencer` orders the events of one key (aws.md 3.4). */
export interface ObjectCreated {
  key: string
  versionId: string
  etag: string
  bytes: number
  sequencer: string
}

interface Needs {
  submissions: Submissions
  bucket: Bucket
  judge(upload: { reader: RangeReader; media: Media }): Promise<Judgement>
  /** pictures only: what readers get of it, made once, so that what is approved is what is sent */
  publicCopy?: (picture: Uint8Array) => Promise<Uint8Array>
  /** videos only: whoever uploaded for an hour may have left before the verdict; the letter's rows */
  tellRefused?: (media: Media) => Promise<Write[]>
}

/** Sequencers are hex of varying length: compared right-padded. */
const isOlder = (a: string, b: string) => {
  const width = Math.max(a.length, b.length)
  return a.padEnd(width, '0') <= b.padEnd(width, '0')
}

/** Other verdicts on the same file that may come while this one is found; the fourth is worth seeing. */
const tries = 4

/**
 * Article 10.2 at storage and acceptance: judges the very version the event names and pins it; the verdict, its ledger
 * event and its letter are one transaction. Twice or out of order is harmless. An accepted file stays what it is, as
 * the preview that people look at and the bytes that are sent: what the same form brings in later, or after the
 * submission left its author's hands, changes nothing and is told in the ledger.
 */
export const judgeUpload =
  (needs: Needs) =>
  async (object: ObjectCreated): Promise<'accepted' | 'refused' | 'ignored' | 'late'> => {
    const place = placeOf(object.key)
    for (let attempt = 1; place; attempt++) {
      const media = await needs.submissions.mediaWithId(place.submissionId, place.mediaId)
      if (!media || media.versionId === object.versionId) return 'ignored'
      if (media.state === 'accepted') return tellLate(needs.submissions, media, object)
      if (media.sequencer && isOlder(object.sequencer, media.sequencer)) return 'ignored'
      try {
        return await judged(needs, media, object)
      } catch (error) {
        // Another verdict was saved, or the file removed, while we read: looked at again.
        if (!(error instanceof ConditionFailed) || attempt === tries) throw error
      }
    }
    return 'ignored'
  }

async function judged(
  { submissions, bucket, judge, publicCopy, tellRefused }: Needs,
  media: Media,
  object: ObjectCreated,
): Promise<'accepted' | 'refused' | 'late'> {
  const pinned = { key: object.key, versionId: object.versionId }
  const judgement = await judge({ reader: bucketReader(bucket, { ...pinned, bytes: object.bytes }), media })
  const whole =
    media.kind === 'picture' && judgement.verdict === 'accepted' ? await bucket.read(pinned) : undefined
  const place = [media.submissionId, media.id] as const
  const small = judgement.preview && (await kept(bucket, previewKey(...place), judgement.preview))
  const copy = whole && publicCopy && (await kept(bucket, copyKey(...place), await publicCopy(whole)))
  const next: Media = {
    ...media,
    state: judgement.verdict,
    versionId: object.versionId,
    etag: object.etag,
    // S3's digest covers every part; the whole of a 500 MB video is never read (docs/decisions).
    checksum: whole ? `sha256:${sha256(whole)}` : `etag:${object.etag.replaceAll('"', '')}`,
    sequencer: object.sequencer,
    findings: judgement.findings,
    facts: { ...judgement.facts, bytes: object.bytes },
    ...(small && { preview: small }),
    ...(copy && { copy }),
  }
  // Nothing will use it: the bucket forgets it (resources/buckets.yml).
  if (next.state === 'refused') await bucket.tag({ ...pinned, tags: { verdict: 'refused' } })
  const letter = next.state === 'refused' ? ((await tellRefused?.(next)) ?? []) : []
  let saved = false
  await submissions.change(media.submissionId, (submission) => {
    // A first verdict may come after submitting: nothing that was submitted used the file.
    saved = media.versionId === undefined || submission.state === 'draft'
    if (!saved) return undefined
    return {
      submission,
      happened: verdictOn(next),
      writes: [verdictWrite(next, media, submission), ...letter],
    }
  })
  if (!saved) return tellLate(submissions, media, object)
  if (!isCanary(media.submissionId))
    measure(judgement.verdict === 'accepted' ? 'MediaAccepted' : 'MediaRefused', 1)
  return judgement.verdict
}

async function kept(bucket: Bucket, key: string, body: Uint8Array): Promise<Derivative> {
  const { versionId } = await bucket.write({ key, body, contentType: 'image/jpeg' })
  return { key, versionId, bytes: body.length, checksum: `sha256:${sha256(body)}` }
}

/** The verdict in the ledger. */
const verdictOn = (media: Media): Happened => ({
  by: 'system',
  type: media.state === 'accepted' ? 'MediaAccepted' : 'MediaRefused',
  facts: {
    mediaId: media.id,
    fileName: media.fileName,
    versionId: media.versionId,
    checksum: media.checksum,
    rules: media.findings.filter(({ severity }) => severity === 'refuse').map(({ rule }) => rule),
  },
})

/** Once for each object: somebody put another file where one was accepted or submitted, and it was not taken. */
async function tellLate(submissions: Submissions, media: Media, object: ObjectCreated): Promise<'late'> {
  const { id, fileName, submissionId, versionId } = media
  try {
    await submissions.change(submissionId, (submission) => ({
      submission,
      happened: {
        by: 'system',
        type: 'MediaLate',
        facts: { mediaId: id, fileName, versionId: object.versionId, bytes: object.bytes, kept: versionId },
      },
      writes: [lateWrite(media, object.versionId)],
    }))
    measure('MediaLate', 1)
  } catch (error) {
    if (!(error instanceof ConditionFailed && error.row?.['versionId'] === object.versionId)) throw error
  }
  return 'late'
}
