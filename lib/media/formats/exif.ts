import type { Segment } from './jpeg'

/** What of a picture's metadata matters here. */
export interface PictureMetadata {
  /** EXIF orientation 1–8; 5–8 show width and height swapped */
  orientation?: number
  /** whether a place is written into the file, in EXIF or XMP */
  gps: boolean
}

const ORIENTATION = 0x0112
const GPS_DIRECTORY = 0x8825
const LATITUDES = ['exif:GPSLatitude', 'exif:GPSLongitude', 'GPSCoordinates']

/** Reads EXIF's first directory and looks through XMP. What cannot be parsed says nothing; never throws. */
export function readMetadata(segments: Segment[]): PictureMetadata {
  const found: PictureMetadata = { gps: false }
  for (const { marker, body } of segments) {
    if (marker !== 0xe1) continue
    if (body.toString('latin1', 0, 6) === 'Exif\0\0') readExif(body.subarray(6), found)
    else if (LATITUDES.some((name) => body.includes(name))) found.gps = true
  }
  return found
}

function readExif(tiff: Buffer, found: PictureMetadata) {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return
  const little = order === 'II'
  const u16 = (at: number) =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const u32 = (at: number) =>
    at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  const start = u32(4)
  for (let entry = 0; entry < u16(start); entry++) {
    const at = start + 2 + entry * 12
    if (at + 12 > tiff.length) return
    const value = u16(at + 8)
    if (u16(at) === ORIENTATION && value >= 1 && value <= 8) found.orientation = value
    // Cameras write an empty GPS directory (version only) when they do not know where they are.
    if (u16(at) === GPS_DIRECTORY) found.gps ||= hasPlace({ u16, start: u32(at + 8) })
  }
}

/** Latitude (2) or longitude (4) among the directory's tags. */
function hasPlace({ u16, start }: { u16: (at: number) => number; start: number }): boolean {
  const count = Math.min(u16(start), 64)
  return Array.from({ length: count }, (_, entry) => u16(start + 2 + entry * 12)).some(
    (tag) => tag === 2 || tag === 4,
  )
}
