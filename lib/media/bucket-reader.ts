import type { Bucket } from '../platform/bucket'
import type { RangeReader } from './range-reader'

/** Reads one pinned version by ranges only; a 500 MB video is judged from its headers (design.md 1). */
export function bucketReader(
  bucket: Bucket,
  object: { key: string; versionId: string; bytes: number },
): RangeReader {
  let total = 0
  return {
    size: object.bytes,
    async read(start, length) {
      const last = Math.min(start + length, object.bytes) - 1
      if (last < start) return new Uint8Array(0)
      const part = await bucket.read({ key: object.key, versionId: object.versionId, range: [start, last] })
      total += part.length
      return part
    },
    bytesRead: () => total,
  }
}
