import type { RangeReader } from '../range-reader'
import { layerIn } from './mpeg4-visual'
import { readWhole } from './probe'

/** How the frames of a track are coded, as far as it helps to recognise one. */
export interface Coding {
  /** four letters of the sample description, e.g. `avc1` */
  format: string
  /** how many descriptions of its coding the track has */
  descriptions: number
  /** bytes of the length before each unit of H.264 and H.265 */
  lengthBytes?: number
  /** the settings do not describe the pictures of MPEG-4: the first frame has to */
  bare?: boolean
}

/** Units of one frame that are followed; a frame has a few, each slice and each message one. */
const MAX_UNITS = 24

const AVC = /^(avc[1-4]|dva1|dvav)$/
const HEVC = /^(hvc1|hev1|dvh1|dvhe)$/
const PRORES = /^(icpf|ap[c4][nhsox])$/
export const isAvc = (format: string) => AVC.test(format)
export const isHevc = (format: string) => HEVC.test(format)

/** Where a frame lies; `first` of its track, from which a player begins. */
export interface Frame {
  at: number
  size: number
  first?: boolean
}

/** Bytes of a first frame that are looked through for the description of its pictures. */
const MAX_DESCRIPTION = 1_024

/**
 * Whether a frame of this coding can stand there: the proof that the tables of a file point at pictures. Codings that
 * are not known are believed.
 */
export async function isFrame(
  reader: RangeReader,
  { at, size, first }: Frame,
  { format, lengthBytes = 4, bare }: Coding,
): Promise<boolean> {
  if (isAvc(format) || isHevc(format)) return hasUnits(reader, { at, size, lengthBytes, format })
  if (PRORES.test(format)) return (await readWhole(reader, at, 8))?.toString('latin1', 4) === 'icpf'
  if (bare && first) {
    const start = await readWhole(reader, at, Math.min(size, MAX_DESCRIPTION))
    return start !== undefined && layerIn(start) === 'whole'
  }
  const head = await readWhole(reader, at, Math.min(size, 4))
  if (!head) return false
  const [a = 0, b = 0, c = 0] = head
  // Motion JPEG of old QuickTime may begin with a byte or two of its own, so only emptiness is held against it.
  if (/^(mp4v|jpeg|mjp[ab]|dv[a-z0-9 ]{2})$/.test(format)) return head.some((byte) => byte > 0)
  if (/^(s263|h263)$/.test(format)) return a === 0 && b === 0 && c >> 2 === 0x20
  if (format === 'vp09') return a >> 6 === 2
  if (format === 'av01') return a >> 7 === 0 && head.some((byte) => byte > 0)
  return true
}

/** Units one behind the other, each with its length, that fill the frame exactly. */
async function hasUnits(
  reader: RangeReader,
  { at, size, lengthBytes, format }: { at: number; size: number; lengthBytes: number; format: string },
): Promise<boolean> {
  const end = at + size
  const start = await readWhole(reader, at, Math.min(size, 4))
  // Some programs write start codes where lengths belong; decoders take both.
  if (start?.length === 4 && start.readUInt32BE(0) === 1) return true
  for (let unit = at, count = 0; unit < end && count < MAX_UNITS; count++) {
    const head = unit + lengthBytes < end ? await readWhole(reader, unit, lengthBytes + 1) : undefined
    if (!head) return false
    const length = head.readUIntBE(0, lengthBytes)
    const first = head[lengthBytes] ?? 0
    // The first bit of a unit is never set; of H.264, type 0 is nothing a frame holds.
    if (length === 0 || first >> 7 === 1 || (isAvc(format) && first % 32 === 0)) return false
    unit += lengthBytes + length
    if (unit > end) return false
  }
  return true
}
