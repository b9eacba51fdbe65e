import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { inBothLights } from '../../lib/article/dark'
import { previewPage } from '../../lib/article/preview-page'
import { filterForWechat } from '../../lib/channels/wechat/filter-model'
import { renderArticlePage } from '../../lib/pages/article-page'
import { renderDecisionPage } from '../../lib/pages/decision-page'
import { stylesheet } from '../../lib/pages/stylesheet'
import { articleBody } from '../../lib/submission/article-body'
import { articlePage } from '../../local/wechat/phone/article'
import { rewrite } from '../../local/wechat/rewrite'
import { decisionView } from '../lib/pages/views'
import { inChromium, launch } from './browser'

/** `LOOK=folder` keeps a picture of each page. */
const folder = process.env['LOOK']
const twinFile = (name: string) => readFileSync(join(__dirname, '../../local/wechat/phone', name), 'utf8')

/** What officers write and paste, bare and with colours of its own. */
const hard =
  '<h1>一级</h1><h2>二级</h2><h3>三级</h3><h4>四级</h4><h5>五级</h5><h6>六级</h6>' +
  '<p>正文 <strong>强</strong> <em>斜</em> <u>下</u> <small>小</small> <ins>增</ins> <del>删</del> <sub>2</sub> <code>码</code> <a href="https://mp.weixin.qq.com/s/1">链接</a></p>' +
  '<ul><li><section>项</section></li><li><p>段</p><ul><li><section>里</section></li></ul></li></ul>' +
  '<ol start="3"><li><section>三</section></li><li><section>四</section></li></ol>' +
  '<blockquote><p>引文</p></blockquote><section><p>里面的一段</p><p>又一段</p></section>' +
  '<table border="1" cellpadding="4"><tbody><tr><th>头</th><td bgcolor="#ffffff">格</td></tr></tbody></table>' +
  '<p><img src="https://mmbiz.qpic.cn/mmbiz_jpg/a/0" alt="图" /></p>' +
  '<section style="background-color: #eaf1f8; border-left: 4px solid #1d5c99; padding: 16px"><p style="color: #1d5c99">浅底</p><p>无色</p></section>' +
  '<section style="background-color: #f7f7f7; color: #595959"><p>灰底</p></section>' +
  '<section style="background: linear-gradient(#ffe3e3, #fff3bf)"><p style="color: #b3261e">渐变</p></section>' +
  '<h2 style="font-size: 18px; font-weight: 700; color: #ffffff; background-color: #b3261e">标签</h2>' +
  '<p style="color: #000080; background-color: #000033">深底</p><p style="color: rgba(60, 60, 60, 0.8)">半透明</p>' +
  '<p style="border-bottom: 1px solid #d9d9d9; box-shadow: 0 2px 4px #333333">线</p>'

const styled = articleBody({
  ...{ source: '市场部', unitName: '市场部', pictures: [], videos: [] },
  body:
    '<h2>一章</h2><p>正文<mark>底</mark></p><ul><li>项</li><li>项<ol><li>里</li></ol></li></ul><blockquote><p>引</p></blockquote>' +
    '<pre>a = 1\n  b</pre><table><tr><th>头</th><td>格</td></tr></table><section data-kind="warning"><p>注意</p></section><h3>小节</h3><p>末段</p>',
}).html

const pages: Record<string, (html: string, light: 'light' | 'dark') => string> = {
  preview: (html, light) => previewPage({ title: '标题', html: inBothLights(html), light, nonce: 'n' }),
  decision: (html) =>
    renderDecisionPage({
      ...decisionView((value) => value),
      wechat: { html: inBothLights(html), characters: 9, cover: {}, dropped: [] },
    }),
  public: (html) =>
    renderArticlePage({
      ...{ title: '标题', unitName: '市场部', at: '2026-11-23T01:00:00.000Z' },
      ...{ html: inBothLights(html), text: '' },
    }),
  twin: (html) =>
    articlePage({ account: { name: '江南精工' } } as Parameters<typeof articlePage>[0], '', {
      ...{ at: 0, as: 'published' },
      article: {
        ...{ title: '标题', author: '市场部', contentSourceUrl: '' },
        content: rewrite(html, () => true),
      } as Parameters<typeof articlePage>[2]['article'],
    }),
}

const names =
  'display position float clear margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left font-size font-weight font-style font-family line-height letter-spacing text-align text-indent text-decoration-line white-space vertical-align list-style-type overflow-x max-width min-height box-sizing overflow-wrap color background-color background-image border-top-width border-left-width border-left-style border-left-color border-bottom-color box-shadow width height'.split(
    ' ',
  )
const beforeNames = 'content display width margin-left position background-color'.split(' ')

type Look = Record<string, string> & { tag: string }

