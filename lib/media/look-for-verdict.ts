import { later, type Resume } from '../matter/watch'
import type { Bucket, StoredObject } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'

const minuteMs = 60_000
/** The form of a picture lives 15 minutes; of a video the bucket keeps parts for two days. */
export const ends = { picture: 30 * minuteMs, video: 49 * 60 * minuteMs }
export const looks = { picture: 5 * minuteMs, video: 60 * minuteMs }
/** From then on a verdict that does not come is a fault worth an alarm. */
const patienceMs = 60 * minuteMs

/** When an upload under way is looked at again. */
export const nextLook = ({ kind }: Pick<Media, 'kind'>, now: Date): Date =>
  new Date(now.getTime() + looks[kind])

/** The event of storage, said again; whatever storage itself said later counts more. */
const createdAgain = ({ key, versionId, etag, bytes }: StoredObject) => ({
  detail: { object: { key, size: bytes, etag, 'version-id': versionId, sequencer: '0' } },
})

interface Needs {
  submissions: Pick<Submissions, 'mediaWithId'>
  bucket: Pick<Bucket, 'head'>
  /** has the function that judges this kind told of an object, in its own time */
  tell(kind: Media['kind'], event: unknown): Promise<void>
  clock: Clock
}

/**
 * An upload whose bytes are there and whose verdict is not: its event was lost, or its judge failed. It is judged again by
 * the function that judges; twice is harmless. One that never arrived is let go: its page says so, and takes the file again.
 * @throws Error when an hour of asking brought no verdict, so that the watch sets it aside and alarms
 */
export const lookForVerdict =
  ({ submissions, bucket, tell, clock }: Needs): Resume =>
  async ({ id, part = '' }) => {
    const media = await submissions.mediaWithId(id, part)
    if (!media || media.versionId !== undefined) return undefined
    const now = clock.now()
    const age = now.getTime() - Date.parse(media.createdAt)
    const stored = await bucket.head({ key: media.key })
    if (!stored || stored.versionId === media.replaces)
      return age < ends[media.kind] ? nextLook(media, now) : undefined
    await tell(media.kind, createdAgain(stored))
    if (age > ends[media.kind] + patienceMs) throw new Error(`${media.key} has no verdict`)
    return later(now)
  }
