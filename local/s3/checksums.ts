import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import * as z from 'zod'
import { notImplemented, S3Error } from './errors'

export const Algorithm = z.enum(['CRC32', 'SHA1', 'SHA256'])
export type Algorithm = z.infer<typeof Algorithm>

/** base64, as the headers carry them; those of a multipart object end in `-<parts>` */
export const Checksums = z.partialRecord(Algorithm, z.string())
export type Checksums = z.infer<typeof Checksums>

export interface RunningChecksum {
  update(bytes: Uint8Array): void
  digest(): string
}

export function startChecksum(algorithm: Algorithm): RunningChecksum {
  if (algorithm !== 'CRC32') {
    const hash = createHash(algorithm === 'SHA1' ? 'sha1' : 'sha256')
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') }
  }
  let sum = 0
  return {
    update(bytes) {
      sum = crc32(bytes, sum)
    },
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(sum)
      return bytes.toString('base64')
    },
  }
}

/** @throws S3Error NotImplemented for CRC32C, CRC64NVME and what else S3 may learn */
export function algorithmOf(name: string): Algorithm {
  const read = Algorithm.safeParse(name.toUpperCase())
  if (!read.success) throw notImplemented(`the checksum algorithm ${name}`)
  return read.data
}

export const checksumHeader = (algorithm: Algorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`

/** The element of S3's XML, `ChecksumSHA256`. */
export const checksumElement = (algorithm: Algorithm): string => `Checksum${algorithm}`

const notSums = new Set(['x-amz-checksum-mode', 'x-amz-checksum-algorithm', 'x-amz-checksum-type'])

/** The algorithm of a header or trailer such as `x-amz-checksum-sha256`. */
export const algorithmOfHeader = (name: string): Algorithm | undefined =>
  name.startsWith('x-amz-checksum-') && !notSums.has(name)
    ? algorithmOf(name.slice('x-amz-checksum-'.length))
    : undefined

export function checksumHeaders(checksums: Checksums): Record<string, string> {
  const sums = Object.entries(checksums).map(([algorithm, sum]) => [
    checksumHeader(algorithm as Algorithm),
    sum,
  ])
  if (!sums.length) return {}
  const composite = Object.values(checksums).some((sum) => sum.includes('-'))
  return { ...Object.fromEntries(sums), 'x-amz-checksum-type': composite ? 'COMPOSITE' : 'FULL_OBJECT' }
}

/** The checksum of a multipart object: the checksum of its parts' checksums. */
export function compositeOf(algorithm: Algorithm, parts: Checksums[]): string {
  const running = startChecksum(algorithm)
  for (const part of parts) {
    const sum = part[algorithm]
    if (!sum) throw new S3Error('InvalidRequest', `A part was uploaded without its ${algorithm} checksum`)
    running.update(Buffer.from(sum, 'base64'))
  }
  return `${running.digest()}-${parts.length}`
}
