import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Document,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'
import pixelmatch from 'pixelmatch'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { askMail, decideByMail } from '../../local/demo/desk'
import { photoLike } from '../../local/demo/photo'
import { eventually, mailsOf } from '../../local/demo/visitor'
import { addresses, aStack, type Stack } from '../kit/cloud'
import { desk, inChromium, launch, signIn, watchedPage } from './browser'

jest.setTimeout(600_000)

/**
 * Of a picture's pixels this share may differ visibly: people of the company look at a derivative of 200 KB, readers at one
 * below 1 MB, both drawn 335 wide. Of the text and all else none may.
 */
const ofAPicture = 0.005
/** pixelmatch's distance between two colours from which on they are different, 0 to 1 */
const threshold = 0.1

/** `LOOK=folder` keeps what was compared. */
const folder = process.env['LOOK']
const title = '智能阀门西部管网投用纪实'
const lights = ['light', 'dark'] as const
type Light = (typeof lights)[number]

const words = (text: string) => new Paragraph({ children: [new TextRun(text)] })
const row = (...cells: string[]) =>
  new TableRow({ children: cells.map((text) => new TableCell({ children: [words(text)] })) })
const picture = async (seed: number) =>
  new Paragraph({
    children: [
      new ImageRun({
        type: 'jpg',
        data: await photoLike({ bytes: 1_300_000, width: 1500, height: 1000, seed }),
        transformation: { width: 450, height: 300 },
      }),
    ],
  })

/** A report as an officer has it from the workshop: headings, three pictures with captions, two tables. */
async function theReport(): Promise<Buffer> {
  const children = [
    new Paragraph({ text: '投用经过', heading: HeadingLevel.HEADING_1 }),
    words('十一月二十日，首批智能阀门在西部管网通过验收，运行平稳。'),
    await picture(31),
    words('图1 验收现场'),
    new Table({
      rows: [row('型号', '口径', '数量'), row('A1', '200 mm', '20 台'), row('A2', '300 mm', '12 台')],
    }),
    new Paragraph({ text: '运行数据', heading: HeadingLevel.HEADING_2 }),
    words('连续运行十天，泄漏量低于设计值。'),
    await picture(32),
    words('图2 中控室'),
    new Table({ rows: [row('日期', '压力'), row('11 月 21 日', '6.4 MPa'), row('11 月 22 日', '6.3 MPa')] }),
    new Paragraph({ text: '班组每天巡检两次', bullet: { level: 0 } }),
    new Paragraph({ text: '异常十分钟内上报', bullet: { level: 0 } }),
    await picture(33),
    words('图3 巡检班组'),
  ]
  return Packer.toBuffer(new Document({ sections: [{ children }] }))
}

interface Shot {
  data: Buffer
  width: number
  height: number
}

