import { open } from 'node:fs/promises'

/** One stretch of a file, at its offset. Between the stretches are zeros. */
interface Stretch {
  at: number
  bytes: Uint8Array
}

/**
 * Writes a valid video of exactly `bytes` bytes, grown from a small one by bytes that no frame uses. The file is
 * sparse: 500 MB take a few kilobytes of disk. The clip is an AVI, or an MP4 or MOV with `moov` in the tail.
 * @throws RangeError for a clip of another shape
 */
export async function bigVideo(path: string, bytes: number, clip: Uint8Array): Promise<void> {
  const source = Buffer.from(clip)
  const stretches =
    source.toString('latin1', 0, 4) === 'RIFF' ? grownAvi(source, bytes) : grownMovie(source, bytes)
  const file = await open(path, 'w')
  try {
    await file.truncate(bytes)
    for (const { at, bytes: part } of stretches) await file.write(part, 0, part.length, at)
  } finally {
    await file.close()
  }
}

/** A JUNK chunk behind the index, inside the RIFF part. */
function grownAvi(clip: Buffer, bytes: number): Stretch[] {
  const head = Buffer.from(clip)
  head.writeUInt32LE(bytes - 8, 4)
  const junk = Buffer.alloc(8)
  junk.write('JUNK', 0, 'latin1')
  junk.writeUInt32LE(bytes - clip.length - 8, 4)
  return [
    { at: 0, bytes: head },
    { at: clip.length, bytes: junk },
  ]
}

/** A longer `mdat`: offsets of the frames stay, `moov` moves to the new end. */
function grownMovie(clip: Buffer, bytes: number): Stretch[] {
  let mdat: number | undefined
  for (let at = 0; at + 8 <= clip.length; at += Math.max(8, clip.readUInt32BE(at))) {
    const type = clip.toString('latin1', at + 4, at + 8)
    if (type === 'mdat') mdat = at
    if (type !== 'moov' || mdat === undefined) continue
    const head = Buffer.from(clip.subarray(0, at))
    const moov = clip.subarray(at)
    head.writeUInt32BE(bytes - moov.length - mdat, mdat)
    return [
      { at: 0, bytes: head },
      { at: bytes - moov.length, bytes: moov },
    ]
  }
  throw new RangeError('the clip has no moov behind its mdat')
}
