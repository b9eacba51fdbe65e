import sanitizeHtml from 'sanitize-html'
import {
  declarationsOf,
  decoded,
  htmlInside,
  isElement,
  stylesOf,
  treeOf,
  type HtmlElement,
} from '../../platform/html-tree'
import type { Bilingual } from '../../platform/refusal'
import { isTaken, isTakenAroundWords, isTakenMargin } from './styles'

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

/** Their content is no text for readers and goes with them. */
export const goneWithContent =
  'script style textarea option select xmp iframe noscript noembed noframes svg math template object video audio'.split(
    ' ',
  )

const why: Record<DroppedKind, Bilingual> = {
  tag: { zh: '微信正文不支持这种标签', en: 'WeChat articles do not take this tag' },
  attribute: { zh: '微信会去掉这个属性', en: 'WeChat removes this attribute' },
  style: {
    zh: '微信会去掉这个样式，或者它会让文字隐藏、移位、重叠，所以不保留',
    en: 'WeChat removes this style, or it would hide, move or pile up words and is not kept',
  },
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

  function keptAttributes(tag: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
    const allowed = new Set([...(attributesOf['*'] ?? []), ...(attributesOf[tag] ?? [])])
    const kept: sanitizeHtml.Attributes = {}
    for (const [name, value] of Object.entries(attributes)) {
      if (!allowed.has(name)) drop('attribute', name)
      else if (name === 'href' && !linkStays(value)) drop('link', value.slice(0, 200))
      else kept[name] = value
    }
    return kept
  }

  const filtered = sanitizeHtml(html, {
    allowedTags: [...tags],
    allowedAttributes: false,
    // Trees are walked by recursion; no article is nested so deep.
    nestingLimit: 200,
    allowedSchemes: ['http', 'https'],
    // Styles are judged below, where it is known what stands inside.
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
  const tree = treeOf(filtered)
  straighten(tree)
  keepStyles(tree, false, (what) => drop('style', what.slice(0, 60)))
  return { html: htmlInside(tree), dropped: [...dropped.values()] }
}

const tableParts = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'colgroup'])

/**
 * Browsers show words that stand in a table but in no cell above it, and heads and feet wherever they were written at the
 * top and the bottom: readers get everything in the order in which it was written, so that it is what was screened.
 */
function straighten(element: HtmlElement): void {
  for (const [at, node] of element.children.entries()) {
    if (!isElement(node)) {
      if (tableParts.has(element.tag) && node.raw.trim() !== '')
        element.children[at] = inCell(element.tag, node.raw, element)
      continue
    }
    // Colours of a div do not reach phones (reference sheet, 1.5); a caption stands above its table wherever it is written.
    if (node.tag === 'div') node.tag = 'section'
    if (node.tag === 'thead' || node.tag === 'tfoot') node.tag = 'tbody'
    straighten(node)
    if (tableParts.has(element.tag) && !belongs(element.tag, node.tag))
      element.children[at] = inCell(element.tag, htmlInside({ ...element, children: [node] }), element)
  }
}

const inside: Record<string, string[]> = {
  table: ['tbody', 'tr', 'colgroup', 'col'],
  tbody: ['tr'],
  tr: ['td', 'th'],
  colgroup: ['col'],
}
const belongs = (parent: string, child: string) => (inside[parent] ?? []).includes(child)

function inCell(parent: string, html: string, element: HtmlElement): HtmlElement {
  const whole = parent === 'tr' ? `<td>${html}</td>` : `<tr><td>${html}</td></tr>`
  return treeOf(whole).children.find(isElement) ?? element
}

const lettersIn = (element: HtmlElement): number =>
  element.children.reduce(
    (sum, node) =>
      sum + (isElement(node) ? lettersIn(node) : [...decoded(node.raw).replace(/\s/g, '')].length),
    0,
  )

function keepStyles(element: HtmlElement, clippedAround: boolean, drop: (what: string) => void): void {
  const written = element.attributes.get('style')
  const said = declarationsOf(decoded(written ?? ''))
  const styles = stylesOf(element)
  const clipped =
    clippedAround || /hidden|clip/.test(styles.get('overflow') ?? styles.get('overflow-x') ?? '')
  if (written !== undefined) {
    const letters = lettersIn(element)
    const kept = said.filter(({ name, value }) => {
      const stays =
        isTaken(name, value) &&
        (!name.startsWith('margin') || isTakenMargin(name, value)) &&
        (letters === 0 || isTakenAroundWords(name, value, { letters, styles, clipped }))
      if (!stays) drop(name)
      return stays
    })
    const style = kept.map(({ name, value }) => `${name}: ${value}`).join('; ')
    if (style === '') element.attributes.delete('style')
    else element.attributes.set('style', style)
  }
  for (const node of element.children) if (isElement(node)) keepStyles(node, clipped, drop)
}
