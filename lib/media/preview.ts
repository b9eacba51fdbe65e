import { decoded, encoded, smaller, type Pixels } from './decode'
import { mended, walkJpeg } from './formats/jpeg'

/** Approvers see about this much of a picture, never the original (bytes). */
export const PREVIEW_MAX_BYTES = 204_800

/** In-article pictures of WeChat must be below 1,048,576 bytes; the rest is room for its own counting. */
const WECHAT_MAX_BYTES = 999_999

/** Pixels a derivative has at most. By area, not by side: articles carry long narrow pictures. */
export const PREVIEW_PIXELS = 2_000_000
const WECHAT_PIXELS = 8_000_000

/** Qualities to try, and a share of the first one's bytes below which none was seen. */
const QUALITIES = [
  { quality: 88, atLeast: 1 },
  { quality: 80, atLeast: 0.5 },
  { quality: 70, atLeast: 0.33 },
  { quality: 60, atLeast: 0.24 },
  { quality: 50, atLeast: 0.17 },
]

/** A small JPEG of a decoded picture for approvers: at most `maxBytes`, without any metadata. */
export const previewOf = (
  pixels: Pixels,
  { maxBytes = PREVIEW_MAX_BYTES }: { maxBytes?: number } = {},
): Promise<Uint8Array> => fitted(pixels, maxBytes)

/**
 * The public copy for a WeChat article: below 1,000,000 bytes, upright, sRGB, without EXIF or GPS; the archived
 * original stays as it is (10.2).
 * @throws Error for a picture that `judgeMedia` does not accept
 */
export const forWechat = async (jpeg: Uint8Array): Promise<Uint8Array> =>
  fitted(await decoded(mended(jpeg, walkJpeg(jpeg)), WECHAT_PIXELS), WECHAT_MAX_BYTES)

/** Lowers the quality first, down to 50, and only then the dimensions. */
async function fitted(given: Pixels, maxBytes: number): Promise<Uint8Array> {
  let pixels = given
  for (;;) {
    let first = 0
    for (const { quality, atLeast } of QUALITIES) {
      // An encoder's run costs as much as the decoder's: what cannot fit is not tried.
      if (first * atLeast > maxBytes) continue
      const jpeg = await encoded(pixels, quality)
      if (jpeg.length <= maxBytes) return jpeg
      first ||= jpeg.length
    }
    const area = pixels.info.width * pixels.info.height
    if (area < 128) throw new RangeError(`no JPEG fits into ${maxBytes} bytes`)
    pixels = await smaller(pixels, area / 2)
  }
}
