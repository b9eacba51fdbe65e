import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { seriousOn } from './axe'
import { desk, inChromium, launch, phone } from './browser'
import { openEditor, paste, writtenIn } from './editor-page'

jest.setTimeout(240_000)

let browser: Browser
const contexts: BrowserContext[] = []
const troubles: string[] = []

async function aPage(viewport = desk): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN' })
  contexts.push(context)
  const page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(error.message))
  return page
}

const aPicture = () =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: '#1d5c99' } })
    .jpeg()
    .toBuffer()

const word = (body: string) =>
  `<html xmlns:w="urn:schemas-microsoft-com:office:word"><body>${body}</body></html>`

inChromium('the editor in a browser', () => {
  beforeAll(async () => {
    browser = await launch()
  })
  afterEach(() => expect(troubles.splice(0)).toEqual([]))
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
  })

  it('takes a paste from Word in the language of articles and lists what changed, with its place', async () => {
    const page = await aPage()
    await openEditor(page)
    await paste(page, {
      'text/html': word(
        '<h1>概况</h1><p class=MsoNormal>产能10<sup>6</sup> m<sup>3</sup><span style="color:red">红</span></p>',
      ),
      'text/plain': '概况 产能',
    })
    await page.getByText('颜色 red 改为公司色板的“朱红”').waitFor()
    expect((await writtenIn(page)).html).toContain(
      '<h1>概况</h1><p>产能10<sup>6</sup> m<sup>3</sup><span style="color: rgb(179, 38, 30);">红</span></p>',
    )
    await page.getByRole('button', { name: '关闭' }).click()
    expect(await page.getByText('颜色 red').count()).toBe(0)
  })

  it('takes a range of a sheet as a table, says that the picture of it was left, and runs nothing', async () => {
    const page = await aPage()
    await openEditor(page)
    const photo = await aPicture()
    await paste(
      page,
      {
        'text/html':
          '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>年份</td><td>产量</td></tr><tr><td x:num>2025</td><td x:num>1298</td></tr></table><img src=x onerror="window.pwned=1"></html>',
        'text/plain': '年份\t产量\n2025\t1298',
      },
      [{ name: 'image.png', type: 'image/png', base64: Buffer.from(photo).toString('base64') }],
    )
    await page.getByText('按表格收下').waitFor()
    const { html, uploads } = await writtenIn(page)
    expect(html).toContain('<th><p style="text-align: right;">年份</p></th>')
    expect(uploads).toEqual([])
    expect(await page.evaluate('window.pwned')).toBeUndefined()
  })

  it('makes of a pasted JPEG an upload in its place, and says of a PNG what to do', async () => {
    const page = await aPage()
    await openEditor(page, { html: '<p>前</p>' })
    await page.locator('.tiptap p').click()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    const base64 = Buffer.from(await aPicture()).toString('base64')
    await paste(page, {}, [{ name: '现场.jpg', type: 'image/jpeg', base64 }])
    await page.locator('figure img').waitFor()
    await paste(page, {}, [{ name: '截图.png', type: 'image/png', base64 }])
    await page.getByText('制度只收 JPEG').waitFor()
    const { html, uploads } = await writtenIn(page)
    expect(uploads.map(({ name }) => name)).toEqual(['现场.jpg'])
    expect(html).toMatch(/^<p>前<\/p>.*<figure data-media="media-1">/)
  })

  it('uploads the pictures of a pasted document where they stand, and names those that did not come', async () => {
    const page = await aPage()
    await openEditor(page)
    const base64 = Buffer.from(await aPicture()).toString('base64')
    await paste(page, {
      'text/html': `<p>一</p><img src="data:image/jpeg;base64,${base64}" alt="甲"><p>二</p><img src="https://elsewhere.cn/b.jpg"><p>三</p>`,
    })
    await page.getByText('图片“2. b.jpg”还没有上传').waitFor()
    await page.locator('figure img').waitFor()
    const { html } = await writtenIn(page)
    expect([...html.matchAll(/一|media-1|二|b\.jpg|三/g)].map(([one]) => one)).toEqual([
      '一',
      'media-1',
      '二',
      'b.jpg',
      '三',
    ])
    await page.locator('.article-wanted input[type=file]').setInputFiles({
      ...{ name: 'b.jpg', mimeType: 'image/jpeg' },
      buffer: Buffer.from(base64, 'base64'),
    })
    await page.getByText('还没有上传').waitFor({ state: 'detached' })
    expect((await writtenIn(page)).html).toContain('<figure data-media="media-2">')
  })

  it('gives a picture its caption, its description and its place by keyboard', async () => {
    const page = await aPage()
    await openEditor(page, {
      html: '<p>前</p><figure data-media="m1"><img></figure><figure data-media="m2"><img></figure><p>后</p>',
      pictures: ['m1', 'm2'].map((id) => ({ id, url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' })),
    })
    await page.locator('figcaption').first().click()
    await page.keyboard.type('图1 现场')
    await page.getByRole('textbox', { name: '图片描述' }).first().fill('两名工人在调试阀门')
    await page.getByRole('button', { name: '图片操作' }).first().press('Enter')
    await page.getByRole('menuitem', { name: '与下一张并排' }).press('Enter')
    expect((await writtenIn(page)).html).toBe(
      '<p>前</p><section data-kind="row"><figure data-media="m1"><img alt="两名工人在调试阀门"><figcaption>图1 现场</figcaption></figure><figure data-media="m2"><img alt=""><figcaption></figcaption></figure></section><p>后</p>',
    )
  })

  it('moves a block by the handle at its side: by its menu with keys, and drawn', async () => {
    const page = await aPage()
    await openEditor(page, { html: '<p>甲段</p><p>乙段</p><p>丙段</p>' })
    await page.locator('.tiptap p').first().click()
    const handle = page.getByRole('button', { name: '这一段：拖动或打开菜单' })
    await handle.press('Enter')
    await page.getByRole('menuitem', { name: '下移' }).press('Enter')
    await page.getByRole('menuitem', { name: '下移' }).waitFor({ state: 'detached' })
    expect((await writtenIn(page)).html).toBe('<p>乙段</p><p>甲段</p><p>丙段</p>')
    await page.locator('.tiptap p').nth(2).hover()
    await page.waitForTimeout(300)
    await handle.dragTo(page.locator('.tiptap p').first(), { targetPosition: { x: 2, y: 2 } })
    expect((await writtenIn(page)).html).toBe('<p>丙段</p><p>乙段</p><p>甲段</p>')
    expect(await seriousOn(page)).toEqual([])
  })

  it('inserts a table behind a slash, moves by Tab, grows and shrinks by its tools', async () => {
    const page = await aPage()
    await openEditor(page)
    await page.locator('.tiptap').click()
    await page.keyboard.type('/biaoge')
    await page.getByRole('option', { name: '表格' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.tiptap th').first().waitFor()
    await page.keyboard.type('型号')
    await page.keyboard.press('Tab')
    await page.keyboard.type('产量')
    await page.getByRole('button', { name: '下面加行' }).click()
    await page.getByRole('button', { name: '删列' }).click()
    const { html } = await writtenIn(page)
    expect(html.match(/<tr>/g)).toHaveLength(4)
    expect(html.match(/<th>/g)).toHaveLength(2)
    expect(html).toContain('型号')
  })

  it('finds and replaces, also across looks, and undoes it', async () => {
    const page = await aPage()
    await openEditor(page, { html: '<p>智能<strong>阀门</strong>一，智能阀门二</p>' })
    await page.locator('.tiptap').click()
    await page.keyboard.press('Control+f')
    await page.getByRole('textbox', { name: '查找' }).fill('智能阀门')
    await page.getByText('2 处').waitFor()
    await page.getByRole('textbox', { name: '替换为' }).fill('电动阀')
    await page.getByRole('button', { name: '全部替换' }).click()
    await page.getByText('替换了 2 处').waitFor()
    expect((await writtenIn(page)).html).toBe('<p>电动阀一，电动阀二</p>')
    await page.getByRole('button', { name: '撤销' }).click()
    expect((await writtenIn(page)).html).toContain('智能<strong>阀门</strong>一')
  })

  it('proofreads: one key goes to the next place, one accepts, and nothing is changed unasked', async () => {
    const page = await aPage()
    await openEditor(page, { html: '<p>请登陆系统<strong>,按装</strong>阀门</p>' })
    await page.getByRole('button', { name: '校对', exact: true }).click()
    await page.getByText('3 处可以看看').waitFor()
    await page.locator('.tiptap').click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('F8')
    await page.getByText('常写作“登录系统”').waitFor()
    await page.keyboard.press('Alt+Enter')
    await page.getByText('2 处可以看看').waitFor()
    await page.keyboard.press('Alt+Enter')
    await page.getByText('1 处可以看看').waitFor()
    expect((await writtenIn(page)).html).toBe('<p>请登录系统<strong>，按装</strong>阀门</p>')
  })

  it('keeps links to WeChat articles only, and says the ways out for others', async () => {
    const page = await aPage()
    await openEditor(page, { html: '<p>往期</p>' })
    await page.locator('.tiptap').click()
    await page.keyboard.press('Control+a')
    await page.getByRole('button', { name: '链接', exact: true }).click()
    const address = page.getByRole('textbox', { name: '公众号文章的地址' })
    await address.fill('https://www.example.cn/')
    await page.getByText('做成二维码图片').waitFor()
    await address.fill('https://mp.weixin.qq.com/s/abc')
    await address.press('Enter')
    expect((await writtenIn(page)).html).toBe('<p><a href="https://mp.weixin.qq.com/s/abc">往期</a></p>')
  })

  it.each([
    ['a phone', phone],
    ['a desk', desk],
  ])('has every tool within reach of the keyboard and nothing serious for axe on %s', async (_, viewport) => {
    const page = await aPage(viewport)
    await openEditor(page, {
      html: '<h2>题</h2><p>字</p><table><tbody><tr><th><p>甲</p></th></tr></tbody></table><figure data-media="m1"><img alt="图"></figure><figure data-wanted="1. a.png"><img></figure>',
      pictures: [{ id: 'm1', url: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' }],
    })
    await page.locator('.tiptap').press('Alt+F10')
    const names: string[] = []
    for (let step = 0; step < 60; step++) {
      names.push(
        (await page.evaluate(
          'document.activeElement.ariaLabel ?? document.activeElement.innerText',
        )) as string,
      )
      await page.keyboard.press('ArrowRight')
    }
    const tools = (await page.locator('[role=toolbar] button:not(:disabled)').all()).length
    expect(new Set(names).size).toBe(tools)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width)
    expect(await seriousOn(page)).toEqual([])
  })
})
