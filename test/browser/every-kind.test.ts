import { parseDocument } from 'htmlparser2'
import type { ChildNode, Element } from 'domhandler'
import type { Browser, Page } from 'playwright-core'
import { inBothLights } from '../../lib/article/dark'
import { previewPage } from '../../lib/article/preview-page'
import { articleOf } from '../../lib/edition/article'
import { renderDecisionPage } from '../../lib/pages/decision-page'
import { derivedUuid } from '../../lib/platform/ids'
import { htmlWith, renditionOf } from '../../lib/submission/rendition'
import { articlePage } from '../../local/wechat/phone/article'
import { pictureIn, rewrite } from '../../local/wechat/rewrite'
import { aPin, aSubmission } from '../kit/submission'
import { decisionView } from '../lib/pages/views'
import { corpus, type Case } from '../web/article/corpus'
import { inChromium, launch } from './browser'
import { openEditor, paste, writtenIn } from './editor-page'

jest.setTimeout(600_000)

const addressAt = (id: string) => `https://mmbiz.qpic.cn/mmbiz_jpg/${id}/0`

const isElement = (node: ChildNode): node is Element => 'attribs' in node

/** What a reader has of an article: its words, its pictures, and how it is built. */
interface Outline {
  words: string
  pictures: string[]
  tags: string[]
}

const structural = new Set('h1 h2 h3 p section blockquote ul ol li table tr th td img a pre hr'.split(' '))

function outlineOf(nodes: ChildNode[]): Outline {
  const outline: Outline = { words: '', pictures: [], tags: [] }
  const walk = (node: ChildNode): void => {
    if (node.type === 'text') outline.words += node.data
    if (!isElement(node) || ['style', 'script', 'head'].includes(node.name)) return
    if (structural.has(node.name) && (node.name !== 'a' || node.attribs['href'])) outline.tags.push(node.name)
    if (node.name === 'img') {
      const { 'data-src': stored, src = '' } = node.attribs
      outline.pictures.push(pictureIn(stored ?? src) ?? '')
    }
    node.children.forEach(walk)
  }
  nodes.forEach(walk)
  return { ...outline, words: outline.words.replace(/[\s\u00a0\u200b\ufeff]/g, '') }
}

/** The article within a page, as WeChat names its place. */
function within(nodes: ChildNode[]): ChildNode[] {
  for (const node of nodes) {
    if (!isElement(node)) continue
    if ((node.attribs['class'] ?? '').split(' ').includes('rich_media_content')) return node.children
    const found = within(node.children)
    if (found.length > 0) return found
  }
  return []
}

/** A submitted version of what was written, as each surface shows it. */
function surfacesOf(body: string, ids: string[]) {
  const pins = ids.map((id) => aPin({ id, fileName: `${id}.jpg` }))
  const content = { ...aSubmission().content, body, mediaIds: ids }
  const rendition = renditionOf({ content, pins, media: [], unitName: '市场部' })
  const html = htmlWith(rendition, addressAt)
  const pictures = ids.map((id) => ({ id, url: addressAt(id) }))
  const { article } = articleOf({ rendition, pictures, cover: { mediaId: 'cover' }, index: 1 })
  const stored = rewrite(article.content, (address) => pictureIn(address) !== undefined)
  const phone = articlePage({ account: { name: '江南精工' } } as Parameters<typeof articlePage>[0], '', {
    ...{ at: 0, as: 'published' },
    article: { title: '标题', author: '', contentSourceUrl: '', content: stored } as Parameters<
      typeof articlePage
    >[2]['article'],
  })
  const preview = previewPage({ title: '标题', html: inBothLights(html), light: 'light', nonce: 'n' })
  const decision = renderDecisionPage({
    ...decisionView((value) => value),
    wechat: { html: inBothLights(html), characters: 1, dropped: [], cover: rendition.cover },
  })
  return {
    rendition,
    shown: {
      preview: outlineOf(within(parseDocument(preview).children)),
      decision: outlineOf(within(parseDocument(decision).children)),
      draft: outlineOf(parseDocument(stored).children),
      phone: outlineOf(within(parseDocument(phone).children)),
    },
  }
}

