import { bitsOf } from './bits'

/** How the frames of MPEG-4 part 2 begin to describe themselves: a video object layer, numbered 0 to 15. */
const PREFIX = Buffer.from([0, 0, 1])

/** Whether MPEG-4 pictures are described in these bytes, of the settings or of a frame, and have a size there. */
export function layerIn(bytes: Buffer): 'whole' | 'damaged' | undefined {
  for (let at = bytes.indexOf(PREFIX); at >= 0; at = bytes.indexOf(PREFIX, at + 3))
    if ((bytes[at + 3] ?? 0) >> 4 === 2) return isLayer(bytes.subarray(at + 4)) ? 'whole' : 'damaged'
  return undefined
}

/** A layer that has a shape of its own is believed. */
function isLayer(layer: Buffer): boolean {
  const { bits } = bitsOf(layer)
  bits(9)
  const version = bits(1) === 1 ? bits(7) >> 3 : 1
  if (bits(4) === 15) bits(16)
  if (bits(1) === 1) {
    bits(3)
    if (bits(1) === 1) bits(79)
  }
  const shape = bits(2)
  if (shape === 3 && version !== 1) bits(4)
  bits(1)
  const ticks = bits(16)
  bits(1)
  if (bits(1) === 1) bits(Math.max(1, Math.ceil(Math.log2(Math.max(1, ticks)))))
  if (shape !== 0) return true
  bits(1)
  const width = bits(13)
  bits(1)
  const height = bits(13)
  return width > 0 && height > 0
}
