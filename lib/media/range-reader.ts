import { open, type FileHandle } from 'node:fs/promises'

/**
 * Random access to stored bytes: an S3 object, a file, a buffer. `read` gives exactly the asked bytes, fewer only
 * where the object ends (none at or after its end). A broken connection is a plain error, so that the step retries.
 */
export interface RangeReader {
  /** bytes */
  readonly size: number
  read(start: number, length: number): Promise<Uint8Array>
  /** bytes fetched so far */
  bytesRead(): number
}

/** The most that judging a video may read, in bytes. */
export const VIDEO_READ_BUDGET = 262_144

/** The judged file would need more reading than allowed: for a file that is not hostile this does not happen. */
export class ReadBudgetExceeded extends Error {
  readonly budgetBytes: number

  constructor(budgetBytes: number) {
    super(`reading this file would take more than ${budgetBytes} bytes`)
    this.name = 'ReadBudgetExceeded'
    this.budgetBytes = budgetBytes
  }
}

/** Counts what a source gives; the way to make a RangeReader of an S3 object. */
export function countedReader({ size, read }: Pick<RangeReader, 'size' | 'read'>): RangeReader {
  let total = 0
  return {
    size,
    async read(start, length) {
      const part = await read(start, length)
      total += part.length
      return part
    },
    bytesRead: () => total,
  }
}

export const bufferReader = (bytes: Uint8Array): RangeReader =>
  countedReader({
    size: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)),
  })

/** A file on disk; close it after use. */
export async function fileReader(path: string): Promise<RangeReader & { close(): Promise<void> }> {
  const file = await open(path)
  const { size } = await file.stat()
  const reader = countedReader({
    size,
    read: (start, length) => readFully(file, start, Math.max(0, Math.min(length, size - start))),
  })
  return { ...reader, close: () => file.close() }
}

/**
 * Keeps what was read, in aligned blocks, and never fetches more than `budgetBytes` in all: a read that would is
 * refused with `ReadBudgetExceeded` before it is made. Jumps fetch one block, reading on fetches eight.
 */
export function cachedReader(
  source: Pick<RangeReader, 'size' | 'read'>,
  { budgetBytes = VIDEO_READ_BUDGET, blockBytes = 1024 }: { budgetBytes?: number; blockBytes?: number } = {},
): RangeReader {
  const blocks = new Map<number, Uint8Array>()
  const blockCount = Math.ceil(source.size / blockBytes)
  let total = 0

  async function fetch(first: number, needed: number) {
    const wanted = blocks.has(first - 1) ? Math.max(needed, 8) : needed
    let until = first + 1
    while (until < Math.min(first + wanted, blockCount) && !blocks.has(until)) until++
    const start = first * blockBytes
    const bytesTo = (block: number) => Math.min(block * blockBytes, source.size) - start
    if (total + bytesTo(until) > budgetBytes) until = Math.min(until, first + needed)
    const length = bytesTo(until)
    if (total + length > budgetBytes) throw new ReadBudgetExceeded(budgetBytes)
    total += length
    const got = await source.read(start, length)
    if (got.length !== length) throw new Error(`asked for ${length} bytes at ${start}, got ${got.length}`)
    for (let block = first; block < until; block++) {
      blocks.set(block, got.subarray((block - first) * blockBytes, (block - first + 1) * blockBytes))
    }
  }

  return {
    size: source.size,
    async read(start, length) {
      const end = Math.min(start + length, source.size)
      if (end <= start) return new Uint8Array(0)
      const first = Math.floor(start / blockBytes)
      const last = Math.floor((end - 1) / blockBytes)
      // Asked before anything is gathered, so that a file claiming a huge header costs no memory.
      if (end - start > budgetBytes) throw new ReadBudgetExceeded(budgetBytes)
      for (let block = first; block <= last; block++) {
        if (!blocks.has(block)) await fetch(block, last - block + 1)
      }
      const gathered = Buffer.alloc(end - start)
      for (let block = first; block <= last; block++) {
        const bytes = blocks.get(block)
        if (!bytes) throw new Error(`block ${block} is missing after it was fetched`)
        const offset = block * blockBytes
        gathered.set(bytes.subarray(Math.max(0, start - offset), end - offset), Math.max(0, offset - start))
      }
      return gathered
    },
    bytesRead: () => total,
  }
}

async function readFully(file: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled)
    if (bytesRead === 0) throw new Error(`the file ended at ${start + filled}, earlier than its size said`)
    filled += bytesRead
  }
  return bytes
}
