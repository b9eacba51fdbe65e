import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { cornersOf, fits, middleCrop } from '../../lib/article/cover'
import { seriousOn } from './axe'
import { desk, inChromium, launch, phone } from './browser'
import { coverOn, openCover, type GivenPicture } from './cover-page'

jest.setTimeout(240_000)

const [first, second] = ['7f1c4f57-9c1e-4a69-9d66-1b1a7f0d2c3e', '0b8f5f0e-6f0b-4a52-8a3e-4f9e7d0c1b2a']
const sides = { width: 1200, height: 800 }

/** A grey wall with one thing on it that a look takes in, at the right edge. */
async function aPicture(id: string, fileName: string): Promise<GivenPicture> {
  const { width, height } = sides
  const thing = `<svg width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#c9c9c9"/>${Array.from(
    { length: 14 },
    (_, at) =>
      `<rect x="${980 + (at % 4) * 45}" y="${300 + at * 14}" width="38" height="26" fill="${at % 2 ? '#d8402a' : '#f2c49b'}" stroke="#301008" stroke-width="4"/>`,
  ).join('')}</svg>`
  const jpeg = await sharp(Buffer.from(thing)).jpeg().toBuffer()
  return { id, fileName, jpeg, facts: sides }
}

let browser: Browser
let pictures: GivenPicture[]
const contexts: BrowserContext[] = []
const troubles: string[] = []

async function aPage(viewport = desk): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN' })
  contexts.push(context)
  const page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(error.message))
  return page
}

inChromium('the cover of an article', () => {
  beforeAll(async () => {
    browser = await launch()
    pictures = [await aPicture(first!, '一号.jpg'), await aPicture(second!, '二号.jpg')]
  })
  afterEach(() => expect(troubles.splice(0)).toEqual([]))
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
  })

  it('is proposed by what is on the picture, in both shapes', async () => {
    const page = await aPage()
    await openCover(page, pictures)
    await page.getByRole('button', { name: '用 二号.jpg 作封面' }).click()
    const cover = await coverOn(page)
    expect(cover.mediaId).toBe(second)
    expect(fits(cover.crop235!, 'crop235', sides) && fits(cover.crop1!, 'crop1', sides)).toBe(true)
    // The thing stands at the right edge: the middle would cut it off.
    expect(cornersOf(cover.crop1!).right).toBeGreaterThan(0.95)
    expect(cornersOf(middleCrop(sides.width, sides.height, 1)).right).toBeLessThan(0.85)
  })

  it('takes the middle and says so where the picture cannot be read', async () => {
    const page = await aPage()
    await openCover(page, pictures, false)
    await page.getByRole('button', { name: '用 一号.jpg 作封面' }).click()
    const cover = await coverOn(page)
    expect(cover.crop1).toBe(middleCrop(sides.width, sides.height, 1))
    await page.getByText('没能读出图片的内容，先取中间').waitFor()
  })

  it('is cropped by keyboard alone on a phone, and axe finds nothing serious', async () => {
    const page = await aPage(phone)
    await openCover(page, pictures)
    const button = page.getByRole('button', { name: '裁剪' })
    await button.focus()
    await page.keyboard.press('Enter')
    const before = await coverOn(page)
    const square = page.getByRole('group', { name: '方形 1∶1：方向键移动' })
    await square.focus()
    for (let at = 0; at < 6; at++) await page.keyboard.press('ArrowLeft')
    const moved = await coverOn(page)
    expect(cornersOf(moved.crop1!).left).toBeLessThan(cornersOf(before.crop1!).left)
    expect(moved.crop235).toBe(before.crop235)
    await page.getByRole('button', { name: '方形 1∶1：左上角，方向键改大小' }).focus()
    for (let at = 0; at < 6; at++) await page.keyboard.press('ArrowDown')
    const smaller = await coverOn(page)
    const high = (crop: string) => cornersOf(crop).bottom - cornersOf(crop).top
    expect(high(smaller.crop1!)).toBeLessThan(high(moved.crop1!))
    expect(fits(smaller.crop1!, 'crop1', sides)).toBe(true)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    expect(await seriousOn(page)).toEqual([])
    await page.getByRole('button', { name: '改回第一张图片' }).click()
    expect(await page.evaluate('window.content.cover')).toBeUndefined()
  })

  it('may be a picture of its own that does not stand in the article', async () => {
    const page = await aPage()
    await openCover(page, [pictures[0]!, pictures[1]!])
    await page.setInputFiles('input[type=file]', {
      ...{ name: '封面.jpg', mimeType: 'image/jpeg', buffer: pictures[1]!.jpeg },
    })
    await page.waitForFunction('window.content.cover')
    expect(await page.evaluate('window.content.cover')).toMatchObject({ mediaId: second })
  })
})
