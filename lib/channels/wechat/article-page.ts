import type { ChildNode, Element } from 'domhandler'
import { DomUtils, parseDocument } from 'htmlparser2'
import { isTag } from './read-back/lines'

/** An article as its public page shows it. */
export interface ArticlePage {
  title: string
  author?: string
  /** HTML of the article's body, in WeChat's own writing */
  content: string
  videos: number
  /** the link behind 阅读原文 */
  sourceUrl?: string
  publishedAt?: Date
}

/** `gone`: WeChat says that it was deleted or that there is none · `unreadable`: no article could be seen, `why` in short */
export type PageRead =
  { kind: 'read'; page: ArticlePage } | { kind: 'gone' } | { kind: 'unreadable'; why: string }

/** Reads public pages of articles; only at WeChat's own address. */
export interface ArticlePages {
  /** @param address as `articleAddress` gives it */
  read(address: string): Promise<PageRead>
}

const home = 'https://mp.weixin.qq.com'
const api = 'https://api.weixin.qq.com'
/** Real pages are 2 to 5 MB of script around a few KB of article. */
const maxBytes = 10_000_000

/** Where articles live for an API at `baseUrl`: at WeChat, or below the address of its twin. */
const articleHome = (baseUrl: string): string => (baseUrl.startsWith(api) ? home : baseUrl)

/**
 * The address of an article as people copy it: `mp.weixin.qq.com/s/<short>`, or `/s?__biz=…&mid=…&idx=…&sn=…`, without
 * what follows where readers came from. Undefined for any other address.
 */
export function articleAddress(pasted: string, baseUrl: string): string | undefined {
  const at = articleHome(baseUrl)
  const url = URL.canParse(pasted.trim()) ? new URL(pasted.trim()) : undefined
  const base = new URL(at)
  const below = base.pathname.replace(/\/$/, '')
  if (!url || url.hostname !== base.hostname || !['http:', 'https:'].includes(url.protocol)) return undefined
  if (at !== home && url.port !== base.port) return undefined
  const path = url.pathname.startsWith(`${below}/`) ? url.pathname.slice(below.length) : url.pathname
  if (/^\/s\/[\w-]+(\/[\w-]+)*$/.test(path)) return `${base.origin}${below}${path}`
  const named = ['__biz', 'mid', 'idx', 'sn'].map((name) => [name, url.searchParams.get(name) ?? ''] as const)
  if (path !== '/s' || named.some(([, value]) => value === '')) return undefined
  const query = new URLSearchParams(Object.fromEntries(named))
  return `${base.origin}${below}/s?${query.toString()}`
}

const isVideo = ({ name, attribs }: Element): boolean =>
  ['mpvideo', 'mp-common-video', 'video'].includes(name) ||
  (name === 'iframe' && /\bvideo_iframe\b/.test(attribs['class'] ?? ''))

/** How many videos stand in an article's HTML. */
export const videosIn = (html: string): number =>
  DomUtils.findAll(isVideo, parseDocument(html).children).length

/** What a reader reads around the article: neither the article nor what runs. */
const around = (nodes: ChildNode[]): string =>
  nodes
    .map((node) => {
      if (!isTag(node)) return DomUtils.textContent(node)
      const apart = ['script', 'style', 'template'].includes(node.name) || node.attribs['id'] === 'js_content'
      return apart ? '' : around(node.children)
    })
    .join('')

const written = (html: string, name: string): string | undefined =>
  new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(html)?.[1]

/**
 * From the page's HTML; undefined when there is no published article in it, e.g. where WeChat asks whether a person is
 * looking, or shows a preview under an address that soon ends.
 */
function articleIn(html: string): ArticlePage | undefined {
  const document = parseDocument(html)
  if (around(document.children).includes('临时链接')) return undefined
  const byId = (...ids: string[]) =>
    DomUtils.findOne((one) => ids.includes(one.attribs['id'] ?? ''), document.children)
  const words = (element: Element | null) => (element ? DomUtils.textContent(element).trim() : '')
  const body = byId('js_content')
  const title = words(byId('activity-name'))
  if (!body || !title) return undefined
  const author = words(byId('js_author_name', 'js_author_name_text'))
  const seconds = Number(written(html, 'ct'))
  const sourceUrl = written(html, 'msg_source_url')?.replaceAll('&amp;', '&')
  const content = DomUtils.getInnerHTML(body)
  return {
    title,
    ...(author && { author }),
    content,
    videos: videosIn(content),
    ...(sourceUrl !== undefined && { sourceUrl }),
    ...(seconds > 0 && { publishedAt: new Date(seconds * 1000) }),
  }
}

const isGone = (html: string): boolean => /该内容已被发布者删除|此内容因违规无法查看|没有这一页/.test(html)

/** Reads over HTTP, as a reader's browser does. */
export function articlePages({
  timeoutMs,
  fetch = globalThis.fetch,
}: {
  timeoutMs: number
  fetch?: typeof globalThis.fetch
}): ArticlePages {
  return {
    async read(address) {
      const asked = await ask(address)
      if ('why' in asked) return { kind: 'unreadable', why: asked.why }
      const page = articleIn(asked.html)
      if (page) return { kind: 'read', page }
      return isGone(asked.html)
        ? { kind: 'gone' }
        : { kind: 'unreadable', why: 'no published article in the page' }
    },
  }

  async function ask(address: string): Promise<{ html: string } | { why: string }> {
    try {
      // An article is never somewhere else: a redirect leads to a question or to another host.
      const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
      const bytes = await answer.arrayBuffer()
      return bytes.byteLength > maxBytes
        ? { why: `${bytes.byteLength} bytes` }
        : { html: new TextDecoder().decode(bytes) }
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error) }
    }
  }
}
