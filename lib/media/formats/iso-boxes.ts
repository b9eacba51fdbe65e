import type { RangeReader } from '../range-reader'
import { readWhole } from './probe'

/** A box of ISO base media, an atom of QuickTime. */
export interface Box {
  type: string
  /** offset of its header */
  start: number
  /** offset of the first byte after the box's header */
  body: number
  /** offset of the first byte after the box, as its header says */
  end: number
}

/**
 * The box whose header stands at `at`; `cut` where the bytes end inside the header, `bad` where no box can have such a
 * size. A size of 0 means to the end of what holds it. Types are taken as they are: some cameras write no letters.
 */
export async function boxAt(reader: RangeReader, at: number, limit: number): Promise<Box | 'cut' | 'bad'> {
  const head = at + 8 <= limit ? await readWhole(reader, at, 8) : undefined
  if (!head) return 'cut'
  const type = head.toString('latin1', 4, 8)
  const size = head.readUInt32BE(0)
  if (size === 0) return { type, start: at, body: at + 8, end: limit }
  if (size !== 1) return size < 8 ? 'bad' : { type, start: at, body: at + 8, end: at + size }
  const large = await readWhole(reader, at + 8, 8)
  if (!large) return 'cut'
  const largeSize = Number(large.readBigUInt64BE(0))
  return largeSize < 16 ? 'bad' : { type, start: at, body: at + 16, end: at + largeSize }
}

/** The boxes inside a box, or undefined if they do not fit into it. */
export async function childrenOf(
  reader: RangeReader,
  parent: Pick<Box, 'body' | 'end'>,
): Promise<Box[] | undefined> {
  const boxes: Box[] = []
  // QuickTime may end a list of atoms with four zero bytes.
  for (let at = parent.body; at + 8 <= parent.end;) {
    const box = await boxAt(reader, at, parent.end)
    if (typeof box === 'string' || box.end > parent.end) return undefined
    boxes.push(box)
    at = box.end
  }
  return boxes
}

/** Follows a path of box types downwards, taking the first of each. */
export async function inside(reader: RangeReader, from: Box, path: string[]): Promise<Box | undefined> {
  let box: Box | undefined = from
  for (const type of path) {
    const children: Box[] = box ? ((await childrenOf(reader, box)) ?? []) : []
    box = children.find((child) => child.type === type)
  }
  return box
}

/** The first `length` bytes of a box's content, if it has so many. */
export const bodyOf = (reader: RangeReader, box: Box | undefined, length: number) =>
  box && box.body + length <= box.end ? readWhole(reader, box.body, length) : Promise.resolve(undefined)