const count = ({ tags }: Outline, ...names: string[]) => tags.filter((tag) => names.includes(tag)).length

/** How many of each: what an author sees as headings, lists, tables and pictures is nothing else for a reader. */
const builtOf = (outline: Outline) => ({
  headings: count(outline, 'h1', 'h2', 'h3'),
  items: count(outline, 'li'),
  tables: count(outline, 'table'),
  rows: count(outline, 'tr'),
  cells: count(outline, 'td', 'th'),
  pictures: outline.pictures.length,
})

inChromium('every kind of content from the editor to the phone', () => {
  let browser: Browser
  let page: Page
  const thrown: string[] = []
  beforeAll(async () => {
    browser = await launch()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    page.on('pageerror', ({ message }) => thrown.push(message))
    await openEditor(page)
  })
  afterAll(() => browser?.close())

  /** Pasted into an empty text by a person; pictures that wait for a file have got one. */
  async function written({ input, isText }: Case): Promise<{ body: string; ids: string[] }> {
    await page.locator('.tiptap').click()
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    await paste(page, isText ? { 'text/plain': input } : { 'text/html': input, 'text/plain': ' ' })
    const { html } = await writtenIn(page)
    const ids: string[] = []
    const body = html.replace(/ data-wanted="[^"]*"/g, () => {
      const id = derivedUuid('picture', String(ids.length))
      ids.push(id)
      return ` data-media="${id}"`
    })
    return { body, ids }
  }

  it('keeps its words, pictures and structure through preview, decision page and draft', async () => {
    const seen = { headings: 0, items: 0, tables: 0, pictures: 0 }
    expect(corpus.length).toBeGreaterThan(70)
    for (const one of corpus) {
      const name = `${one.from}: ${one.name}`
      const { body, ids } = await written(one)
      const { rendition, shown } = surfacesOf(body, ids)
      const { phone, ...others } = shown
      for (const [surface, outline] of Object.entries(others))
        expect({ name, surface, outline }).toEqual({ name, surface, outline: phone })
      const editor = outlineOf(parseDocument(body).children)
      expect({ name, words: phone.words }).toEqual({
        name,
        words: `${editor.words}来源：市场部供稿：市场部`,
      })
      expect({ name, ids: phone.pictures }).toEqual({ name, ids })
      expect({ name, ...builtOf(phone) }).toEqual({ name, ...builtOf(editor) })
      // Whatever the editor can make is kept by WeChat: nothing is left to be listed.
      expect({ name, dropped: rendition.dropped }).toEqual({ name, dropped: [] })
      for (const kind of ['headings', 'items', 'tables', 'pictures'] as const)
        seen[kind] += builtOf(phone)[kind]
    }
    // None of it was compared with nothing.
    for (const [kind, number] of Object.entries(seen)) expect([kind, number > 3]).toEqual([kind, true])
    expect(thrown).toEqual([])
  })

  it('lists before it is submitted what WeChat would drop of a text that no editor made', () => {
    const body =
      '<p>看<a href="https://www.valve.example/a">官网</a></p><iframe src="https://v.example/1"></iframe><p style="position: fixed">正文</p><form><input></form>'
    const { rendition, shown } = surfacesOf(body, [])
    expect(shown.phone.words).toBe('看官网正文来源：市场部供稿：市场部')
    expect(shown.phone).toEqual(shown.preview)
    expect(shown.phone.tags).not.toContain('a')
    expect(rendition.dropped.map(({ kind, what }) => `${kind} ${what}`).sort()).toEqual([
      ...['link https://www.valve.example/a', 'style position', 'tag form', 'tag iframe', 'tag input'],
    ])
  })
})
