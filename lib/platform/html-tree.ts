/** An element of a document; `from` and `to` are where its opening tag stands in the HTML. */
export interface HtmlElement {
  tag: string
  /** values as written, with their entities */
  attributes: Map<string, string>
  children: HtmlNode[]
  parent?: HtmlElement
  from: number
  to: number
}

/** A run of text as written, with its entities; `from` is where it stands in the HTML. */
export interface HtmlText {
  raw: string
  from: number
  parent: HtmlElement
}

export type HtmlNode = HtmlElement | HtmlText

export const isElement = (node: HtmlNode): node is HtmlElement => 'tag' in node

const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
/** A tag with its quoted values, a run of text, or a sign that opens nothing. */
const piece = /<(\/?)([a-z][^\s/>"'<]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|[^<]+|</gi
const attribute = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g

const attributesOf = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(attribute)].map(([, name = '', ...values]) => [
      name.toLowerCase(),
      values.find((value) => value !== undefined) ?? '',
    ]),
  )

/** The tree of HTML that a sanitizer wrote: every element is closed, no sign of markup stands in a text. */
export function treeOf(html: string): HtmlElement {
  const root: HtmlElement = { tag: '', attributes: new Map(), children: [], from: 0, to: 0 }
  let open = root
  for (const { 0: all, 1: slash, 2: name, 3: rest = '', index } of html.matchAll(piece)) {
    if (name === undefined) {
      open.children.push({ raw: all, from: index, parent: open })
      continue
    }
    const tag = name.toLowerCase()
    if (slash) {
      for (let one: HtmlElement | undefined = open; one && one !== root; one = one.parent)
        if (one.tag === tag) {
          open = one.parent ?? root
          break
        }
      continue
    }
    const attributes = attributesOf(rest.replace(/\/$/, ''))
    const element = { tag, attributes, children: [], parent: open, from: index, to: index + all.length }
    open.children.push(element)
    if (!empty.has(tag)) open = element
  }
  return root
}

const opening = ({ tag, attributes }: HtmlElement): string =>
  `<${tag}${[...attributes].map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`).join('')}`

/** The HTML of what is inside, each element closed. */
export const htmlInside = ({ children }: HtmlElement): string =>
  children
    .map((node) =>
      !isElement(node)
        ? node.raw
        : empty.has(node.tag)
          ? `${opening(node)} />`
          : `${opening(node)}>${htmlInside(node)}</${node.tag}>`,
    )
    .join('')

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** What an entity such as `&#8203;` or `&amp;` stands for; one that is not known stands for itself. */
export function decodedEntity(entity: string): string {
  const code = /^&#(x?)([0-9a-f]+);$/i.exec(entity)
  if (!code) return named[entity.slice(1, -1)] ?? entity
  const number = parseInt(code[2]!, code[1] ? 16 : 10)
  return number <= 0x10ffff ? String.fromCodePoint(number) : entity
}

/** The value of an attribute, or a text, as it is meant. */
export const decoded = (raw: string): string =>
  raw.replace(/&(?:#x[0-9a-f]+|#\d+|[a-z]+);/gi, (entity) => decodedEntity(entity))

export interface Declaration {
  /** in lower case */
  name: string
  /** without comments and `!important` */
  value: string
}

/** Declarations of a style attribute, in their order. */
export function declarationsOf(style: string): Declaration[] {
  const text = style.replace(/\/\*[\s\S]*?\*\//g, '')
  const pieces = text.match(/(?:"[^"]*"|'[^']*'|\([^()]*(?:\([^()]*\)[^()]*)*\)|[^;])+/g) ?? []
  return pieces.flatMap((declaration) => {
    const colon = declaration.indexOf(':')
    if (declaration.trim() === '') return []
    const name = (colon < 0 ? declaration : declaration.slice(0, colon)).trim().toLowerCase()
    const value = colon < 0 ? '' : declaration.slice(colon + 1)
    return [{ name, value: value.replace(/\s*!\s*important\s*$/i, '').trim() }]
  })
}

/** The value of each property; of two declarations of one, the later counts. */
export const stylesOf = ({ attributes }: HtmlElement): Map<string, string> =>
  new Map(declarationsOf(decoded(attributes.get('style') ?? '')).map(({ name, value }) => [name, value]))
