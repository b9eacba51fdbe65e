import { view } from './probe'

/** A metadata segment: APPn (0xE0–0xEF) or COM (0xFE), `body` without marker and length. */
export interface Segment {
  marker: number
  body: Buffer
}

/** Bytes that are wrong by the letter and that every viewer overlooks, and what a strict decoder wants there. */
export interface Mend {
  at: number
  bytes: number[]
}

/** The structure of a JPEG file, walked from SOI to EOI. */
export interface JpegStructure {
  width: number
  height: number
  /** passes over the picture: one, or about ten where it builds up while loading */
  scans: number
  segments: Segment[]
  mends: Mend[]
  /** what follows EOI */
  trailing: Buffer
  /** why it is not one complete picture */
  fault?: { kind: 'truncated' | 'damaged'; part: string }
}

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const COM = 0xfe

/** Bytes between two segments that decoders step over, as they do; more is no JPEG. */
const MAX_STRAY = 64

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const isSequential = (marker: number) => marker === 0xc0 || marker === 0xc1
const isApplication = (marker: number) => marker >= 0xe0 && marker <= 0xef
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/**
 * Walks the segments; never searches for `FF D9`, because a thumbnail has its own. Entropy-coded data ends at the
 * next marker that is neither stuffing nor a restart. Never throws.
 */
export function walkJpeg(picture: Uint8Array): JpegStructure {
  const bytes = view(picture)
  const found: JpegStructure = {
    width: 0,
    height: 0,
    scans: 0,
    segments: [],
    mends: [],
    trailing: Buffer.alloc(0),
  }
  const fail = (kind: 'truncated' | 'damaged', part: string) => ({ ...found, fault: { kind, part } })
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return fail('damaged', 'SOI')
  let [sequential, components] = [false, 0]
  for (let at = 2; at < bytes.length;) {
    const stray = strayBytes(bytes, at)
    if (stray > MAX_STRAY) return fail('damaged', `marker at ${at}`)
    // Filling bytes of that value may stand before any marker.
    if (stray > 0) found.mends.push({ at, bytes: Array<number>(stray).fill(0xff) })
    at += stray
    while (bytes[at] === 0xff) at++
    const marker = bytes[at++]
    if (marker === undefined) break
    if (marker === EOI) {
      found.trailing = bytes.subarray(at)
      if (found.scans === 0) return fail('damaged', 'no scan')
      return found.width > 0 && found.height > 0 ? found : fail('damaged', 'dimensions')
    }
    if (marker === 0x01 || isRestart(marker)) continue
    if (marker === 0x00 || marker === SOI) return fail('damaged', `marker at ${at - 1}`)
    if (at + 2 > bytes.length) break
    const length = bytes.readUInt16BE(at)
    if (length < 2) return fail('damaged', `segment at ${at}`)
    if (at + length > bytes.length) return fail('truncated', `segment at ${at}`)
    const body = bytes.subarray(at + 2, at + length)
    if (isApplication(marker) || marker === COM) found.segments.push({ marker, body })
    if (isFrame(marker)) {
      if (body.length < 6 || found.width > 0) return fail('damaged', 'frame header')
      found.height = body.readUInt16BE(1)
      found.width = body.readUInt16BE(3)
      components = body[5] ?? 0
      sequential = isSequential(marker)
    }
    const mend = mendOf(marker, body, { sequential, components })
    if (mend) found.mends.push({ ...mend, at: at + 2 + mend.at })
    at += length
    if (marker !== SOS) continue
    found.scans++
    at = endOfScan(bytes, at)
    if (at < 0) return fail('truncated', 'scan')
  }
  return fail('truncated', 'EOI')
}

/** The picture as a strict decoder takes it: the same bytes, or a copy where something is to be overlooked. */
export function mended(picture: Uint8Array, { mends }: Pick<JpegStructure, 'mends'>): Uint8Array {
  if (mends.length === 0) return picture
  const copy = Buffer.from(picture)
  for (const { at, bytes } of mends) copy.set(bytes, at)
  return copy
}

function strayBytes(bytes: Buffer, at: number): number {
  let stray = 0
  while (at + stray < bytes.length && bytes[at + stray] !== 0xff && stray <= MAX_STRAY) stray++
  return at + stray < bytes.length ? stray : 0
}

/** What is wrong in a segment and means nothing, with its offset in the segment's body. */
function mendOf(
  marker: number,
  body: Buffer,
  { sequential, components }: { sequential: boolean; components: number },
): Mend | undefined {
  // Phones of one maker write zeros for the band of coefficients, which in a sequential picture is always whole.
  const band = body.length - 3
  if (marker === SOS && sequential && band > 0 && !body.subarray(band).equals(WHOLE_BAND))
    return { at: band, bytes: [...WHOLE_BAND] }
  if (marker === 0xe0 && body.length >= 7 && body.toString('latin1', 0, 5) === 'JFIF\0' && body[5] !== 1)
    return { at: 5, bytes: [1, 2] }
  if (marker !== 0xee || body.length < 12 || body.toString('latin1', 0, 5) !== 'Adobe') return undefined
  // A transform nobody defined is read as the usual one.
  const known = components === 4 ? [0, 2] : [0, 1]
  return known.includes(body[11] ?? 0) || components === 0 ? undefined : { at: 11, bytes: [known[1] ?? 1] }
}

const WHOLE_BAND = Buffer.from([0, 63, 0])

/** Offset of the marker that ends the scan, or -1 if the file ends first. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at)) {
    const next = bytes[at + 1]
    if (next === undefined) return -1
    if (next === 0xff) at += 1
    else if (next === 0x00 || isRestart(next)) at += 2
    else return at
  }
  return -1
}
