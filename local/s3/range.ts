import { S3Error } from './errors'

/** Inclusive offsets. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The stretch that a Range header asks for; undefined means all of it, which S3 also answers to several ranges and
 * to what it cannot read.
 * @throws S3Error InvalidRange when nothing of it is there
 */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === undefined || to === undefined || (!from && !to)) return undefined
  if (from && to && Number(from) > Number(to)) return undefined
  const start = from ? Number(from) : Math.max(0, bytes - Number(to))
  const end = from && to ? Math.min(Number(to), bytes - 1) : bytes - 1
  if (start > end)
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      'content-range': `bytes */${bytes}`,
    })
  return { start, end }
}
