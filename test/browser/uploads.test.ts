import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Document, HeadingLevel, ImageRun, Packer, Paragraph, TextRun } from 'docx'
import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { bigVideo } from '../../local/demo/big-video'
import { show } from '../../local/demo/desk'
import { padJpeg } from '../../local/demo/photo'
import { eventually } from '../../local/demo/visitor'
import { aStack, aSubmission, type Stack } from '../kit/cloud'
import { desk, inChromium, launch, signIn, watchedPage } from './browser'

jest.setTimeout(600_000)

const mebibyte = 1_048_576
/** 40 MiB: five parts of 8 MiB. */
const bytes = 40 * mebibyte
const parts = [1, 2, 3, 4, 5]

/** Signed in once: a person has ten sessions at most, and the browser keeps its own. */
let officer: Awaited<ReturnType<Stack['signedIn']>>
let stack: Stack
let browser: Browser
let context: BrowserContext
let dir: string
let film: string

/** Part numbers whose PUT went through, in order, over all pages of the test. */
const arrived: number[] = []

async function aPage(): Promise<Page> {
  const { page } = await watchedPage(context)
  page.on('response', (response) => {
    const part = new URL(response.url()).searchParams.get('partNumber')
    if (part && response.request().method() === 'PUT' && response.ok()) arrived.push(Number(part))
  })
  return page
}

/** A slow line: a part takes seconds, so that there is a middle to break in. */
async function slow(page: Page, bytesPerSecond: number): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  })
}

/** Keeps requests of parts from `first` on in the air, as a line does that is about to break; `open` lets all go. */
async function holdParts(page: Page, first: number) {
  const held: Route[] = []
  let opened = false
  const late = (url: URL) => Number(url.searchParams.get('partNumber') ?? 0) >= first
  await page.route(late, (route) => (opened ? route.continue() : void held.push(route)))
  return {
    /** the line breaks under what is in the air */
    async breakLine() {
      for (const route of held.splice(0)) await route.abort('internetdisconnected').catch(() => undefined)
    },
    /** the line is back, also for what was tried while it was broken */
    async open() {
      opened = true
      for (const route of held.splice(0)) await route.continue().catch(() => undefined)
    },
  }
}

const choose = (page: Page) => page.locator('input[type=file]').last().setInputFiles(film)

async function aDraft(): Promise<string> {
  const { id } = await aSubmission(officer)
  return id
}

const open = async (page: Page, id: string) => {
  await page.goto(`${stack.cloud.url}/portal/submissions/${id}`)
  await page.getByRole('button', { name: '上传' }).waitFor()
}

const verdictOf = async (id: string) =>
  eventually(
    'the verdict',
    async () => {
      const { media } = await show(officer, id)
      return media.length === 1 && media[0]?.state === 'accepted' ? media[0] : undefined
    },
    60_000,
  )

