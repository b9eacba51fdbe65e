import type { ChildNode, Element, ParentNode } from 'domhandler'
import { ElementType, parseDocument } from 'htmlparser2'

export const isTag = (node: ChildNode): node is Element =>
  [ElementType.Tag, ElementType.Script, ElementType.Style].some((type) => node.type === type)

/** What readers meet in one place: words with what they mean, a picture, a rule. */
export type Piece =
  { kind: 'words'; text: string; marks: string } | { kind: 'picture'; id: string } | { kind: 'rule' }

/** One line of an article: the block it stands in, e.g. `h2` or `table/tr 2/td 1`, and its pieces. */
export interface Line {
  block: string
  pieces: Piece[]
}

const neutralBlocks = 'p div section center figure article main header footer'.split(' ')
const namedBlocks = 'h1 h2 h3 h4 h5 h6 blockquote pre figcaption dl'.split(' ')
/** Told apart by their place: two items are not one of two lines. */
const placedBlocks = 'ul ol li dt dd table thead tbody tfoot tr td th caption'.split(' ')
const unseenGroups = ['thead', 'tbody', 'tfoot']
const blocks = new Set([...neutralBlocks, ...namedBlocks, ...placedBlocks])
const silent = new Set('script style link title mp-style-type template'.split(' '))
const meanings: Record<string, string> = {
  ...{ strong: 'strong', b: 'strong', em: 'em', i: 'em', u: 'u', ins: 'u' },
  ...{ s: 's', del: 's', strike: 's', sub: 'sub', sup: 'sup', code: 'code', mark: 'mark' },
}

const spaces = /[\s\u00a0]+/g

/** Whether a style takes its element out of sight. */
export const hides = (style: string): boolean =>
  /(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0+(\.0+)?\s*(;|$|!)|font-size\s*:\s*0(px|em|rem|pt|%)?\s*(;|$|!))/i.test(
    style,
  )

/** The picture itself, whatever host, protocol, size or query its address has (sheet of articles, 1.9). */
export function pictureId(address: string): string {
  const path = address.replace(/^(https?:)?\/\//, '').replace(/[?#].*$/, '')
  return /^mm(biz|ecoa)\.q(pic|logo)\.cn\//.test(path)
    ? path.replace(/^[^/]*\//, '').replace(/\/\d+$/, '')
    : address.trim()
}

/** Where a link leads, http and https alike. */
export const linkTarget = (href: string): string => href.trim().replace(/^http:/, 'https:')

function placeOf(element: Element): string {
  const same = (element.parent?.children ?? []).filter((one) => isTag(one) && one.name === element.name)
  const spans = ['colspan', 'rowspan'].map((name) => element.attribs[name] ?? '1').join('x')
  return `${element.name} ${same.indexOf(element) + 1}${spans === '1x1' ? '' : ` ${spans}`}`
}

const blockOf = (element: Element): string | undefined => {
  if (namedBlocks.includes(element.name)) return element.name
  if (unseenGroups.includes(element.name)) return undefined
  return placedBlocks.includes(element.name) ? placeOf(element) : undefined
}

/** From HTML to what readers see of it, in their order: how the tags are written leaves no trace. */
export function linesOf(html: string): Line[] {
  const lines: Line[] = [{ block: '', pieces: [] }]
  walk(parseDocument(html), { block: '', marks: [] })
  return lines
    .map(({ block, pieces }) => ({ block, pieces: tidy(pieces) }))
    .filter(({ pieces }) => pieces.length > 0)

  function add(piece: Piece, block: string) {
    const last = lines.at(-1)
    if (last?.block === block) last.pieces.push(piece)
    else lines.push({ block, pieces: [piece] })
  }

  function walk(parent: ParentNode, at: { block: string; marks: string[] }) {
    for (const node of parent.children) visit(node, at)
  }

  function visit(node: ChildNode, at: { block: string; marks: string[] }): void {
    if (node.type === ElementType.Text)
      return add({ kind: 'words', text: node.data, marks: [...new Set(at.marks)].sort().join(' ') }, at.block)
    if (!isTag(node) || silent.has(node.name)) return
    const { name, attribs } = node
    if (name === 'br') return void lines.push({ block: at.block, pieces: [] })
    if (name === 'img') {
      const id = pictureId(attribs['data-src'] || attribs['src'] || '')
      return add({ kind: 'picture', id }, at.block)
    }
    if (name === 'hr') {
      lines.push({ block: at.block, pieces: [{ kind: 'rule' }] }, { block: at.block, pieces: [] })
      return
    }
    const inner = {
      block: [at.block, blockOf(node)].filter(Boolean).join('/'),
      marks: [
        ...at.marks,
        ...(meanings[name] ? [meanings[name]] : []),
        ...(name === 'a' && attribs['href'] ? [`link:${linkTarget(attribs['href'])}`] : []),
        ...(hides(attribs['style'] ?? '') ? ['hidden'] : []),
      ],
    }
    const breaks = blocks.has(name) && !unseenGroups.includes(name)
    if (breaks) lines.push({ block: inner.block, pieces: [] })
    walk(node, inner)
    if (breaks) lines.push({ block: at.block, pieces: [] })
  }
}

/** Neighbours of one meaning are one; white space counts once, and not at the ends of a line. */
function tidy(pieces: Piece[]): Piece[] {
  const merged: Piece[] = []
  let open = true
  for (const piece of pieces) {
    if (piece.kind !== 'words') {
      merged.push(piece)
      open = true
      continue
    }
    const collapsed = piece.text.replace(spaces, ' ')
    const text: string = open ? collapsed.replace(/^ /, '') : collapsed
    if (text === '') continue
    open = text.endsWith(' ')
    const last = merged.at(-1)
    if (last?.kind !== 'words') merged.push({ ...piece, text })
    else if (last.marks === piece.marks) last.text += text
    else {
      // A space between two meanings is on neither side of the border.
      if (text.startsWith(' ')) last.text += ' '
      if (text !== ' ') merged.push({ ...piece, text: text.replace(/^ /, '') })
    }
  }
  const ended = merged.map((piece, at) => {
    const next = merged[at + 1]
    return piece.kind === 'words' && next?.kind !== 'words'
      ? { ...piece, text: piece.text.replace(/ $/, '') }
      : piece
  })
  return ended.filter((piece) => piece.kind !== 'words' || piece.text !== '')
}

export const wordsOf = ({ pieces }: Line): string =>
  pieces.map((piece) => (piece.kind === 'words' ? piece.text : '')).join('')

export const picturesOf = (lines: Line[]): string[] =>
  lines.flatMap(({ pieces }) => pieces.flatMap((piece) => (piece.kind === 'picture' ? [piece.id] : [])))

/** Links with their words, in their order. */
export const linksOf = (lines: Line[]): string[] =>
  lines.flatMap(({ pieces }) =>
    pieces.flatMap((piece) => {
      if (piece.kind !== 'words') return []
      const target = piece.marks.split(' ').find((mark) => mark.startsWith('link:'))
      return target ? [`${piece.text.trim()} → ${target.slice('link:'.length)}`] : []
    }),
  )
