import { bitsOf } from './bits'

/*
 * The settings of H.264 (`avcC`) as films and FLV carry them: without its parameters a player decodes nothing, and with
 * damaged ones neither.
 */

/** Profiles whose parameters name the kind of colour first. */
const COLOURED = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]

/** Longest edge of a picture that players open, in blocks of 16 pixels. */
const MAX_BLOCKS = 2_048

/** Version 1, and every set of parameters in its place; `needed` where frames bring none of their own. */
export function isAvcSettings(settings: Buffer, needed: boolean): boolean {
  if (settings.length < 7 || settings[0] !== 1) return false
  const sequence = setsAt(settings, 5, 32)
  const picture = sequence && setsAt(settings, sequence.end, 256)
  if (!sequence || !picture) return false
  const both = sequence.sets.length > 0 && picture.sets.length > 0
  return (
    (both || !needed) &&
    sequence.sets.every((set) => (set[0] ?? 0) % 32 === 7 && isSequence(set)) &&
    picture.sets.every((set) => (set[0] ?? 0) % 32 === 8)
  )
}

/** A number of sets, each behind its length; undefined where one leads out. */
function setsAt(settings: Buffer, at: number, below: number): { sets: Buffer[]; end: number } | undefined {
  const sets: Buffer[] = []
  let next = at + 1
  for (let left = (settings[at] ?? 0) % below; left > 0; left--) {
    if (next + 2 > settings.length) return undefined
    const end = next + 2 + settings.readUInt16BE(next)
    if (end > settings.length) return undefined
    sets.push(settings.subarray(next + 2, end))
    next = end
  }
  return { sets, end: next }
}

/** Whether the parameters of a sequence give a picture a size that can be. */
function isSequence(set: Buffer): boolean {
  const { bits, number } = bitsOf(unescaped(set.subarray(4)))
  /** A number that no picture needs to be larger than; one that is not there is none either. */
  const atMost = (most: number) => number() <= most
  if (!atMost(31)) return false
  if (COLOURED.includes(set[1] ?? 0)) {
    const colour = number()
    if (colour === 3) bits(1)
    if (!(colour <= 3) || !atMost(6) || !atMost(6)) return false
    bits(1)
    // Tables of scaling come before the size, and programs write them rarely: what stands behind them is believed.
    if (bits(1) === 1) return true
  }
  if (!atMost(12)) return false
  const order = number()
  if (!(order <= 2) || (order === 0 && !atMost(12))) return false
  if (order === 1) {
    bits(1)
    number()
    number()
    const cycle = number()
    if (!(cycle <= 255)) return false
    for (let left = cycle; left > 0; left--) number()
  }
  if (!atMost(16)) return false
  bits(1)
  return atMost(MAX_BLOCKS) && atMost(MAX_BLOCKS)
}

/** Without the byte that keeps a start code from arising. */
function unescaped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.filter((byte, at) => !(byte === 3 && bytes[at - 1] === 0 && bytes[at - 2] === 0)))
}