async function shot(of: Locator, name: string): Promise<Shot> {
  const png = await of.screenshot({ animations: 'disabled' })
  if (folder) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${name}.png`), png)
  }
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** Which share of the pixels is not the same; all of them where the sizes are not. */
const apart = (one: Shot, other: Shot): number =>
  one.width === other.width && one.height === other.height
    ? pixelmatch(one.data, other.data, null, one.width, one.height, { threshold }) / (one.width * one.height)
    : 1

const allThere = (pictures: Locator, name: string) =>
  eventually(`the pictures of ${name}`, async () => {
    const sizes = await pictures
      .evaluateAll((all) => all.map((one) => Number(Reflect.get(one, 'naturalWidth'))))
      .catch((error: Error) => {
        // The frame is just being filled anew, with links that live longer.
        if (error.message.includes('context was destroyed')) return []
        throw error
      })
    return sizes.length === 3 && sizes.every((size) => size > 0) ? true : undefined
  })

/**
 * Each picture of the article, and the article with its pictures left blank, on whole pixels: the sides of a derivative are
 * rounded, so that what the company sees may be a fraction of a pixel higher than what readers see.
 */
async function shotsOf(content: Locator, name: string) {
  const pictures = content.locator('img')
  await allThere(pictures, name)
  const heights = (await content.page().evaluate(`(() => {
    const content = document.querySelector('.rich_media_content')
    content.style.position = 'absolute'
    content.style.inset = '1000px auto auto 20px'
    content.style.width = '335px'
    return [...content.querySelectorAll('img')].map((picture) => {
      const { height } = picture.getBoundingClientRect()
      picture.style.setProperty('height', Math.round(height) + 'px', 'important')
      return height
    })
  })()`)) as number[]
  const each: Shot[] = []
  for (let at = 0; at < 3; at++) each.push(await shot(pictures.nth(at), `${name}-picture-${at + 1}`))
  await content
    .page()
    .evaluate(
      `document.querySelectorAll('.rich_media_content img').forEach((one) => (one.style.visibility = 'hidden'))`,
    )
  return { each, heights, rest: await shot(content, `${name}-text`) }
}

/** The article in the phone of a page of ours: the frame shows its pictures, and its very document is looked at as wide as a phone. */
async function inPhone(page: Page, light: Light, name: string) {
  const frame = page.locator('.phone iframe')
  await eventually(`the ${light} phone`, async () =>
    (await frame.getAttribute('srcdoc'))?.includes(`color-scheme:${light}`) ? true : undefined,
  )
  const pictures = page.frameLocator('.phone iframe').locator('.rich_media_content img')
  await allThere(pictures, name)
  const phone = await aPage({ viewport: { width: 375, height: 740 } })
  await phone.setContent((await frame.getAttribute('srcdoc')) ?? '')
  return shotsOf(phone.locator('.rich_media_content'), name)
}

let stack: Stack
let browser: Browser
const contexts: BrowserContext[] = []
const troubles: string[][] = []

async function aPage(options: { viewport: { width: number; height: number }; colorScheme?: Light }) {
  const context = await browser.newContext({ locale: 'zh-CN', ...options })
  contexts.push(context)
  const watched = await watchedPage(context)
  troubles.push(watched.troubles)
  return watched.page
}

inChromium('from a Word document to the readers, picture by picture', () => {
  beforeAll(async () => {
    stack = await aStack()
    browser = await launch()
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    await stack?.stop()
  })

  it('a themed article with cover, captions and tables looks at the reader’s as where it was written and released', async () => {
    const officer = await aPage({ viewport: desk })
    await signIn(stack, officer, 'officer')
    await officer.getByRole('button', { name: '写新稿' }).click()
    await officer.getByRole('textbox', { name: '标题' }).fill(title)
    await officer.getByRole('textbox', { name: '来源' }).fill('市场部')
    await officer.getByRole('combobox', { name: '属于哪一类' }).click()
    await officer.getByRole('option').first().click()
    await officer
      .locator('input[type=file][accept*=docx]')
      .setInputFiles({ name: '投用.docx', mimeType: '', buffer: await theReport() })
    await eventually('three verdicts', async () =>
      (await officer.getByText('通过', { exact: true }).count()) === 3 ? true : undefined,
    )
    await officer.getByRole('combobox', { name: '版式' }).click()
    await officer.getByRole('option', { name: '朱印' }).click()
    await officer.getByText('已保存').waitFor()
    await officer.getByText('没有发现问题').waitFor()

    const written: Partial<Record<Light, Awaited<ReturnType<typeof shotsOf>>>> = {}
    for (const light of lights) {
      await officer.getByText(light === 'light' ? '浅色' : '深色', { exact: true }).click()
      written[light] = await inPhone(officer, light, `written-${light}`)
    }
    for (const box of await officer.getByRole('checkbox', { name: /第[68]条/ }).all()) await box.check()
    await officer.getByRole('button', { name: '送审' }).click()
    await officer.getByText('审批中').first().waitFor()
    for (const who of ['unitHead', 'reviewer', 'departmentHead'] as const)
      await decideByMail(await askMail(stack.as(who), title), { approve: true })

    const editor = await aPage({ viewport: desk })
    await signIn(stack, editor, 'editor')
    await editor.getByRole('link', { name: '期次', exact: true }).click()
    await editor.getByRole('link', { name: '编排今天' }).click()
    await editor.getByRole('button', { name: `编入《${title}》` }).click()
    await editor.getByRole('button', { name: '保存编排' }).click()
    const lead = editor.locator('.reader-lead')
    await lead.locator('img').waitFor()
    expect(await lead.innerText()).toContain(title)
    await lead.click()
    const released: typeof written = {}
    for (const light of lights) {
      await editor.getByText(light === 'light' ? '浅色' : '深色', { exact: true }).click()
      released[light] = await inPhone(editor, light, `released-${light}`)
    }
    await editor.getByRole('button', { name: '生成草稿并测试发送' }).click()
    await editor.getByLabel('确认码').waitFor({ timeout: 60_000 })
    const mail = await eventually('the confirmation code', async () =>
      (await mailsOf(stack.cloud.url, addresses.editor)).findLast(({ text }) => text.includes('确认码')),
    )
    await editor.getByLabel('确认码').fill(/确认码\D*(\d{6})/.exec(mail.text)?.[1] ?? '')
    await editor.getByRole('button', { name: '确认群发' }).click()
    await editor.getByText('已群发').first().waitFor({ timeout: 90_000 })
    const address = await editor.locator('a[href^="http"]', { hasText: title }).last().getAttribute('href')

    for (const light of lights) {
      const reader = await aPage({ viewport: { width: 375, height: 740 }, colorScheme: light })
      await reader.goto(address ?? '')
      const content = reader.locator('#js_content')
      const said = await content.innerText()
      for (const part of ['投用经过', '图1 验收现场', '6.4 MPa', '异常十分钟内上报', '图3 巡检班组'])
        expect(said).toContain(part)
      expect(await content.locator('table').count()).toBe(2)
      const read = await shotsOf(content, `read-${light}`)
      // Whatever is compared is no blank page: pictures differ from one another.
      expect(apart(read.each[0]!, read.each[1]!)).toBeGreaterThan(0.05)
      for (const [name, ours] of Object.entries({ written: written[light]!, released: released[light]! })) {
        for (const [at, height] of read.heights.entries())
          expect(Math.abs(height - ours.heights[at]!)).toBeLessThan(1)
        const shares = read.each.map((one, at) => apart(one, ours.each[at]!))
        expect({ name, light, far: shares.filter((share) => share > ofAPicture) }).toEqual({
          name,
          light,
          far: [],
        })
        expect({ name, light, text: apart(read.rest, ours.rest) }).toEqual({ name, light, text: 0 })
      }
    }
    expect(troubles.flat()).toEqual([])
  })
})
