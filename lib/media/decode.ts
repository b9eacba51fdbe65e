import sharp, { type OutputInfo } from 'sharp'
import { policy } from '../policy/policy'

// A decoder that keeps what it made, or works on several strips at once, takes four times the memory of one that does
// not; a function of ours judges or copies one picture and has no use for either.
sharp.cache(false)
sharp.concurrency(1)

/** Pixels of a picture, upright, in sRGB and without any metadata. */
export interface Pixels {
  data: Buffer
  info: OutputInfo
}

let last: Promise<unknown> = Promise.resolve()

/** One after the other: the coefficients of one progressive picture of 50 megapixels alone take 300 MB. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work)
  last = turn.catch(() => undefined)
  return turn
}

/**
 * Decodes a whole JPEG once, scaled down while decoding to about `pixels` pixels in all.
 * @throws Error for a picture that `judgeMedia` does not accept
 */
export const decoded = (jpeg: Uint8Array, pixels: number): Promise<Pixels> =>
  inTurn(async () => {
    const picture = sharp(jpeg, { failOn: 'warning', limitInputPixels: policy.media.picture.maxPixels })
    const { width, height } = await picture.metadata()
    const scale = Math.min(1, Math.sqrt(pixels / (width * height)))
    // Upright, the sides may have changed places; `inside` a square of the longer one fits both ways.
    const side = Math.max(1, Math.round(Math.max(width, height) * scale))
    return picture
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
  })

/** The same pixels, fewer of them. */
export const smaller = ({ data, info }: Pixels, pixels: number): Promise<Pixels> =>
  sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .resize({
      width: Math.max(1, Math.round(info.width * Math.sqrt(pixels / (info.width * info.height)))),
      withoutEnlargement: true,
    })
    .raw()
    .toBuffer({ resolveWithObject: true })

/** Of a picture, a JPEG without any metadata. */
export const encoded = ({ data, info }: Pixels, quality: number): Promise<Buffer> =>
  sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .jpeg({ quality })
    .toBuffer()
