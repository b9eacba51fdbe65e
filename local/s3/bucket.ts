import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openBlobs, type Blobs } from './blobs'
import { DamagedData, type Damage } from '../disk/damage'
import type { CorsRule } from './cors'
import type { ObjectCreated } from './event'
import type { DefaultRetention } from './object-lock'
import type { Outbox } from './outbox'
import { openRecords, type KeyRecord } from './records'
import { openUploads, type Uploads } from './uploads'
import { sequencerAfter, withNewest, type Draft, type Segment, type Version } from './version'

export interface BucketSettings {
  versioned: boolean
  cors: CorsRule[]
  /** tell `onEvent` of every object created */
  events: boolean
  /** with a default retention for every new version; the bucket is versioned then */
  objectLock?: DefaultRetention
  /** multipart uploads older than this vanish */
  abortUploadsAfterDays?: number
}

export interface Bucket {
  readonly name: string
  /** milliseconds since 1970 */
  readonly created: number
  settings: BucketSettings
  readonly blobs: Blobs
  readonly uploads: Uploads
  /** Every key that has a version, in the byte order of UTF-8, newest version first. */
  all(): { key: string; versions: Version[] }[]
  versions(key: string): Version[]
  /** The newest version, which may be a delete marker. */
  current(key: string): Version | undefined
  /** One step on disk and in memory: the version, and the event it causes. */
  add(key: string, draft: Draft, eventOf?: (version: Version) => ObjectCreated): Version
  /** @returns the version id of the marker; in a bucket without versioning the object is gone and there is none */
  mark(key: string): Version | undefined
  /** Removes one version for good. */
  erase(key: string, version: Version): void
  /** Changes what may change of a version: tags, retention. */
  amend(key: string, version: Version): void
  /**
   * Takes up after a crash: sweeps what nobody refers to, and delivers what was not taken.
   * @throws DamagedData where the bytes of an object are gone or cut; nothing is swept then
   */
  recover(): void
  /** How many objects and parts there are, and those whose bytes are not what was written. */
  check(): Promise<{ files: number; damages: Damage[] }>
  /** Aborts uploads that are too old. */
  expireUploads(): void
}

const byBytes = (a: { key: string }, b: { key: string }): number =>
  Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))

const nothing: Draft = {
  bytes: 0,
  etag: '',
  segments: [],
  description: { contentType: '', headers: {}, metadata: {}, tags: {} },
  checksums: {},
}

export function openBucket(
  at: { dir: string; name: string; created: number; settings: BucketSettings },
  { now, outbox }: { now: () => number; outbox: Outbox },
): Bucket {
  const blobs = openBlobs(at.dir)
  const records = openRecords(join(at.dir, 'keys'))
  const uploads = openUploads(join(at.dir, 'uploads'))

  const deliver = (event: ObjectCreated): void =>
    outbox.deliver(event, () => {
      const record = records.get(event.detail.object.key)
      records.save({ ...record, outbox: record.outbox.filter((each) => each.id !== event.id) })
    })

  const segmentsOf = (versions: Version[]): Segment[] => versions.flatMap((version) => version.segments)

  const save = (next: KeyRecord): void => {
    const before = segmentsOf(records.get(next.key).versions)
    records.save(next)
    const kept = new Set(segmentsOf(next.versions).map(({ blob }) => blob))
    blobs.drop(before.filter(({ blob }) => !kept.has(blob)))
  }

  const stack = (key: string, draft: Draft, deleteMarker: boolean, record: KeyRecord): Version => ({
    ...draft,
    id: bucket.settings.versioned ? randomBytes(24).toString('base64url') : 'null',
    modified: now(),
    sequencer: sequencerAfter(record.sequencer, now()),
    deleteMarker,
  })

  const bucket: Bucket = {
    name: at.name,
    created: at.created,
    settings: at.settings,
    blobs,
    uploads,
    all: () =>
      records
        .all()
        .filter(({ versions }) => versions.length)
        .sort(byBytes),
    versions: (key) => records.get(key).versions,
    current: (key) => records.get(key).versions[0],

    add(key, draft, eventOf) {
      const record = records.get(key)
      const version = stack(key, draft, false, record)
      const event = eventOf?.(version)
      save({
        key,
        versions: withNewest(record.versions, version),
        outbox: event ? [...record.outbox, event] : record.outbox,
        sequencer: version.sequencer,
      })
      if (event) deliver(event)
      return version
    },

    mark(key) {
      const record = records.get(key)
      if (!bucket.settings.versioned) {
        save({ ...record, versions: record.versions.filter((version) => version.id !== 'null') })
        return undefined
      }
      const marker = stack(key, nothing, true, record)
      save({ ...record, versions: withNewest(record.versions, marker), sequencer: marker.sequencer })
      return marker
    },

    erase(key, version) {
      const record = records.get(key)
      save({ ...record, versions: record.versions.filter((each) => each.id !== version.id) })
    },

    amend(key, version) {
      const record = records.get(key)
      save({ ...record, versions: record.versions.map((each) => (each.id === version.id ? version : each)) })
    },

    recover() {
      const versions = records.all().flatMap((record) => record.versions)
      const done = new Set(versions.map((version) => version.upload?.id))
      // A crash between the commit of a Complete and the end of its upload: its parts belong to the object now.
      for (const upload of uploads.all()) if (done.has(upload.id)) uploads.remove(upload.id)
      const parts = uploads.all().flatMap((upload) => upload.parts.map((part) => part.segment))
      const inUse = [...segmentsOf(versions), ...parts]
      const damages = blobs.cut(inUse)
      if (damages.length > 0) throw new DamagedData(damages, at.dir)
      blobs.sweep(new Set(inUse.map(({ blob }) => blob)))
      for (const event of records.all().flatMap((record) => record.outbox)) deliver(event)
    },

    async check() {
      const segments = segmentsOf(records.all().flatMap((record) => record.versions))
      return { files: segments.length, damages: await blobs.changed(segments) }
    },

    expireUploads() {
      const days = bucket.settings.abortUploadsAfterDays
      if (days === undefined) return
      for (const upload of uploads.all()) {
        if (upload.initiated + days * 86_400_000 > now()) continue
        uploads.remove(upload.id)
        blobs.drop(upload.parts.map((part) => part.segment))
      }
    },
  }
  return bucket
}
