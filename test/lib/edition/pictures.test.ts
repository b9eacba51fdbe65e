import exifr from 'exifr'
import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { wechatPictures } from '../../../lib/edition/pictures'
import type { PictureFile } from '../../../lib/channels/wechat/wechat'
import { date, givenDesk, type GivenDesk } from './given-desk'
import { runAttempt, start } from './run-attempt'

jest.setTimeout(180_000)

let desk: GivenDesk
beforeEach(async () => {
  desk = await givenDesk()
})
afterEach(() => desk.close())

/** Notes how many uploads are under way, and lets each last a little. */
function watchUploads() {
  const { wechat } = desk.desk
  const { uploadArticlePicture } = wechat
  const seen = { now: 0, most: 0, made: 0 }
  wechat.uploadArticlePicture = async (file: PictureFile) => {
    seen.made += 1
    seen.most = Math.max(seen.most, ++seen.now)
    await new Promise((next) => setTimeout(next, 20))
    const outcome = await uploadArticlePicture(file)
    seen.now -= 1
    return outcome
  }
  return seen
}

test('uploads many at a time, never more than allowed, and answers each picture with its own address', async () => {
  const { pins } = await desk.approved({}, 7)
  const seen = watchUploads()
  const pictures = wechatPictures({ ...desk.desk, uploadsAtOnce: 3 })
  const urls = await Promise.all(pins.map((pin) => pictures.inArticle(pin)))
  expect(seen).toEqual({ now: 0, most: 3, made: 7 })
  const { pictures: shelf } = await desk.twin.state()
  expect(new Set(urls)).toEqual(new Set(Object.values(shelf).map((one) => one.url)))
  for (const [at, pin] of pins.entries())
    expect(await desk.editions.picture('article', pin.checksum)).toEqual({ url: urls[at] })
})

test('a picture of a phone goes out below 1 MB, upright, without place, camera or colour profile', async () => {
  const noise = randomBytes(1800 * 1200 * 3)
  const photo = await sharp(noise, { raw: { width: 1800, height: 1200, channels: 3 } })
    .withExif({
      IFD0: { Make: 'Camera', Model: 'Secret' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 14/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '121/1 28/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 90 })
    .toBuffer()
  expect(photo.length).toBeGreaterThan(1_048_576)
  expect(await exifr.gps(photo)).toBeDefined()

  const { pins } = await desk.approved({}, [photo])
  const uploaded: Uint8Array[] = []
  const { wechat } = desk.desk
  const { uploadArticlePicture } = wechat
  wechat.uploadArticlePicture = async (file: PictureFile) => {
    uploaded.push(file.bytes)
    return uploadArticlePicture(file)
  }
  await wechatPictures({ ...desk.desk, uploadsAtOnce: 48 }).inArticle(pins[0]!)
  const [sent] = uploaded
  expect(sent!.length).toBeLessThan(1_048_576)
  const { width, height, orientation, exif, icc } = await sharp(sent).metadata()
  // Turned by a quarter: what was wide is high, and nothing is left that would turn it again.
  expect([width! < height!, orientation, exif, icc]).toEqual([true, undefined, undefined, undefined])
  expect(await exifr.parse(Buffer.from(sent!), true)).toBeUndefined()
  expect(await exifr.gps(Buffer.from(sent!))).toBeUndefined()
})

test('a cover of its own is uploaded as the cover alone, and WeChat’s draft has the crops that were approved', async () => {
  const crops = { crop235: '0_0.1_1_0.5', crop1: '0.1_0_0.9_1' }
  const mediaId = '10000000-0000-4000-8000-000000000102'
  const { id } = await desk.approved({ cover: { mediaId, apart: true, ...crops } }, 2)
  const covers: Uint8Array[] = []
  const { wechat } = desk.desk
  const { addMaterial } = wechat
  wechat.addMaterial = async (type, file: PictureFile) => {
    covers.push(file.bytes)
    return addMaterial(type, file)
  }
  const seen = watchUploads()
  await desk.verbs.compose({ date, submissionIds: [id], by: desk.editor })
  await runAttempt(desk, await start(desk), { until: 'confirmation' })
  const sent = (await desk.twin.state()).drafts[0]!.articles[0]!
  expect(sent).toMatchObject({ picCrop235: crops.crop235, picCrop1: crops.crop1 })
  expect(sent.content.match(/<img/g)).toHaveLength(1)
  expect(seen.made).toBe(1)
  const { height } = await sharp(covers[0]).metadata()
  expect([covers.length, height]).toEqual([1, 42])
})

test('uploads the same bytes once, however many ask, also after it died in the middle', async () => {
  const { pins } = await desk.approved({}, 4)
  const seen = watchUploads()
  const first = wechatPictures({ ...desk.desk, uploadsAtOnce: 48 })
  const [one, again] = await Promise.all([first.inArticle(pins[0]!), first.inArticle(pins[0]!)])
  expect([one === again, seen.made]).toEqual([true, 1])
  const afterDeath = wechatPictures({ ...desk.desk, uploadsAtOnce: 48 })
  const urls = await Promise.all(pins.map((pin) => afterDeath.inArticle(pin)))
  expect([urls[0] === one, seen.made]).toEqual([true, 4])
})
