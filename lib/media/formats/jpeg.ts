import { view } from './probe'

/** A metadata segment: APPn (0xE0–0xEF) or COM (0xFE), `body` without marker and length. */
export interface Segment {
  marker: number
  body: Buffer
}

/** The structure of a JPEG file, walked from SOI to EOI. */
export interface JpegStructure {
  width: number
  height: number
  segments: Segment[]
  /** what follows EOI */
  trailing: Buffer
  /** why it is not one complete picture */
  fault?: { kind: 'truncated' | 'damaged'; part: string }
}

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const COM = 0xfe

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const isApplication = (marker: number) => marker >= 0xe0 && marker <= 0xef
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/**
 * Walks the segments; never searches for `FF D9`, because a thumbnail has its own. Entropy-coded data ends at the
 * next marker that is neither stuffing nor a restart. Never throws.
 */
export function walkJpeg(picture: Uint8Array): JpegStructure {
  const bytes = view(picture)
  const found: JpegStructure = { width: 0, height: 0, segments: [], trailing: Buffer.alloc(0) }
  const fail = (kind: 'truncated' | 'damaged', part: string) => ({ ...found, fault: { kind, part } })
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return fail('damaged', 'SOI')
  let scans = 0
  for (let at = 2; at < bytes.length;) {
    if (bytes[at] !== 0xff) return fail('damaged', `marker at ${at}`)
    while (bytes[at] === 0xff) at++
    const marker = bytes[at++]
    if (marker === undefined) break
    if (marker === EOI) {
      found.trailing = bytes.subarray(at)
      if (scans === 0) return fail('damaged', 'no scan')
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
    }
    at += length
    if (marker !== SOS) continue
    scans++
    at = endOfScan(bytes, at)
    if (at < 0) return fail('truncated', 'scan')
  }
  return fail('truncated', 'EOI')
}

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
