import { wechatPictures } from '../../../lib/edition/pictures'
import type { PictureFile } from '../../../lib/channels/wechat/wechat'
import { givenDesk, type GivenDesk } from './given-desk'

jest.setTimeout(60_000)

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
