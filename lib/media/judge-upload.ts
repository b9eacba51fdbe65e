import { sha256 } from '../platform/ids'
import type { Bucket } from '../platform/bucket'
import { measure } from '../platform/log'
import { ConditionFailed } from '../platform/table'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { bucketReader } from './bucket-reader'
import type { Judgement } from './judge-media'
import { placeOf, previewKey } from './place'
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
  /** videos only: whoever uploaded for an hour may have left before the verdict */
  tellRefused?: (media: Media) => Promise<void>
}

/** Sequencers are hex of varying length: compared right-padded. */
const isOlder = (a: string, b: string) => {
  const width = Math.max(a.length, b.length)
  return a.padEnd(width, '0') <= b.padEnd(width, '0')
}

/**
 * Article 10.2 at storage and acceptance: judges the very version the event names and pins it. Twice or out of
 * order is harmless: an older event of the same key never replaces a newer verdict.
 */
export const judgeUpload =
  ({ submissions, bucket, judge, tellRefused }: Needs) =>
  async (object: ObjectCreated): Promise<'accepted' | 'refused' | 'ignored'> => {
    const place = placeOf(object.key)
    const media = place && (await submissions.mediaWithId(place.submissionId, place.mediaId))
    if (!media) return 'ignored'
    if (media.sequencer && isOlder(object.sequencer, media.sequencer)) return 'ignored'
    // A form stays valid for minutes after submitting: what it still brings in changes nothing that was submitted.
    if (media.sequencer && (await submissions.withId(media.submissionId)).state !== 'draft') return 'ignored'

    const pinned = { key: object.key, versionId: object.versionId }
    const judgement = await judge({ reader: bucketReader(bucket, { ...pinned, bytes: object.bytes }), media })
    const whole =
      media.kind === 'picture' && judgement.verdict === 'accepted' ? await bucket.read(pinned) : undefined
    const small = judgement.preview && (await keptPreview(bucket, media, judgement.preview))
    const judged: Media = {
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
    }
    // The letter first, then the record: a crash between repeats it under its old Message-ID, never loses it.
    if (judged.state === 'refused') await tellRefused?.(judged)
    try {
      await submissions.saveMedia(judged, { sequencer: media.sequencer })
    } catch (error) {
      // The same event, or a newer one, was judged while we read: that verdict stands.
      if (error instanceof ConditionFailed) return 'ignored'
      throw error
    }
    await tell(submissions, judged)
    measure(judgement.verdict === 'accepted' ? 'MediaAccepted' : 'MediaRefused', 1)
    return judgement.verdict
  }

async function keptPreview(bucket: Bucket, media: Media, bytes: Uint8Array): Promise<Media['preview']> {
  const written = await bucket.write({
    key: previewKey(media.submissionId, media.id),
    body: bytes,
    contentType: 'image/jpeg',
  })
  return { key: written.key, versionId: written.versionId, bytes: bytes.length }
}

/** The verdict in the ledger. */
const tell = (submissions: Submissions, media: Media): Promise<Submission> =>
  submissions.change(media.submissionId, (submission) => ({
    submission,
    happened: {
      by: 'system',
      type: media.state === 'accepted' ? 'MediaAccepted' : 'MediaRefused',
      facts: {
        mediaId: media.id,
        fileName: media.fileName,
        versionId: media.versionId,
        checksum: media.checksum,
        rules: media.findings
          .filter((finding) => finding.severity === 'refuse')
          .map((finding) => finding.rule),
      },
    },
  }))
