import { createHash, randomUUID } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Damage } from '../disk/damage'
import { receive, type Demand, type Measured } from './body'
import { syncDir } from '../disk/kept-json'
import type { Segment } from './version'

const chunkBytes = 2 ** 20

/** The bytes of one bucket: files that are written once, named by chance, and never by a key. */
export interface Blobs {
  /** The bytes are on disk when this resolves; nothing is kept of a body that fails. */
  write(source: AsyncIterable<Buffer>, demand: Demand): Promise<Measured & { segment: Segment }>
  /** `start` and `end` inclusive, counted over all segments. */
  read(segments: Segment[], start: number, end: number): Readable
  /** Removes the files, those being read as soon as their last reader is through. */
  drop(segments: Segment[]): void
  /** Removes what a crash left behind: every file that nobody refers to. */
  sweep(inUse: Set<string>): void
  /** Those that are gone or of another length: a look at each file's head. */
  cut(segments: Segment[]): Damage[]
  /** Those whose bytes are others; reads every one through. */
  changed(segments: Segment[]): Promise<Damage[]>
}

export function openBlobs(dir: string): Blobs {
  const kept = join(dir, 'blobs')
  const incoming = join(dir, 'incoming')
  for (const path of [kept, incoming]) mkdirSync(path, { recursive: true })
  const readers = new Map<string, number>()
  const condemned = new Set<string>()

  const hold = (blob: string, by: 1 | -1): void => {
    const count = (readers.get(blob) ?? 0) + by
    if (count) readers.set(blob, count)
    else readers.delete(blob)
    if (!count && condemned.delete(blob)) rmSync(join(kept, blob), { force: true })
  }

  async function* stretches(segments: Segment[], start: number, end: number): AsyncGenerator<Buffer> {
    let at = 0
    for (const { blob, bytes } of segments) {
      const from = Math.max(start - at, 0)
      const to = Math.min(end - at, bytes - 1)
      at += bytes
      if (from > to) continue
      yield* createReadStream(join(kept, blob), { start: from, end: to, highWaterMark: chunkBytes })
    }
  }

  return {
    async write(source, demand) {
      const blob = randomUUID()
      const file = join(incoming, blob)
      const target = createWriteStream(file, { flush: true, highWaterMark: chunkBytes })
      const closed = new Promise<void>((resolve) => target.once('close', resolve))
      try {
        const measured = await receive(source, demand, target)
        await closed
        renameSync(file, join(kept, blob))
        syncDir(kept)
        return { ...measured, segment: { blob, bytes: measured.bytes, md5: measured.md5.toString('hex') } }
      } catch (error) {
        // A file that is still being opened would otherwise appear after it was removed.
        await closed
        rmSync(file, { force: true })
        throw error
      }
    },

    read(segments, start, end) {
      for (const { blob } of segments) hold(blob, 1)
      const stream = Readable.from(stretches(segments, start, end), {
        objectMode: false,
        highWaterMark: chunkBytes,
      })
      stream.once('close', () => {
        for (const { blob } of segments) hold(blob, -1)
      })
      return stream
    },

    drop(segments) {
      for (const { blob } of segments)
        if (readers.has(blob)) condemned.add(blob)
        else rmSync(join(kept, blob), { force: true })
    },

    cut(segments) {
      return segments.flatMap(({ blob, bytes }) => {
        const file = join(kept, blob)
        const size = existsSync(file) ? statSync(file).size : undefined
        if (size === bytes) return []
        return { file, what: size === undefined ? 'is missing' : `${size} bytes instead of ${bytes}` }
      })
    },

    async changed(segments) {
      const damages: Damage[] = []
      for (const { blob, md5 } of segments) {
        const file = join(kept, blob)
        if (md5 === undefined || !existsSync(file)) continue
        const hash = createHash('md5')
        await pipeline(createReadStream(file, { highWaterMark: chunkBytes }), hash)
        if (hash.digest('hex') !== md5) damages.push({ file, what: 'its checksum is another' })
      }
      return damages
    },

    sweep(inUse) {
      for (const file of readdirSync(incoming)) rmSync(join(incoming, file))
      for (const file of readdirSync(kept)) if (!inUse.has(file)) rmSync(join(kept, file))
    },
  }
}
