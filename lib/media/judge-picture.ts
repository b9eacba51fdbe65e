import type { Finding } from '../policy/finding'
import { checkPixels } from '../policy/media-rule'
import { decoded } from './decode'
import { mediaFinding } from './findings'
import { readMetadata } from './formats/exif'
import { mended, walkJpeg, type JpegStructure } from './formats/jpeg'
import { findPayload } from './payload'
import { PREVIEW_PIXELS, previewOf } from './preview'
import type { Judged } from './media-facts'

/**
 * Passes over a picture beyond which it only costs: cameras and programs write one, or about ten where it builds up
 * while loading. Each pass of a picture of 50 megapixels takes a reader's phone a second.
 */
export const MAX_SCANS = 100

/**
 * A whole JPEG: structure, pixels, payloads, place, and only then a decoder, once: what it made is the preview that
 * approvers look at. Never throws on hostile bytes.
 */
export async function judgePicture(picture: Uint8Array): Promise<Judged> {
  const structure = walkJpeg(picture)
  const { width, height, fault, scans } = structure
  const { orientation, gps } = readMetadata(structure.segments)
  const size = width > 0 && height > 0 ? { width, height } : {}
  const facts = { ...size, ...(orientation && { orientation }), gps }
  const refused = [
    ...(fault ? [faultFinding(fault, picture.length)] : []),
    ...(scans > MAX_SCANS ? [mediaFinding('picture.scans', { limit: MAX_SCANS, seen: scans })] : []),
    ...checkPixels(width, height),
    ...payloadFindings(structure),
  ]
  const noticed = notices(structure, gps)
  // A decoder is the part most worth attacking: it sees only what has passed everything else.
  if (refused.length > 0) return { findings: [...refused, ...noticed], facts }
  const preview = await previewOrFinding(mended(picture, structure))
  return 'rule' in preview
    ? { findings: [preview, ...noticed], facts }
    : { findings: noticed, facts, preview: preview.bytes }
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

async function previewOrFinding(picture: Uint8Array): Promise<Finding | { bytes: Uint8Array }> {
  let pixels
  try {
    pixels = await decoded(picture, PREVIEW_PIXELS)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return mediaFinding('picture.undecodable', { seen: reason })
  }
  return { bytes: await previewOf(pixels) }
}

const notices = ({ trailing }: JpegStructure, gps: boolean): Finding[] => [
  ...(trailing.length > 0 ? [mediaFinding('picture.trailing', { seen: trailing.length })] : []),
  ...(gps ? [mediaFinding('picture.location')] : []),
]
