import type { RangeReader } from '../range-reader'
import { VIDEO_READ_BUDGET } from '../range-reader'
import { isPictureCoding, isSoundCoding } from './codings'

/** What can be wrong inside a container; `findings.ts` says it to people. */
export type ProblemCode =
  /** shorter than its own headers say */
  | 'truncated'
  /** its structure contradicts itself */
  | 'damaged'
  /** it has the form of a film and no picture or sound that a player could show */
  | 'empty'
  /** carries commands or links that a player would follow */
  | 'scripted'
  /** needs a licence or key to be played */
  | 'encrypted'
  /** its sound or pictures lie in another file or at an address */
  | 'refers-elsewhere'
  /** complete as far as it was walked; its end was too far to reach */
  | 'end-unchecked'
  /** bytes behind the end, which players skip: a notice */
  | 'trailing'

export interface Problem {
  code: ProblemCode
  /** where or what, for the curious, e.g. `mdat` */
  part: string
  /** bytes the headers promise */
  limit?: number
  /** bytes there are; of `trailing`, bytes too many */
  seen?: number
}

/** What the headers of a container say, read by ranges. Never throws on hostile bytes. */
export interface Probe {
  videoTracks: number
  audioTracks: number
  /** pixels, of the first video track */
  width?: number
  height?: number
  durationSeconds?: number
  problems: Problem[]
}

/** Bytes as a Buffer over the same memory, for its number readers. */
export const view = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The asked range as a Buffer, or undefined if the object ends inside it. */
export async function readWhole(
  reader: RangeReader,
  start: number,
  length: number,
): Promise<Buffer | undefined> {
  if (start < 0 || start + length > reader.size) return undefined
  return view(await reader.read(start, length))
}

/** Whole milliseconds in seconds, or nothing for what no clip lasts (zero, or longer than a month). */
export function secondsOf(seconds: number): number | undefined {
  return seconds > 0 && seconds < 2_678_400 ? Math.round(seconds * 1000) / 1000 : undefined
}

/** What a proof may still read, in bytes, when `kept` bytes stay for what comes after it. */
export const spare = (reader: RangeReader, kept = 0): number =>
  Math.max(0, VIDEO_READ_BUDGET - kept - reader.bytesRead())

/** Longest edge of a picture that players open, in pixels. */
const MAX_EDGE = 32_767

/** Width and height of a bitmap header, as AVI and ASF carry it: none is nothing; a height below zero counts from the top. */
export function isBitmapSize(header: Buffer, at: number): boolean {
  const [width, height] = [header.readInt32LE(at), Math.abs(header.readInt32LE(at + 4))]
  return width > 0 && width <= MAX_EDGE && height > 0 && height <= MAX_EDGE
}

/** Length of a bitmap header without anything of the coding's own, in bytes. */
export const BITMAP_HEADER = 40

/** Bits of a pixel that a bitmap without compression can have. */
const DEPTHS = [1, 4, 8, 16, 24, 32]

/** Whether a bitmap header names a coding: none or a simple one by its number, another by four signs that are known. */
export function isBitmapCoding(header: Buffer, at: number): boolean {
  const coding = header.subarray(at + 12, at + 16)
  const number = coding.readUInt32LE(0)
  return number > 4
    ? isPictureCoding(coding.toString('latin1'))
    : DEPTHS.includes(header.readUInt16LE(at + 10))
}

/** Fewest samples a second that sound has. */
const LEAST_RATE = 1_000

/** Whether a wave header, as AVI and ASF carry it, names a coding, channels and a rate that can be. */
export const isSoundFormat = (header: Buffer): boolean =>
  isSoundCoding(header.readUInt16LE(0)) && header.readUInt16LE(2) > 0 && header.readUInt32LE(4) >= LEAST_RATE