/** What the browser makes of each element of the article and of the mark before it, in their order. */
const looksOf = (page: Page) =>
  page.evaluate<Look[]>(`[...document.querySelectorAll('.rich_media_content *')].map((element) => {
    const of = (names, pseudo) => {
      const styles = getComputedStyle(element, pseudo)
      return Object.fromEntries(names.map((name) => [(pseudo ?? '') + name, styles.getPropertyValue(name)]))
    }
    const marked = getComputedStyle(element, '::before').content !== 'none'
    return {
      tag: element.tagName.toLowerCase(),
      ...of(${JSON.stringify(names)}),
      ...(marked && of(${JSON.stringify(beforeNames)}, '::before')),
    }
  })`)

/** Numbers apart by rounding are the same; how colours are written differs. */
const same = (one: string, other: string): boolean => {
  const numbers = (text: string) => (text.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  const [left, right] = [numbers(one), numbers(other)]
  const words = (text: string) => text.replace(/rgba?/g, 'rgb').replace(/-?\d+(?:\.\d+)?|[\s,()]/g, '')
  const padded = (list: number[]) => (/^rgb/.test(one) && list.length === 3 ? [...list, 1] : list)
  const [a, b] = [padded(left), padded(right)]
  return (
    words(one) === words(other) && a.length === b.length && a.every((n, at) => Math.abs(n - b[at]!) <= 1.5)
  )
}

const files: Record<string, [body: string, type: string]> = {
  '/style.css': [twinFile('style.css'), 'text/css'],
  '/dark.js': [twinFile('dark.js'), 'text/javascript'],
  '/assets/style.css': [stylesheet, 'text/css'],
}

inChromium('an article looks as WeChat’s page shows it (reference sheet of articles, 1.1 and 1.7)', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  async function shown(
    name: string,
    html: string,
    { light, width }: { light: 'light' | 'dark'; width: number },
  ) {
    const context = await browser.newContext({ colorScheme: light, viewport: { width, height: 900 } })
    const page = await context.newPage()
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url())
      const file = files[pathname]
      return file
        ? route.fulfill({ body: file[0], contentType: file[1] })
        : pathname === '/page'
          ? route.fulfill({ body: pages[name]!(html, light), contentType: 'text/html; charset=utf-8' })
          : route.fulfill({
              body: '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>',
              contentType: 'image/svg+xml',
            })
    })
    await page.goto('http://look.test/page')
    return { page, close: () => context.close() }
  }

  const bare = filterForWechat(hard).html
  const lights = ['light', 'dark'] as const

  it.each(lights.flatMap((light) => ['preview', 'decision', 'public'].map((name) => [name, light] as const)))(
    'the %s by %s as the reader’s phone',
    async (name, light) => {
      for (const html of [bare, styled]) {
        const ours = await shown(name, html, { light, width: 375 })
        const theirs = await shown('twin', html, { light, width: 375 })
        const [mine, real] = [await looksOf(ours.page), await looksOf(theirs.page)]
        expect(mine.length).toBeGreaterThan(15)
        const apart = mine.flatMap((look, at) =>
          Object.entries(look).flatMap(([property, value]) => {
            const other = real[at]?.[property] ?? ''
            return same(value, other) ? [] : [`${at} ${look.tag} ${property}: ${value} / ${other}`]
          }),
        )
        expect(apart).toEqual([])
        expect(mine.map(({ tag }) => tag)).toEqual(real.map(({ tag }) => tag))
        await ours.close()
        await theirs.close()
      }
    },
    120_000,
  )

  it('shows bare headings as small and light as the text, lists with marks and nothing between blocks', async () => {
    const { page, close } = await shown('decision', bare, { light: 'light', width: 375 })
    const looks = await looksOf(page)
    const h2 = looks.find(({ tag }) => tag === 'h2')
    expect(h2).toMatchObject({ 'font-size': '16px', 'font-weight': '400', 'margin-bottom': '0px' })
    const list = looks.find(({ tag }) => tag === 'ul')
    expect(list).toMatchObject({ 'list-style-type': 'none', 'margin-bottom': '0px' })
    const marks = looks
      .filter(({ tag }) => tag !== 'blockquote')
      .flatMap((look) => look['::beforecontent'] ?? [])
    expect(marks.slice(0, 3)).toEqual(['"•"', '"•"', '"•"'])
    // A phone's column: 375 less 20 on each side.
    expect(looks.find(({ tag }) => tag === 'p')?.['width']).toBe('335px')
    await close()
  }, 60_000)

  it('fits a phone and a desk in both lights, without scrolling sideways', async () => {
    if (folder) mkdirSync(folder, { recursive: true })
    for (const name of Object.keys(pages))
      for (const light of lights)
        for (const width of [360, 1280]) {
          const { page, close } = await shown(name, styled + bare, { light, width })
          const wide = Number(await page.evaluate('document.documentElement.scrollWidth'))
          expect({ name, light, width, wide: Math.max(wide, width) }).toEqual({
            name,
            light,
            width,
            wide: width,
          })
          if (folder)
            await page.screenshot({ path: join(folder, `${name}-${light}-${width}.png`), fullPage: true })
          await close()
        }
  }, 240_000)
})
