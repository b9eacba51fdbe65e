import { escaped } from './blocks'
import type { Style } from './styles'

/** A cell as it was drawn. */
export interface DrawnCell {
  element: Element
  html: string
  align?: string
  ground?: string
  bold: boolean
}

type Part = 'table' | 'row' | 'cell' | undefined

const displays: Record<string, Part> = { table: 'table', 'table-row': 'row', 'table-cell': 'cell' }
const roles: Record<string, Part> = {
  ...{ table: 'table', grid: 'table', row: 'row' },
  ...{ cell: 'cell', gridcell: 'cell', columnheader: 'cell', rowheader: 'cell' },
}

function partOf(element: Element, style: Style): Part {
  const byWord = displays[style.get('display') ?? ''] ?? roles[element.getAttribute('role') ?? '']
  if (byWord) return byWord
  const name =
    `${element.getAttribute('class') ?? ''} ${element.getAttribute('data-type') ?? ''}`.toLowerCase()
  if (/(?:^|[\s_-])(?:table-?cell|cell|td)(?:$|[\s_-])/.test(name)) return 'cell'
  if (/(?:^|[\s_-])(?:table-?row|row|tr)(?:$|[\s_-])/.test(name)) return 'row'
  return /(?:^|[\s_-])(?:table|grid)(?:$|[\s_-])/.test(name) ? 'table' : undefined
}

/** What is nearest below an element and is such a part; what lies between is passed. */
function partsIn(element: Element, wanted: Part, styleOf: (one: Element) => Style): Element[] {
  return [...element.children].flatMap((child) => {
    const part = partOf(child, styleOf(child))
    if (part === wanted) return [child]
    return part === 'table' || part === 'cell' ? [] : partsIn(child, wanted, styleOf)
  })
}

const cellsOf = (row: Element): Element[] =>
  [...row.children].filter(({ tagName }) => /^T[DH]$/.test(tagName))

/** The cells of a table by row, of a real one or of one that is drawn by other elements; nothing for anything else. */
export function rowsOf(
  element: Element,
  tag: string,
  style: Style,
  styleOf: (one: Element) => Style,
): Element[][] | undefined {
  if (tag === 'table') {
    const rows = [...(element as HTMLTableElement).rows].map(cellsOf).filter(({ length }) => length > 0)
    return rows.length > 0 ? rows : undefined
  }
  if (tag !== 'div' && tag !== 'section' && tag !== 'span') return undefined
  if (partOf(element, style) !== 'table') return undefined
  const rows = partsIn(element, 'row', styleOf)
    .map((row) => partsIn(row, 'cell', styleOf))
    .filter(({ length }) => length > 0)
  return rows.length > 1 || (rows[0]?.length ?? 0) > 1 ? rows : undefined
}

const number = /^[\s\u00a0]*[-+−(]?[¥$€]?\d[\d,\s]*(?:\.\d+)?(?:[eE][-+]?\d+)?[%‰)]?[\s\u00a0]*$/
const isNumber = (text: string) => number.test(text)
const spanOf = (element: Element, name: string): string => {
  const count = Number(element.getAttribute(name) ?? 1)
  return Number.isInteger(count) && count > 1 && count <= 100 ? ` ${name}="${count}"` : ''
}

/** The first row names the columns when it says so, when it looks different, or when numbers stand below words only. */
function hasHeader(rows: DrawnCell[][], isSheet: boolean): boolean {
  const [first = [], ...others] = rows
  if (others.length === 0) return false
  const texts = first.map(({ element }) => element.textContent ?? '')
  if (first.every(({ element }) => element.tagName === 'TH')) return true
  if (first[0]?.element.closest('thead')) return true
  if (/columnheader/.test(first[0]?.element.getAttribute('role') ?? '')) return true
  const worded = texts.every(
    (text) => text.trim() === '' || !isNumber(text) || /^(?:19|20)\d\d年?$/.test(text.trim()),
  )
  if (first.every(({ bold, ground, html }) => bold || ground || /^<p[^>]*><strong>/.test(html))) return true
  const below = others.flat().some(({ element }) => isNumber(element.textContent ?? ''))
  return worded && (isSheet || below)
}

const withoutBold = (html: string): string => html.replace(/<\/?strong>/g, '')

/** A table in the language of articles; numbers of a column stand right, as they do in a sheet. */
export function tableHtml(rows: DrawnCell[][], isSheet: boolean): string {
  const header = hasHeader(rows, isSheet)
  const written = rows.map((row, index) => {
    const cells = row.map(({ element, html, align, ground, bold }, column) => {
      const tag = (header && index === 0) || element.tagName === 'TH' ? 'th' : 'td'
      const text = element.textContent ?? ''
      const right =
        (tag === 'td' && isNumber(text)) || (tag === 'th' && isSheet && isNumericColumn(rows, column))
      const wanted = align ?? (right ? 'right' : undefined)
      const aligned = wanted
        ? html.replace(/<p(?: style="([^"]*)")?>/g, (_, style?: string) => alignedP(style, wanted))
        : html
      const inner =
        tag === 'th'
          ? withoutBold(aligned)
          : bold
            ? aligned.replace(/(<p[^>]*>)([\s\S]*?)(<\/p>)/g, '$1<strong>$2</strong>$3')
            : aligned
      const look = tag === 'td' && ground ? ` style="background-color: ${escaped(ground)}"` : ''
      return `<${tag}${spanOf(element, 'colspan')}${spanOf(element, 'rowspan')}${look}>${inner || '<p></p>'}</${tag}>`
    })
    return `<tr>${cells.join('')}</tr>`
  })
  return `<table><tbody>${written.join('')}</tbody></table>`
}

const alignedP = (style: string | undefined, align: string): string =>
  /text-align/.test(style ?? '')
    ? `<p style="${style}">`
    : `<p style="${style ? `${style}; ` : ''}text-align: ${align}">`

function isNumericColumn(rows: DrawnCell[][], column: number): boolean {
  const below = rows.slice(1).flatMap((row) => row[column] ?? [])
  return below.length > 0 && below.every(({ element }) => isNumber(element.textContent ?? ''))
}
