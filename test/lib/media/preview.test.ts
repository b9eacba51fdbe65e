import exifr from 'exifr'
import sharp from 'sharp'
import { walkJpeg } from '../../../lib/media/formats/jpeg'
import { decoded } from '../../../lib/media/decode'
import { forWechat, PREVIEW_PIXELS, previewOf as fromPixels } from '../../../lib/media/preview'
import { photoLike } from '../../../local/demo/photo'

const previewOf = async (jpeg: Uint8Array, wish?: { maxBytes: number }) =>
  fromPixels(await decoded(jpeg, PREVIEW_PIXELS), wish)

describe('previewOf', () => {
  it('makes at most 204,800 bytes of a photo, upright, sRGB, and nothing but a picture', async () => {
    const photo = await photoLike({ gps: true, orientation: 6 })
    const preview = await previewOf(photo)
    expect(preview.length).toBeLessThanOrEqual(204_800)
    const seen = await sharp(preview).metadata()
    expect(seen).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3, hasProfile: false })
    expect(seen.orientation).toBeUndefined()
    expect(seen.exif).toBeUndefined()
    // 2400×1800 lying on its side stands up.
    expect(seen.width / seen.height).toBeCloseTo(1800 / 2400, 2)
    expect(seen.width * seen.height).toBeLessThanOrEqual(2_010_000)
    const { segments, trailing } = walkJpeg(preview)
    expect(segments).toEqual([])
    expect(trailing.length).toBe(0)
  })

  it('keeps to a smaller limit by making the picture smaller', async () => {
    const preview = await previewOf(await photoLike(), { maxBytes: 6_000 })
    expect(preview.length).toBeLessThanOrEqual(6_000)
    expect((await sharp(preview).metadata()).width).toBeLessThan(600)
  })

  it('does not enlarge', async () => {
    const preview = await previewOf(await photoLike({ width: 200, height: 100 }))
    expect(await sharp(preview).metadata()).toMatchObject({ width: 200, height: 100 })
  })

  it('turns the pixels, not only the sides', async () => {
    // Red above, blue below; orientation 3 is upside down.
    const half = (color: string) =>
      sharp({ create: { width: 80, height: 40, channels: 3, background: color } })
        .png()
        .toBuffer()
    const flag = await sharp({ create: { width: 80, height: 80, channels: 3, background: 'blue' } })
      .composite([{ input: await half('red'), left: 0, top: 0 }])
      .jpeg()
      .withMetadata({ orientation: 3 })
      .toBuffer()
    const { data } = await sharp(await previewOf(flag))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeLessThan(60)
    expect(data[2]).toBeGreaterThan(200)
  })

  it('throws for what is no whole picture', async () => {
    const photo = await photoLike({ width: 300, height: 200 })
    await expect(previewOf(photo.subarray(0, photo.length / 2))).rejects.toThrow()
  })
})

describe('forWechat', () => {
  it.each([
    ['a heavy photo', { width: 3600, height: 2700, bytes: 4_900_000 }],
    ['a long narrow one', { width: 1080, height: 9000 }],
    ['one that is turned', { orientation: 8, bytes: 2_000_000 }],
  ])('makes less than 1,000,000 bytes of %s', async (_, wish) => {
    const photo = await photoLike({ ...wish, gps: true })
    const copy = await forWechat(photo)
    expect(copy.length).toBeLessThan(1_000_000)
    expect(await exifr.gps(photo)).toBeDefined()
    expect(await exifr.gps(Buffer.from(copy))).toBeUndefined()
    const [before, after] = [
      await sharp(photo).autoOrient().toBuffer({ resolveWithObject: true }),
      await sharp(copy).metadata(),
    ]
    expect(after.exif).toBeUndefined()
    expect(after.width / after.height).toBeCloseTo(before.info.width / before.info.height, 2)
    expect(after.width).toBeGreaterThan(700)
  })
})
