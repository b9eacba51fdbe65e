import * as z from 'zod'
import { Checksums } from './checksums'

/** A stretch of an object's bytes in a file of its own; `md5` in hex, of files written since it is noted. */
export const Segment = z.object({ blob: z.string(), bytes: z.number(), md5: z.string().optional() })
export type Segment = z.infer<typeof Segment>

export const Retention = z.object({
  mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
  /** milliseconds since 1970 */
  until: z.number(),
})
export type Retention = z.infer<typeof Retention>

/** What the uploader said about the object and every read says again. */
export const Description = z.object({
  contentType: z.string(),
  /** cache-control, content-disposition, content-encoding, content-language, expires */
  headers: z.record(z.string(), z.string()),
  /** by full header name, `x-amz-meta-…` */
  metadata: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
})
export type Description = z.infer<typeof Description>

export const Version = z.object({
  /** `null` in a bucket without versioning, as AWS names it */
  id: z.string(),
  /** milliseconds since 1970 */
  modified: z.number(),
  sequencer: z.string(),
  deleteMarker: z.boolean(),
  bytes: z.number(),
  /** without quotes */
  etag: z.string(),
  segments: z.array(Segment),
  description: Description,
  checksums: Checksums,
  retention: Retention.optional(),
  /** the multipart upload it came from and the parts it took, so that a repeated Complete gets the same answer */
  upload: z.object({ id: z.string(), parts: z.array(z.string()) }).optional(),
})
export type Version = z.infer<typeof Version>

/** A new version before the bucket gives it id, time and sequencer. */
export type Draft = Omit<Version, 'id' | 'modified' | 'sequencer' | 'deleteMarker'>

/** A version written with the id `null` takes the place of the one before; any other is put on top. */
export const withNewest = (versions: Version[], next: Version): Version[] => [
  next,
  ...versions.filter((version) => version.id !== 'null' || next.id !== 'null'),
]

/**
 * Hex of constant width that grows with every write of one key, even when the clock stands still or goes back:
 * 12 digits of milliseconds, 6 of a counter.
 */
export function sequencerAfter(last: string | undefined, now: number): string {
  const byClock = BigInt(now) << 24n
  const least = last === undefined ? 0n : BigInt(`0x${last}`) + 1n
  return (byClock > least ? byClock : least).toString(16).toUpperCase().padStart(18, '0')
}
