import { BITMAP_HEADER } from './probe'

/*
 * HuffYUV, the lossless coding that screen recorders put into AVI: its header carries one Huffman table for each plane,
 * and with a damaged one no player shows a picture.
 */

const PLANES = 3
const SYMBOLS = 256

/**
 * Whether the code tables of a `strf` are whole. Other codings, and the versions of this one that bring no table or
 * another kind of it, are believed.
 */
export function hasCodeTables(format: Buffer): boolean {
  const header = format.subarray(BITMAP_HEADER)
  if (!/^(HFYU|FFVH)$/i.test(format.toString('latin1', 16, 20))) return true
  if (header.length < 4 || header[3] !== 0 || format.readUInt16LE(14) % 8 !== 0) return true
  const lengths = codeLengths(header.subarray(4))
  return lengths !== undefined && lengths.every(isPrefixCode)
}

/** Code lengths of every symbol of every plane, written as runs: three bits of count (0: a byte follows), five of length. */
function codeLengths(packed: Buffer): number[][] | undefined {
  const planes: number[][] = []
  let at = 0
  for (let plane = 0; plane < PLANES; plane++) {
    const lengths: number[] = []
    while (lengths.length < SYMBOLS) {
      const run = packed[at++]
      if (run === undefined) return undefined
      const count = run >> 5 || packed[at++]
      if (count === undefined || lengths.length + count > SYMBOLS) return undefined
      lengths.push(...Array<number>(count).fill(run & 31))
    }
    planes.push(lengths)
  }
  return planes
}

/** From the longest codes to the shortest, every two make one of the next length: an odd one has no partner. */
function isPrefixCode(lengths: number[]): boolean {
  let codes = 0
  for (let length = 31; length > 0; length--) {
    codes += lengths.filter((one) => one === length).length
    if (codes % 2 === 1) return false
    codes /= 2
  }
  return codes <= 1
}
