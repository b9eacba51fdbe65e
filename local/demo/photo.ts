import sharp from 'sharp'

export interface PhotoWish {
  /** exact size of the file in bytes; the rest is filled with comment segments */
  bytes?: number
  width?: number
  height?: number
  /** the same seed and wishes give the same bytes */
  seed?: number
  /** writes a place into EXIF, as a phone does */
  gps?: boolean
  /** EXIF orientation, 1–8 */
  orientation?: number
}

// Taken out of the loops below: jest's sandbox makes every look-up of a global slow.
const { hypot, imul } = Math

const LONGEST_COMMENT = 65_533

/**
 * A JPEG that looks and weighs like a photo: sky over ground, a few soft lights, and grain. Without wishes 2400×1800
 * and between 1 and 5 MB.
 * @throws RangeError when `bytes` is too few for the dimensions
 */
export async function photoLike({
  bytes,
  width = 2400,
  height = 1800,
  seed = 1,
  gps = false,
  orientation,
}: PhotoWish = {}): Promise<Buffer> {
  const pixels = paint({ width, height, seed })
  for (const quality of [90, 80, 70, 50, 30, 10, 2]) {
    let picture = sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality })
    if (gps) picture = picture.withExif(beijing)
    if (orientation) picture = picture.withMetadata({ orientation })
    const encoded = await picture.toBuffer()
    if (bytes === undefined) return encoded
    // The shortest comment takes four bytes.
    if (encoded.length === bytes || encoded.length + 4 <= bytes) return padJpeg(encoded, bytes)
  }
  throw new RangeError(`${width}×${height} pixels do not fit into ${bytes} bytes`)
}

/** Fills a JPEG with comment segments to exactly `bytes`. @throws RangeError when it cannot be hit */
export function padJpeg(jpeg: Uint8Array, bytes: number): Buffer {
  let missing = bytes - jpeg.length
  if (missing < 0 || (missing > 0 && missing < 4))
    throw new RangeError(`cannot pad ${jpeg.length} to ${bytes} bytes`)
  const comments: Buffer[] = []
  while (missing > 0) {
    // What is left over must again have room for a whole segment.
    const whole = Math.min(missing - 4, LONGEST_COMMENT)
    const left = missing - 4 - whole
    const length = left > 0 && left < 4 ? whole - 4 : whole
    const comment = Buffer.alloc(4 + length, 0x20)
    comment.writeUInt16BE(0xfffe, 0)
    comment.writeUInt16BE(2 + length, 2)
    comments.push(comment)
    missing -= comment.length
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)])
}

const beijing = {
  IFD0: { Make: 'Qianfa', Model: 'Photo maker' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '39/1 54/1 27/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '116/1 23/1 17/1',
  },
}

function paint({ width, height, seed }: { width: number; height: number; seed: number }): Buffer {
  const pixels = Buffer.alloc(width * height * 3)
  const chance = random(seed)
  const lights = Array.from({ length: 5 }, () => ({
    x: chance() * width,
    y: chance() * height,
    reach: (0.05 + chance() * 0.2) * width,
    tint: [chance() * 90, chance() * 90, chance() * 90],
  }))
  const horizon = height * (0.45 + chance() * 0.2)
  for (let y = 0, at = 0; y < height; y++) {
    const near = lights.filter((light) => Math.abs(light.y - y) < light.reach)
    const ground = y > horizon
    const depth = ground ? (y - horizon) / (height - horizon) : y / horizon
    const base = ground
      ? [70 + 60 * depth, 90 + 40 * depth, 50 + 20 * depth]
      : [90 + 90 * depth, 140 + 70 * depth, 220]
    for (let x = 0; x < width; x++, at += 3) {
      const grain = (chance() + chance() - 1) * 22
      for (let channel = 0; channel < 3; channel++)
        pixels[at + channel] = clamped((base[channel] ?? 0) + grain)
      for (const { x: lightX, y: lightY, reach, tint } of near) {
        const glow = 1 - hypot(x - lightX, y - lightY) / reach
        if (glow <= 0) continue
        for (let channel = 0; channel < 3; channel++) {
          pixels[at + channel] = clamped((pixels[at + channel] ?? 0) + (tint[channel] ?? 0) * glow)
        }
      }
    }
  }
  return pixels
}

const clamped = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value)

/** mulberry32: small, fast, and the same everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
