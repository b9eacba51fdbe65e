import sharp from 'sharp'
import type { Finding } from '../policy/finding'
import { checkPixels } from '../policy/media-rule'
import { policy } from '../policy/policy'
import { mediaFinding } from './findings'
import { readMetadata } from './formats/exif'
import { walkJpeg, type JpegStructure } from './formats/jpeg'
import { findPayload } from './payload'
import type { Judged } from './media-facts'

/** A whole JPEG: structure, pixels, payloads, place, and only then a decoder. Never throws on hostile bytes. */
export async function judgePicture(picture: Uint8Array): Promise<Judged> {
  const structure = walkJpeg(picture)
  const { width, height, fault } = structure
  const { orientation, gps } = readMetadata(structure.segments)
  const size = width > 0 && height > 0 ? { width, height } : {}
  const facts = { ...size, ...(orientation && { orientation }), gps }
  const refused = [
    ...(fault ? [faultFinding(fault, picture.length)] : []),
    ...checkPixels(width, height),
    ...payloadFindings(structure),
  ]
  // A decoder is the part most worth attacking: it sees only what has passed everything else.
  const undecodable = refused.length === 0 ? await decodeFindings(picture) : []
  return { findings: [...refused, ...undecodable, ...notices(structure, gps)], facts }
}

const faultFinding = (
  { kind, part }: { kind: 'truncated' | 'damaged'; part: string },
  bytes: number,
): Finding =>
  kind === 'truncated'
    ? mediaFinding('media.truncated', { seen: bytes })
    : mediaFinding('media.damaged', { seen: part })

function payloadFindings(structure: JpegStructure): Finding[] {
  const payload = findPayload(structure)
  return payload ? [mediaFinding('picture.payload', { seen: `${payload.what}, ${payload.where}` })] : []
}

async function decodeFindings(picture: Uint8Array): Promise<Finding[]> {
  try {
    // All coefficients are read for a thumbnail too, at a fraction of the memory.
    await sharp(picture, { failOn: 'warning', limitInputPixels: policy.media.picture.maxPixels })
      .resize({ width: 64, height: 64, fit: 'inside' })
      .raw()
      .toBuffer()
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return [mediaFinding('picture.undecodable', { seen: reason })]
  }
}

const notices = ({ trailing }: JpegStructure, gps: boolean): Finding[] => [
  ...(trailing.length > 0 ? [mediaFinding('picture.trailing', { seen: trailing.length })] : []),
  ...(gps ? [mediaFinding('picture.location')] : []),
]
