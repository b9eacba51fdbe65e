import { ElementType, parseDocument } from 'htmlparser2'
import type { ChildNode, Element } from 'domhandler'

/** What WeChat does to an article between draft/add and draft/get (reference sheet of articles, 1.3). Written from the sheet alone. */

const goneWhole = new Set(
  'script style iframe object embed form input link meta noscript textarea select video audio'.split(' '),
)
const goneTags = new Set('html body font center marquee button label canvas'.split(' '))
const empty = new Set(['br', 'hr', 'img', 'wbr', 'col'])
const goneDeclarations = new Set(['position', 'text-decoration-thickness', 'text-underline-offset'])

const isElement = (node: ChildNode): node is Element =>
  [ElementType.Tag, ElementType.Script, ElementType.Style].some((type) => node.type === type)

/** Text as WeChat writes it: quotes and hard spaces as entities. */
const text = (data: string) =>
  data
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\u00a0', '&nbsp;')

const value = (data: string) => text(data).replaceAll("'", '&#39;')

/** Https, and another size than was asked for. */
const served = (address: string) =>
  address.replace(/^http:/, 'https:').replace(/\/\d+([?#].*)?$/, '/640?from=appmsg')

function styleOf(style: string): string {
  const kept = style
    .split(';')
    .map((declaration) => declaration.trim())
    .filter((declaration) => {
      const name = declaration.split(':')[0]?.trim().toLowerCase() ?? ''
      const external = /url\((?!https?:\/\/mmbiz\.)/i.test(declaration)
      return (
        declaration !== '' &&
        !goneDeclarations.has(name) &&
        !/calc\(|expression/i.test(declaration) &&
        !external
      )
    })
  return kept.map((declaration) => `${declaration};`).join('')
}

/** Names lower-cased and in WeChat's own order; what has no value gets its name as one. */
function attributesOf({ name, attribs }: Element): [string, string][] {
  const kept = Object.entries(attribs).flatMap(([given, was]): [string, string][] => {
    const attribute = given.toLowerCase()
    if (attribute.startsWith('on') || attribute === 'id') return []
    if (name === 'img' && ['src', 'data-src', 'width'].includes(attribute)) return []
    if (attribute === 'href') return /^https?:\/\/mp\.weixin\.qq\.com\//.test(was) ? [[attribute, was]] : []
    if (attribute === 'style') {
      const style = styleOf(was)
      return style === '' ? [] : [[attribute, style]]
    }
    return [[attribute, was === '' ? attribute : was]]
  })
  return kept.sort(([one], [other]) => one.localeCompare(other))
}

/**
 * As stored, so that draft/get and the published page give it. `isOwn` knows the pictures of this account; `alsoGone` are
 * tags that WeChat lifts out since it changed its mind.
 */
export function rewrite(html: string, isOwn: (address: string) => boolean, alsoGone: string[] = []): string {
  return written(parseDocument(html).children)

  function written(nodes: ChildNode[]): string {
    return nodes
      .map((node) =>
        isElement(node) ? element(node) : node.type === ElementType.Text ? text(node.data) : '',
      )
      .join('')
  }

  function element(node: Element): string {
    const { name, attribs } = node
    if (goneWhole.has(name)) return ''
    // A quoted url('…') takes the whole element with it; its words are lifted out.
    if (goneTags.has(name) || alsoGone.includes(name) || /url\(\s*['"]/.test(attribs['style'] ?? ''))
      return written(node.children)
    const attributes = attributesOf(node)
    if (name === 'img') {
      const address = attribs['data-src'] || attribs['src'] || ''
      if (!isOwn(address)) return ''
      attributes.unshift(['data-src', served(address)])
    }
    const opened = [name, ...attributes.map(([attribute, was]) => `${attribute}="${value(was)}"`)].join(' ')
    return empty.has(name) ? `<${opened}  />` : `<${opened}>${written(node.children)}</${name}>`
  }
}

/** How a draft is read back this time: some attributes are new at every look. */
export const readAgain = (html: string, look: number): string =>
  html.replace(/<img /g, `<img data-imgfileid="${look}" `)

/** Once in a while all styles come back empty. */
export const withoutStyles = (html: string): string => html.replace(/ style="[^"]*"/g, ' style=""')

/** Name of the picture file in an address of ours, whatever host, size and query are put around it. */
export const pictureIn = (address: string): string | undefined =>
  /^(?:https?:)?\/\/mmbiz\.qpic\.cn\/mmbiz_[a-z]+\/([\w-]+)\/\d+/.exec(address)?.[1]