inChromium('a video over a bad line', () => {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'qianfa-'))
    film = join(dir, '投用现场.mov')
    await bigVideo(film, bytes, await readFile(join(__dirname, '../fixtures/media/clip.mov')))
    stack = await aStack()
    officer = await stack.signedIn('officer')
    browser = await launch()
    context = await browser.newContext({ viewport: desk, locale: 'zh-CN' })
    const page = await context.newPage()
    await signIn(stack, page, 'officer')
    await page.close()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  beforeEach(() => void arrived.splice(0))

  it('goes on by itself when a lost line is back, and no part that had arrived is sent again', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    await slow(page, 20 * mebibyte)
    const line = await holdParts(page, 4)
    await choose(page)
    await eventually('the first parts', async () => (arrived.length === 3 ? true : undefined), 60_000)
    await context.setOffline(true)
    await line.breakLine()
    await new Promise((wait) => setTimeout(wait, 3_000))
    expect([...arrived].sort()).toEqual([1, 2, 3])
    await context.setOffline(false)
    await line.open()
    await verdictOf(id)
    expect([...arrived].sort()).toEqual(parts)
    await page.getByText('通过', { exact: true }).waitFor()
    await page.close()
  })

  it('is gone on with after the tab was closed, by choosing the file again: only what is missing is sent', async () => {
    const id = await aDraft()
    const first = await aPage()
    await open(first, id)
    await slow(first, 20 * mebibyte)
    await holdParts(first, 4)
    await choose(first)
    await eventually('the first parts', async () => (arrived.length === 3 ? true : undefined), 60_000)
    // The test driver lets go of what it holds when its page closes: those parts would arrive after all.
    await context.setOffline(true)
    await first.close({ runBeforeUnload: false })
    await context.setOffline(false)

    const second = await aPage()
    await open(second, id)
    await second.getByText('没有传完').waitFor()
    await second.getByText('已经传到的部分不会重传').waitFor()
    await choose(second)
    await verdictOf(id)
    expect([...arrived].sort()).toEqual(parts)
    const { media } = await show(officer, id)
    expect(media).toMatchObject([{ fileName: '投用现场.mov', bytes }])
    await second.close()
  })

  it('goes on while another page of the portal is looked at, is there on return, and sends no part twice', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    await slow(page, 20 * mebibyte)
    const line = await holdParts(page, 4)
    await choose(page)
    await eventually('the first parts', async () => (arrived.length === 3 ? true : undefined), 60_000)
    await page.locator('nav a[href="/portal/archive"]').click()
    await page.locator('.tiptap').waitFor({ state: 'detached' })
    await page.goBack()
    await page.getByRole('progressbar').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: '暂停' }).waitFor()
    await choose(page)
    await new Promise((wait) => setTimeout(wait, 1_500))
    expect(await page.getByRole('button', { name: '暂停' }).count()).toBe(1)
    await line.open()
    await verdictOf(id)
    expect([...arrived].sort()).toEqual(parts)
    await page.getByText('通过', { exact: true }).waitFor()
    await page.close()
  })

  it('pauses and goes on by a person’s hand', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    await slow(page, 20 * mebibyte)
    const line = await holdParts(page, 4)
    await choose(page)
    await eventually('the first parts', async () => (arrived.length === 3 ? true : undefined), 60_000)
    await page.getByRole('button', { name: '暂停' }).click()
    await line.open()
    await new Promise((wait) => setTimeout(wait, 3_000))
    expect([...arrived].sort()).toEqual([1, 2, 3])
    await page.getByRole('button', { name: '继续', exact: true }).click()
    await verdictOf(id)
    expect(new Set(arrived)).toEqual(new Set(parts))
    await page.close()
  })

  it('that was accepted stays so when it is chosen again on a page opened anew: nothing is sent, nothing deleted', async () => {
    const id = await aDraft()
    const first = await aPage()
    await open(first, id)
    await choose(first)
    const { id: mediaId, versionId } = await verdictOf(id)
    await first.getByText('通过', { exact: true }).waitFor()
    await first.close()
    arrived.splice(0)

    const second = await aPage()
    const asked: string[] = []
    second.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.includes('/media')) asked.push(`${request.method()} ${pathname.split('/media')[1]}`)
    })
    await open(second, id)
    const begun = second.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().endsWith('/media'),
    )
    await choose(second)
    await begun
    // What it would do wrongly it did at once; two looks of the page at the service later it would have shown.
    for (let looks = 0; looks < 2; looks++)
      await second.waitForResponse((response) => response.url().endsWith(`/submissions/${id}`))
    expect(asked).toEqual(['POST '])
    expect(arrived).toEqual([])
    const { submission, media } = await show(officer, id)
    expect(media).toMatchObject([{ id: mediaId, versionId, state: 'accepted' }])
    expect(submission.content.mediaIds).toEqual([mediaId])
    await second.getByText('通过', { exact: true }).waitFor()
    await second.close()
  })

  it('that was removed and is uploaded again gets a verdict of its own', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    await choose(page)
    const first = await verdictOf(id)
    await page.getByText('通过', { exact: true }).waitFor()
    await page.getByRole('button', { name: '移除 投用现场.mov' }).click()
    await eventually('the file to be gone', async () =>
      (await show(officer, id)).media.length === 0 ? true : undefined,
    )
    arrived.splice(0)
    await choose(page)
    const second = await verdictOf(id)
    expect([...arrived].sort()).toEqual(parts)
    expect(second.versionId).not.toBe(first.versionId)
    await page.getByText('通过', { exact: true }).waitFor()
    await page.close()
  })

  it('never says that a file is not complete after its last byte', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    await page.evaluate(`
      window.said = new Set()
      new MutationObserver(() => {
        for (const word of ['没有传完', '检查中', '通过'])
          for (const badge of document.querySelectorAll('[role=status]'))
            if (badge.textContent === word) window.said.add(word)
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    `)
    const picture = padJpeg(await readFile(join(__dirname, '../fixtures/media/picture.jpg')), 1_500_000)
    await page
      .locator('input[type=file]')
      .last()
      .setInputFiles([{ name: '现场.jpg', mimeType: 'image/jpeg', buffer: picture }])
    await page.getByText('通过', { exact: true }).waitFor()
    await choose(page)
    await eventually('two verdicts', async () =>
      (await page.getByText('通过', { exact: true }).count()) === 2 ? true : undefined,
    )
    expect(await page.evaluate('[...window.said]')).not.toContain('没有传完')
    expect(await page.evaluate('[...window.said]')).toContain('通过')
    await page.close()
  })

  it('takes a refused picture that was mended under its own name, in the place of the refused one', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    const path = join(dir, '剪彩.jpg')
    const input = page.locator('input[type=file]').last()
    const picture = padJpeg(await readFile(join(__dirname, '../fixtures/media/picture.jpg')), 1_500_000)
    // The same size: only what it holds tells the mended one from the other.
    const hurt = Buffer.from(picture)
    hurt.fill(0, hurt.length - 3_000, hurt.length - 2)
    await writeFile(path, hurt)
    await input.setInputFiles(path)
    await page.getByText('不合格', { exact: true }).waitFor()
    // The browser has forgotten the name, or it would not tell the page of a second choice of it.
    expect(await input.inputValue()).toBe('')
    await writeFile(path, picture)
    await input.setInputFiles(path)
    await page.getByText('通过', { exact: true }).waitFor()
    expect(await page.getByText('不合格', { exact: true }).count()).toBe(0)
    const saved = await eventually('the draft to hold the mended one alone', async () => {
      const { submission, media } = await show(officer, id)
      const [only, ...others] = submission.content.mediaIds
      const used = media.find((one) => one.id === only)
      return used?.state === 'accepted' && others.length === 0 ? used : undefined
    })
    expect(saved.fileName).toBe('剪彩.jpg')
    await page.close()
  })

  it('says beside the name why a file is not taken, and sends no byte of it', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    await page
      .locator('input[type=file]')
      .last()
      .setInputFiles([
        { name: '小图.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(900_000) },
        { name: '报告.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_000_000) },
      ])
    await page.getByText('小图.jpg').waitFor()
    await page.getByText('报告.pdf').waitFor()
    expect(await page.getByText(/1,?048,?576|1 MB|1\.0 MB/).count()).toBeGreaterThan(0)
    expect(await page.getByText('怎样改：').count()).toBe(2)
    expect((await show(officer, id)).media).toEqual([])
    await page.close()
  })

  it('takes the words of a Word document; its picture is an upload with the verdict beside it, in its place', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    const document = new Document({
      sections: [
        {
          children: [
            new Paragraph({ text: '投用现场', heading: HeadingLevel.HEADING_2 }),
            new Paragraph({ children: [new TextRun('首批'), new TextRun({ text: '五台', bold: true })] }),
            new Paragraph({ text: '运行平稳', bullet: { level: 0 } }),
            new Paragraph({
              children: [
                new ImageRun({
                  type: 'jpg',
                  data: await readFile(join(__dirname, '../fixtures/media/picture.jpg')),
                  transformation: { width: 60, height: 40 },
                }),
              ],
            }),
          ],
        },
      ],
    })
    await page
      .locator('input[type=file][accept*=docx]')
      .setInputFiles({ name: '投用.docx', mimeType: '', buffer: await Packer.toBuffer(document) })
    await page.getByText('图片须大于 1 MB').first().waitFor()
    await page.getByText('已保存').waitFor()
    // The same document again is taken again: the browser has forgotten its name.
    expect(await page.locator('input[type=file][accept*=docx]').inputValue()).toBe('')
    const body = await eventually('the text to be saved', async () => {
      const { submission } = await show(officer, id)
      return submission.content.body.includes('投用现场') ? submission.content.body : undefined
    })
    expect(body).toContain('<h2>投用现场</h2>')
    expect(body).toMatch(/首批<strong>五台<\/strong>/)
    expect(body).toMatch(/<li><p>运行平稳<\/p><\/li>/)
    expect(body).toContain('<figure data-wanted="1. image1.jpg">')
    await page
      .locator('input[type=file][accept*=docx]')
      .setInputFiles({ name: '旧.doc', mimeType: 'application/msword', buffer: Buffer.from('not a zip') })
    await page.getByText('旧的 .doc 请先在 Word 里另存为 .docx').waitFor()
    await page.close()
  })

  it('saves everything in the end when the answer to a save is lost, with and without another letter', async () => {
    const id = await aDraft()
    const page = await aPage()
    await open(page, id)
    let losing = 1
    await page.route(
      (url) => url.pathname === `/api/submissions/${id}`,
      async (route) => {
        if (route.request().method() !== 'PUT' || losing === 0) return route.continue()
        losing -= 1
        await route.fetch()
        await route.abort('connectionreset')
      },
    )
    const title = page.getByRole('textbox', { name: '标题' })
    const savedTitle = async () => (await show(officer, id)).submission.content.title
    await title.fill('投用现场一')
    await page.getByText('还没有保存').waitFor()
    await title.fill('投用现场一二')
    await page.getByText('已保存').waitFor()
    expect(await savedTitle()).toBe('投用现场一二')
    losing = 1
    await title.fill('投用现场一二三')
    await page.getByText('还没有保存').waitFor()
    await page.getByText('已保存').waitFor()
    expect(await savedTitle()).toBe('投用现场一二三')
    await page.close()
  })

  it('keeps what is typed on the page when the session ends under it', async () => {
    const id = await aDraft()
    const page = await aPage()
    await page.clock.install()
    await open(page, id)
    const said = { zh: '请先登录', en: 'please sign in' }
    const gone = { error: { code: 'NotSignedIn', message: said, details: [], facts: {} } }
    await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: gone }))
    const title = page.getByRole('textbox', { name: '标题' })
    await title.fill('还没有保存的标题')
    await page.clock.fastForward(61_000)
    await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`)
    await page.getByText('登录已过期').waitFor()
    expect(await title.inputValue()).toBe('还没有保存的标题')
    await page.getByRole('link', { name: '在新标签页登录' }).waitFor()
    await page.close({ runBeforeUnload: false })
  })
})
