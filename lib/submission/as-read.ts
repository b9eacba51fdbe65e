import {
  decodedEntity,
  isElement,
  stylesOf,
  treeOf,
  type HtmlElement,
  type HtmlText,
} from '../platform/html-tree'

/** Where a UTF-16 unit of the text stands in the HTML; a line end of a block stands nowhere. */
export interface Unit {
  from: number
  to: number
}

export interface Reading {
  text: string
  units: Unit[]
  /** what was read of an element's text nodes: `[start, end)` of `text` */
  placeOf(node: HtmlText): { start: number; end: number }
}

const blocks = new Set(
  `p div section blockquote pre hr figure figcaption center h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody
   tfoot tr td th article aside header footer main form fieldset details summary address`.split(/\s+/),
)
const piece = /&(?:#x[0-9a-f]+|#\d+|[a-z]+);|[\s\S]/giu
const blank = /[ \t\r\n\f]/

/** Two blocks that stand in one line are read on; what stands side by side in a row is read as a line each. */
function isBlock(element: HtmlElement, styles: Map<string, string>, inRow: boolean): boolean {
  const display = styles.get('display') ?? ''
  if (inRow || element.tag === 'td' || element.tag === 'th') return true
  if (/^inline/.test(display)) return false
  return blocks.has(element.tag) || /^(block|flex|table|list-item|grid)/.test(display)
}

/**
 * The text of HTML that a sanitizer wrote, in the order in which it is read: blocks on lines of their own, blanks run
 * together as browsers do.
 */
export function readingOf(root: HtmlElement): Reading {
  let text = ''
  /** the end of `text`: a text that grows is not to be looked at, which puts it together each time */
  let last = ''
  const units: Unit[] = []
  const places = new Map<HtmlText, { start: number; end: number }>()
  let lineOwed: number | undefined

  function add(said: string, from: number, to: number) {
    if (lineOwed !== undefined && text !== '') {
      if (last !== '\n') {
        text += '\n'
        units.push({ from: lineOwed, to: lineOwed })
      }
    }
    lineOwed = undefined
    text += said
    last = said.at(-1) ?? last
    for (let count = 0; count < said.length; count++) units.push({ from, to })
  }

  function readText(node: HtmlText, keepsBlanks: boolean) {
    const start = text.length
    for (const { 0: raw, index } of node.raw.matchAll(piece)) {
      const from = node.from + index
      const said = raw.length > 1 && raw.startsWith('&') ? decodedEntity(raw) : raw
      if (keepsBlanks || !blank.test(said)) add(said, from, from + raw.length)
      else if (lineOwed === undefined && text !== '' && !blank.test(last)) add(' ', from, from + raw.length)
    }
    places.set(node, { start: Math.min(start, text.length), end: text.length })
  }

  function read(element: HtmlElement, keepsBlanks: boolean, inRow: boolean) {
    for (const node of element.children) {
      if (!isElement(node)) {
        readText(node, keepsBlanks)
        continue
      }
      if (node.tag === 'br') {
        add('\n', node.from, node.from)
        continue
      }
      const styles = stylesOf(node)
      const owns = isBlock(node, styles, inRow)
      const space = styles.get('white-space')
      const keeps = space === undefined ? keepsBlanks || node.tag === 'pre' : /^(pre|break)/.test(space)
      if (owns && text !== '') lineOwed ??= node.from
      read(
        node,
        keeps,
        /flex/.test(styles.get('display') ?? '') && !/column/.test(styles.get('flex-direction') ?? ''),
      )
      if (owns && text !== '') lineOwed = node.to
    }
  }

  read(root, false, false)
  return { text, units, placeOf: (node) => places.get(node) ?? { start: 0, end: 0 } }
}

export const asRead = (html: string): Reading => readingOf(treeOf(html))

/** What stands below each other in the columns of its tables, a line a column: markings are also read downwards. */
export function columnsOf(html: string): string {
  const columns: string[] = []
  const cellsOf = (row: HtmlElement) => row.children.filter(isElement)
  const rowsOf = (table: HtmlElement): HtmlElement[] =>
    table.children.filter(isElement).flatMap((part) => (part.tag === 'tr' ? [part] : rowsOf(part)))
  const visit = (element: HtmlElement): void => {
    if (element.tag === 'table') {
      const rows = rowsOf(element).map((row) => cellsOf(row).map((cell) => readingOf(cell).text.trim()))
      const wide = Math.max(0, ...rows.map((row) => row.length))
      for (let at = 0; at < wide; at++) columns.push(rows.map((row) => row[at] ?? '').join('\n'))
    }
    element.children.filter(isElement).forEach(visit)
  }
  visit(treeOf(html))
  return columns.join('\n\n')
}
