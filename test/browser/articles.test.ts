import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { inBothLights } from '../../lib/article/dark'
import { previewPage } from '../../lib/article/preview-page'
import { houseThemes } from '../../lib/article/theme'
import { htmlWith, renditionOf } from '../../lib/submission/rendition'
import { companyThemeId, firstCompanyTheme } from '../../lib/theme/drawn-in'
import { aPin, aSubmission } from '../kit/submission'
import { inChromium, launch, phone } from './browser'
import { pictureOf, typicalArticles, type TypicalArticle } from './typical-articles'

jest.setTimeout(600_000)

/** `npm run screenshots:articles` keeps what is seen here, with the figures beside what published articles have. */
const kept = process.env['SCREENSHOTS']

/** What published articles have on a phone, in px (reference sheet of articles, part 2.1). */
const typical = {
  size: [15, 17],
  lineHeight: [1.6, 2],
  gap: [16, 24],
  letterSpacing: [0.5, 1],
  side: [16, 28],
  heading: [17, 20],
  headingWeight: [600, 700],
  aboveHeading: [32, 40],
  belowHeading: [12, 20],
  caption: [12, 14],
  cell: [12, 16],
} as const satisfies Record<string, readonly [least: number, most: number]>
type Figure = keyof typeof typical
type Figures = Partial<Record<Figure, number[]>>

const companyTheme = {
  number: 1,
  theme: {
    ...firstCompanyTheme,
    ...{ name: '江南蓝', accent: '#0b4f8a', tint: '#e7eef6', ornament: 'label' as const },
    lead: '江南阀门 · 让每一滴水到家',
    footer: {
      words: '江南阀门股份有限公司',
      code: 'http://weixin.qq.com/r/abcDEF123456',
      follow: '长按识别二维码，关注我们',
    },
  },
}
const themes = [...houseThemes.map(({ id }) => id), companyThemeId]

const pageOf = ({ title, body }: TypicalArticle, theme: string, light: 'light' | 'dark'): string => {
  const ids = [...body.matchAll(/data-media="(\w+)"/g)].map(([, id]) => id!)
  const pins = ids.map((id) => aPin({ id }))
  const content = { ...aSubmission().content, ...{ title, body, theme, mediaIds: ids } }
  const rendition = renditionOf({ content, pins, media: [], unitName: '市场部', companyTheme })
  expect(rendition.dropped).toEqual([])
  const html = htmlWith(rendition, (id) => pictureOf(id, rendition.code))
  return previewPage({ title, html: inBothLights(html), light, nonce: '' })
}

/** Read off what the browser drew: every paragraph of the text, chapter heading, caption and cell. */
const measure = `(() => {
  const px = (element, name) => parseFloat(getComputedStyle(element)[name])
  const all = (selector) => [...document.querySelectorAll('.rich_media_content ' + selector)]
  const article = document.querySelector('.rich_media_content > section')
  const texts = [...article.children].filter((one) => one.tagName === 'P' && px(one, 'fontSize') !== 14)
  const blocks = [...article.children]
  const blockOf = (element) => blocks.find((one) => one.contains(element))
  const headings = all('h2').map((heading) => ({ heading, block: blockOf(heading) }))
  const between = (one, other) => other.getBoundingClientRect().top - one.getBoundingClientRect().bottom
  const round = (values) => [...new Set(values.map((value) => Math.round(value * 100) / 100))].sort((a, b) => a - b)
  const inBlock = ({ block }) => block && block.previousElementSibling && block.nextElementSibling
  return {
    size: round(texts.map((one) => px(one, 'fontSize'))),
    lineHeight: round(texts.map((one) => px(one, 'lineHeight') / px(one, 'fontSize'))),
    gap: round(texts.map((one) => px(one, 'marginBottom'))),
    letterSpacing: round(texts.map((one) => px(one, 'letterSpacing'))),
    side: round([article.getBoundingClientRect().left, innerWidth - article.getBoundingClientRect().right]),
    heading: round(headings.map(({ heading }) => px(heading, 'fontSize'))),
    headingWeight: round(headings.map(({ heading }) => px(heading, 'fontWeight'))),
    aboveHeading: round(headings.filter(inBlock).map(({ block }) => between(block.previousElementSibling, block))),
    belowHeading: round(headings.filter(inBlock).filter(({ block }) => block.nextElementSibling.tagName !== 'H3').map(({ block }) => between(block, block.nextElementSibling))),
    caption: round(all('img + p, section:has(> img) + p').map((one) => px(one, 'fontSize'))),
    cell: round(all('td, th').map((one) => px(one, 'fontSize'))),
  }
})()`

const outside = (figures: Figures): string[] =>
  (Object.keys(typical) as Figure[]).flatMap((name) => {
    const [least, most] = typical[name]
    return (figures[name] ?? [])
      .filter((value) => value < least || value > most)
      .map((value) => `${name} ${value} is not within ${least} to ${most}`)
  })

const written = (values: number[] | undefined) => (values && values.length > 0 ? values.join(' / ') : '—')

/** The figures of every look beside those of published articles, for whoever looks at the pictures. */
const table = (figures: Map<string, Figures>) =>
  [
    `| px | published | ${[...figures.keys()].join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(figures.size)}`,
    ...(Object.keys(typical) as Figure[]).map(
      (name) =>
        `| ${name} | ${typical[name].join(' to ')} | ${[...figures.values()].map((one) => written(one[name])).join(' | ')} |`,
    ),
  ].join('\n') + '\n'

inChromium('eight typical articles in each look, on a phone', () => {
  let browser: Browser
  let page: Page
  const figures = new Map<string, Figures>()
  beforeAll(async () => {
    browser = await launch()
    page = await browser.newPage({ viewport: phone, deviceScaleFactor: kept ? 2 : 1 })
    if (kept) mkdirSync(kept, { recursive: true })
  })
  afterAll(async () => {
    if (kept) writeFileSync(join(kept, 'figures.md'), table(figures))
    await browser?.close()
  })

  it.each(themes)(
    '%s has the figures that published articles have, and nothing runs out of the page',
    async (theme) => {
      const seen: Figures = {}
      for (const article of typicalArticles) {
        for (const light of kept ? (['light', 'dark'] as const) : (['light'] as const)) {
          await page.setContent(pageOf(article, theme, light), { waitUntil: 'load' })
          if (kept)
            await page.screenshot({
              path: join(kept, `${theme}-${article.name}-${light}.png`),
              fullPage: true,
            })
        }
        const found = (await page.evaluate(measure)) as Figures
        for (const name of Object.keys(typical) as Figure[])
          seen[name] = [...new Set([...(seen[name] ?? []), ...(found[name] ?? [])])].sort((a, b) => a - b)
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width)
      }
      figures.set(theme, seen)
      // Each figure was there to be measured.
      expect(Object.values(seen).every((values) => values.length > 0)).toBe(true)
      expect(outside(seen)).toEqual([])
    },
  )
})
