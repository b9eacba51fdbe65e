import { DomHandler, Element, Text, type ChildNode } from 'domhandler'
import { Parser } from 'htmlparser2'
import { escapeHtml } from '../platform/markup'

/** No article is nested deeper; whoever writes it so gets the words of what is deeper. */
const maxDepth = 64

/** Leaves out the elements, not the words, of what is nested too deep to be walked. */
class ShallowHandler extends DomHandler {
  private depth = 0

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.depth += 1
    if (this.depth <= maxDepth) super.onopentag(name, attributes)
  }

  override onclosetag(): void {
    this.depth -= 1
    if (this.depth < maxDepth) super.onclosetag()
  }
}

/** The HTML of a body as nodes. */
export function nodesOf(html: string): ChildNode[] {
  const handler = new ShallowHandler()
  new Parser(handler, { decodeEntities: true }).end(html)
  return handler.root.children as ChildNode[]
}

export const isElement = (node: ChildNode): node is Element => node instanceof Element
export const isText = (node: ChildNode): node is Text => node instanceof Text

export const elementsIn = (nodes: ChildNode[]): Element[] => nodes.filter(isElement)

export function textOf(node: ChildNode): string {
  if (isText(node)) return node.data
  return isElement(node) ? node.children.map(textOf).join('') : ''
}

const empty = new Set(['br', 'hr', 'img', 'col', 'input', 'embed', 'link', 'meta', 'base'])
/** Their content is no HTML: escaped it would become words. */
const raw = new Set([
  'script',
  'style',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'textarea',
  'title',
])

/** An element's HTML around what it holds; an attribute that is nothing is left out. */
export function tag(name: string, attributes: Record<string, string | undefined>, inner: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${escapeHtml(value ?? '')}"`)
    .join('')
  return empty.has(name) ? `<${name}${written}>` : `<${name}${written}>${inner}</${name}>`
}

export const isRaw = (name: string): boolean => raw.has(name)

/** Descriptions of pictures in their order: who cannot see a picture hears them. */
export const descriptionsOf = (nodes: ChildNode[]): string[] =>
  elementsIn(nodes).flatMap((element) =>
    element.name === 'img' ? (element.attribs['alt']?.trim() ?? '') : descriptionsOf(element.children),
  )
