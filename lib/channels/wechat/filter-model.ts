import sanitizeHtml from 'sanitize-html'
import type { Bilingual } from '../../platform/refusal'

export type DroppedKind = 'tag' | 'attribute' | 'style' | 'picture' | 'link'

/** One thing that readers would not see, e.g. `picture` `https://elsewhere.cn/a.jpg`, `style` `position`. */
export interface Dropped {
  kind: DroppedKind
  what: string
  why: Bilingual
  count: number
}

export interface FilterRules {
  /** Which picture addresses survive; the default is WeChat's own picture hosts. */
  pictureStays?: (src: string) => boolean
  /** Which link targets survive; the default is articles on mp.weixin.qq.com. */
  linkStays?: (href: string) => boolean
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
const blocks = ['p', 'div', 'section', 'blockquote', 'pre', 'hr', 'br', 'figure', 'figcaption', 'center']
const words = 'span strong b em i u s del ins sub sup small code mark font a img'.split(' ')
const lists = ['ul', 'ol', 'li', 'dl', 'dt', 'dd']
const tables = ['table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'caption', 'colgroup', 'col']
const tags = new Set([...headings, ...blocks, ...words, ...lists, ...tables])

const attributesOf: Record<string, string[]> = {
  '*': ['style', 'align'],
  // The platform's own mark for what scrolls sideways (reference sheet, 1.2).
  section: ['data-ignore-width'],
  a: ['href'],
  img: ['src', 'alt', 'title', 'width', 'height', 'data-ratio', 'data-w'],
  font: ['color', 'size', 'face'],
  ol: ['start', 'type'],
  td: ['colspan', 'rowspan', 'width', 'height', 'valign', 'bgcolor'],
  th: ['colspan', 'rowspan', 'width', 'height', 'valign', 'bgcolor'],
  table: ['width', 'border', 'cellpadding', 'cellspacing', 'bgcolor'],
  col: ['width', 'span'],
}

/** Properties by their first word: `border-left-color` is `border`. What would leave the article's flow is not here. */
const stylePrefixes = new Set(
  `color background font line letter word text white margin padding border width height max min display vertical
   overflow box opacity list float clear flex align justify order table transform`.split(/\s+/),
)

/** Their content is no text for readers and goes with them. */
const goneWithContent =
  'script style textarea option select xmp iframe noscript noembed noframes svg math template object video audio'.split(
    ' ',
  )

const why: Record<DroppedKind, Bilingual> = {
  tag: { zh: '微信正文不支持这种标签', en: 'WeChat articles do not take this tag' },
  attribute: { zh: '微信会去掉这个属性', en: 'WeChat removes this attribute' },
  style: { zh: '微信会去掉这个样式', en: 'WeChat removes this style' },
  picture: {
    zh: '微信不显示外部图片，请作为附件上传',
    en: 'WeChat shows no pictures from elsewhere; attach the picture instead',
  },
  link: {
    zh: '微信正文不保留外部链接，只留文字；需要时把网址写在正文里',
    en: 'WeChat keeps only the words of a link to elsewhere; where readers need the address, write it out in the text',
  },
}

const wechatPicture = (src: string) => /^https?:\/\/mmbiz\.(qpic|qlogo)\.cn\//.test(src)
const wechatArticle = (href: string) => /^https?:\/\/mp\.weixin\.qq\.com\//.test(href)
/** No tag of this name exists, so a picture renamed to it is discarded. */
const noTag = 'dropped-picture'

/**
 * A model of what WeChat keeps of an article's HTML (reference sheet, sections 3.1 and 4): the same for the preview
 * that approvers see, the test send and the archive copy. Pictures and links from elsewhere vanish silently at
 * WeChat; here they are named in `dropped`, in the order of their first appearance.
 */
export function filterForWechat(html: string, rules: FilterRules = {}): { html: string; dropped: Dropped[] } {
  const { pictureStays = wechatPicture, linkStays = wechatArticle } = rules
  const dropped = new Map<string, Dropped>()

  function drop(kind: DroppedKind, what: string) {
    const key = `${kind} ${what}`
    const known = dropped.get(key) ?? { kind, what, why: why[kind], count: 0 }
    dropped.set(key, { ...known, count: known.count + 1 })
  }

  function keptStyle(style: string): string {
    const kept = style.split(';').filter((declaration) => {
      const [property = '', ...value] = declaration.split(':')
      const name = property.trim().toLowerCase()
      if (!name && value.length === 0) return false
      const harmless = !/url\(|expression|javascript|[\\<>@]/i.test(declaration)
      const stays = harmless && value.length > 0 && stylePrefixes.has(name.split('-')[0] ?? '')
      if (!stays) drop('style', (name || declaration.trim()).slice(0, 60))
      return stays
    })
    return kept.map((declaration) => declaration.trim()).join('; ')
  }

  function keptAttributes(tag: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
    const allowed = new Set([...(attributesOf['*'] ?? []), ...(attributesOf[tag] ?? [])])
    const kept: sanitizeHtml.Attributes = {}
    for (const [name, value] of Object.entries(attributes)) {
      if (!allowed.has(name)) drop('attribute', name)
      else if (name === 'href' && !linkStays(value)) drop('link', value.slice(0, 200))
      else if (name === 'style') {
        const style = keptStyle(value)
        if (style) kept[name] = style
      } else kept[name] = value
    }
    return kept
  }

  const filtered = sanitizeHtml(html, {
    allowedTags: [...tags],
    allowedAttributes: false,
    allowedSchemes: ['http', 'https'],
    // Styles were judged above, property by property.
    parseStyleAttributes: false,
    nonTextTags: goneWithContent,
    transformTags: {
      '*': (tagName, attribs) => {
        if (!tags.has(tagName)) {
          drop('tag', tagName)
          return { tagName, attribs: {} }
        }
        if (tagName === 'img' && !pictureStays(attribs['src'] ?? '')) {
          drop('picture', (attribs['src'] ?? '').slice(0, 200))
          return { tagName: noTag, attribs: {} }
        }
        return { tagName, attribs: keptAttributes(tagName, attribs) }
      },
    },
  })
  return { html: filtered, dropped: [...dropped.values()] }
}
