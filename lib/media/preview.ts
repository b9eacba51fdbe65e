import sharp from 'sharp'
import { policy } from '../policy/policy'

/** Approvers see about this much of a picture, never the original (bytes). */
export const PREVIEW_MAX_BYTES = 204_800

/** In-article pictures of WeChat must be below 1,048,576 bytes; the rest is room for its own counting. */
const WECHAT_MAX_BYTES = 999_999

/** Pixels a derivative has at most. By area, not by side: articles carry long narrow pictures. */
const PREVIEW_PIXELS = 2_000_000
const WECHAT_PIXELS = 8_000_000

const QUALITIES = [88, 80, 70, 60, 50]

/**
 * A small JPEG for approvers: at most `maxBytes`, upright, sRGB, without EXIF, GPS or any other metadata.
 * @throws Error for a picture that `judgeMedia` does not accept
 */
export const previewOf = (
  jpeg: Uint8Array,
  { maxBytes = PREVIEW_MAX_BYTES }: { maxBytes?: number } = {},
): Promise<Uint8Array> => reencode({ jpeg, maxBytes, maxPixels: PREVIEW_PIXELS })

/**
 * The public copy for a WeChat article: below 1,000,000 bytes, upright, sRGB, without EXIF or GPS; the archived
 * original stays as it is (10.2).
 * @throws Error for a picture that `judgeMedia` does not accept
 */
export const forWechat = (jpeg: Uint8Array): Promise<Uint8Array> =>
  reencode({ jpeg, maxBytes: WECHAT_MAX_BYTES, maxPixels: WECHAT_PIXELS })

/** Lowers the quality first, down to 50, and only then the dimensions. */
async function reencode(wanted: {
  jpeg: Uint8Array
  maxBytes: number
  maxPixels: number
}): Promise<Uint8Array> {
  for (let pixels = wanted.maxPixels; pixels >= 64; pixels /= 2) {
    const { data, info } = await upright(wanted.jpeg, pixels)
    const raw = { width: info.width, height: info.height, channels: info.channels }
    for (const quality of QUALITIES) {
      const encoded = await sharp(data, { raw }).jpeg({ quality }).toBuffer()
      if (encoded.length <= wanted.maxBytes) return encoded
    }
  }
  throw new RangeError(`no JPEG fits into ${wanted.maxBytes} bytes`)
}

async function upright(jpeg: Uint8Array, pixels: number) {
  const picture = sharp(jpeg, { failOn: 'warning', limitInputPixels: policy.media.picture.maxPixels })
  const { width, height } = await picture.metadata()
  const scale = Math.min(1, Math.sqrt(pixels / (width * height)))
  return picture
    .autoOrient()
    .resize({
      // Upright, the sides may have changed places; `inside` a square of the longer one fits both ways.
      width: Math.max(1, Math.round(Math.max(width, height) * scale)),
      height: Math.max(1, Math.round(Math.max(width, height) * scale)),
      fit: 'inside',
      withoutEnlargement: true,
    })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
}
