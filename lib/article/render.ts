import type { ChildNode, Element } from 'domhandler'
import { escapeHtml } from '../platform/markup'
import type { Bilingual } from '../policy/finding'
import { boxStyle, declarationsOf, sectionKinds, sectionNames, type SectionKind } from './language'
import { footerOf, leadOf } from './frame'
import { ornamented } from './ornament'
import { sheer } from './sheer'
import type { Theme } from './theme'
import { elementsIn, isElement, isRaw, isText, nodesOf, tag, textOf } from './tree'

/** A picture of the submission at an address: a preview for approvers, WeChat's own for readers. */
export interface PlacedPicture {
  id: string
  url: string
}

/** A picture that the body places and that readers will not see. */
export interface MissingPicture {
  what: string
  why: Bilingual
}

interface Rendering {
  theme: Theme
  pictures: PlacedPicture[]
  placed: Set<string>
  missing: MissingPicture[]
  /** of numbered headings, the last one's number */
  headings: number
}

type Draw = (element: Element, rendering: Rendering) => string

const css = (...parts: (string | false | undefined)[]): string => parts.filter(Boolean).join(';')

/** Of a block's own style what the language allows; the rest is left for the filter to judge and to name. */
const ownStyle = ({ attribs }: Element): string =>
  declarationsOf(attribs['style'] ?? '')
    .map(({ name, value }) => `${name}:${value}`)
    .join(';')

/** Attributes the rendering has read itself; any other goes on, so that the filter names what becomes of it. */
const read =
  /^(?:style|start|type|colspan|rowspan|colwidth|alt|data-(?:kind|media|wanted|width|colwidth|lang|align))$/
const rest = ({ attribs }: Element): Record<string, string> =>
  Object.fromEntries(Object.entries(attribs).filter(([name]) => !read.test(name)))

const drawAll = (nodes: ChildNode[], rendering: Rendering): string =>
  nodes.map((node) => draw(node, rendering)).join('')

/** Space between blocks is no text; in a list WeChat would make a line of its own of it. */
const blocksOf = ({ children }: Element): ChildNode[] =>
  children.filter((node) => !(isText(node) && node.data.trim() === ''))

function draw(node: ChildNode, rendering: Rendering): string {
  if (isText(node)) return escapeHtml(node.data)
  if (!isElement(node)) return ''
  const known = drawing[node.name]
  if (known) return known(node, rendering)
  if (isRaw(node.name)) return tag(node.name, node.attribs, node.children.map(textOf).join(''))
  return tag(node.name, node.attribs, drawAll(node.children, rendering))
}

const paragraph: Draw = (element, rendering) => {
  const inner = drawAll(element.children, rendering)
  const style = css(`margin:0 0 ${rendering.theme.gap}px`, ownStyle(element))
  return tag('p', { ...rest(element), style }, inner === '' ? '<br>' : inner)
}

const heading: Draw = (element, rendering) => {
  if (textOf(element).trim() === '') return ''
  if (element.name === 'h2') rendering.headings += 1
  const inner = drawAll(element.children, rendering)
  return ornamented(rendering.theme, {
    level: Number(element.name.slice(1)),
    inner,
    style: ownStyle(element),
    number: rendering.headings,
    attributes: rest(element),
  })
}

/** The marker of a list stands before the first element of an item: words without one have none, or in a wrong place. */
const item: Draw = (element, rendering) => {
  const blocks = blocksOf(element)
  const drawn: string[] = []
  let words: ChildNode[] = []
  const wrap = (nodes: ChildNode[], style = '') =>
    drawn.push(tag('section', { style: css('margin:0 0 6px', style) }, drawAll(nodes, rendering)))
  const flush = () => {
    if (words.length > 0) wrap(words)
    words = []
  }
  for (const node of blocks) {
    if (isElement(node) && node.name === 'p') {
      flush()
      wrap(node.children, ownStyle(node))
    } else if (isElement(node) && !isInline(node)) {
      flush()
      drawn.push(draw(node, rendering))
    } else words.push(node)
  }
  flush()
  return tag('li', { ...rest(element), style: ownStyle(element) }, drawn.join(''))
}

const list: Draw = (element, rendering) => {
  const nested =
    element.parent && isElement(element.parent as ChildNode)
      ? (element.parent as Element).name === 'li'
      : false
  // No mark is set: WeChat's page draws its own before the first element of an item, and one of ours would stand beside it.
  const style = css(`margin:0 0 ${nested ? 0 : rendering.theme.gap}px`, 'padding-left:1.5em;text-align:left')
  const { start, type } = element.attribs
  const attributes = element.name === 'ol' ? { start: start === '1' ? undefined : start, type } : {}
  return tag(element.name, { ...rest(element), ...attributes, style }, drawAll(blocksOf(element), rendering))
}

const quote: Draw = (element, rendering) => {
  const { theme } = rendering
  const style = css(
    `margin:0 0 ${theme.gap}px`,
    `padding:16px 16px 1px`,
    `background-color:#f7f7f7`,
    `border-radius:${theme.radius}px`,
    'color:#595959;text-align:left',
    ownStyle(element),
  )
  return tag(
    'blockquote',
    { ...rest(element), style },
    drawAll(blocksOf(element), { ...rendering, theme: { ...theme, gap: 15 } }),
  )
}

/** `pre` overflows on phones and is warned of by the platform: lines that wrap, in a ground of their own. */
const code: Draw = (element, { theme }) => {
  const lines = escapeHtml(textOf(element).replace(/\n$/, ''))
    .replace(/^ +|(?<= ) /gm, (spaces) => '&nbsp;'.repeat(spaces.length))
    .replaceAll('\n', '<br>')
  const style = css(
    `margin:0 0 ${theme.gap}px`,
    'padding:12px 14px',
    `background-color:#f7f7f7`,
    `border-radius:${theme.radius}px`,
    'font-size:13px;line-height:1.6;letter-spacing:0;text-align:left;word-break:break-all',
  )
  return tag('section', { ...rest(element), style }, tag('code', {}, lines))
}

const rule: Draw = (element, { theme }) =>
  tag(
    'section',
    { ...rest(element), style: `margin:${theme.gap + 8}px 0;text-align:center;line-height:0` },
    tag('section', { style: `display:inline-block;width:60%;border-top:1px solid #d9d9d9` }, '<br>'),
  )

/** Four signs side by side in a column of few; in a table of many, which scrolls, a little more. */
const leastWidth = (columns: number): string | false =>
  columns > 4 ? 'min-width:85px' : columns < 4 && 'min-width:78px'

const cellStyle = (element: Element, { theme }: Rendering, columns: number): string => {
  const width = Number((element.attribs['colwidth'] ?? '').split(',')[0])
  return css(
    'border:1px solid #d8d8d8',
    'padding:8px 10px',
    width > 0 ? `width:${Math.round(width)}px` : leastWidth(columns),
    element.name === 'th' && `background-color:${sheer(theme.tint)};font-weight:700`,
    element.name === 'th' && columns > 4 && 'white-space:nowrap',
    ownStyle(element),
  )
}

const captionStyle = ({ caption: { size, align, colour } }: Theme): string =>
  `margin:8px 0 0;font-size:${size}px;line-height:1.5;text-align:${align};color:${colour}`

const spanOf = (value: string | undefined): string | undefined => {
  const count = Number(value)
  return Number.isInteger(count) && count > 1 && count <= 100 ? String(count) : undefined
}

function cell(element: Element, rendering: Rendering, columns: number): string {
  const blocks = blocksOf(element)
  const [first] = blocks
  const single = blocks.length === 1 && first && isElement(first) && first.name === 'p' ? first : undefined
  const style = css(cellStyle(element, rendering, columns), single && ownStyle(single))
  const inner = single
    ? drawAll(single.children, rendering)
    : drawAll(blocks, { ...rendering, theme: { ...rendering.theme, gap: 6 } })
  return tag(
    element.name,
    {
      ...rest(element),
      colspan: spanOf(element.attribs['colspan']),
      rowspan: spanOf(element.attribs['rowspan']),
      style,
    },
    inner === '' ? '<br>' : inner,
  )
}

const rowsOf = (table: Element): Element[] =>
  elementsIn(table.children).flatMap((part) =>
    part.name === 'tr' ? [part] : ['thead', 'tbody', 'tfoot'].includes(part.name) ? rowsOf(part) : [],
  )

/** What stands in a table and is no row: a caption, or what other programs put there. */
const besideRows = (table: Element): Element[] =>
  elementsIn(table.children).filter(
    ({ name }) => !['tr', 'thead', 'tbody', 'tfoot', 'colgroup', 'col'].includes(name),
  )

const cellsOf = (row: Element): Element[] =>
  elementsIn(row.children).filter(({ name }) => name === 'td' || name === 'th')

/** A table that scrolls in its own frame: the page's rule of a full width cannot squeeze its columns. */
const table: Draw = (element, rendering) => {
  const rows = rowsOf(element)
  const columns = Math.max(
    0,
    ...rows.map((row) =>
      cellsOf(row).reduce((sum, { attribs }) => sum + Number(spanOf(attribs['colspan']) ?? 1), 0),
    ),
  )
  const body = rows
    .map((row) =>
      tag(
        'tr',
        {},
        cellsOf(row)
          .map((one) => cell(one, rendering, columns))
          .join(''),
      ),
    )
    .join('')
  const beside = besideRows(element)
    .map((one) =>
      one.name === 'caption'
        ? tag('p', { style: captionStyle(rendering.theme) }, drawAll(one.children, rendering))
        : draw(one, rendering),
    )
    .join('')
  if (body === '') return beside
  const framed = tag(
    'table',
    {
      style:
        'border-collapse:collapse;width:100%;font-size:14px;line-height:1.6;letter-spacing:0;text-align:left',
    },
    tag('tbody', {}, body),
  )
  const style = `margin:0 0 ${rendering.theme.gap}px;overflow-x:auto`
  return tag('section', { ...rest(element), 'data-ignore-width': 'true', style }, framed) + beside
}

const uploadFirst: Bilingual = {
  zh: '这张图片还没有上传，读者看不到；请在正文里点它上传',
  en: 'this picture is not uploaded yet; readers will not see it: press it in the text to upload',
}
const notOurs: Bilingual = {
  zh: '这张图片不在本稿的素材里，或还没有通过检查',
  en: 'this picture is not among the files of this submission, or not accepted yet',
}

const mediaIdOf = ({ attribs }: Element): string | undefined =>
  attribs['data-media'] ?? /^media:(.+)$/.exec(attribs['src'] ?? '')?.[1]

/** A reader who cannot see it hears the description, or which picture it is where the officer gave none. */
function image(element: Element, rendering: Rendering, mediaId: string, width: number): string | undefined {
  const { pictures, placed, missing, theme } = rendering
  const at = pictures.findIndex(({ id }) => id === mediaId)
  const picture = pictures[at]
  const alt = element.attribs['alt']?.trim()
  if (!picture) {
    missing.push({ what: alt || mediaId, why: notOurs })
    return undefined
  }
  placed.add(mediaId)
  return tag(
    'img',
    {
      ...rest(element),
      src: picture.url,
      alt: alt || `配图 ${at + 1}`,
      style: `display:block;width:${width}%;margin:0 auto;border-radius:${theme.radius}px`,
    },
    '',
  )
}

const picture: Draw = (element, rendering) => {
  const id = mediaIdOf(element)
  if (!id) return tag('img', element.attribs, '')
  return image(element, rendering, id, 100) ?? ''
}

function figureIn(element: Element, rendering: Rendering, style: string): string {
  const inside = elementsIn(element.children)
  const img = inside.find(({ name }) => name === 'img')
  const caption = inside.find(({ name }) => name === 'figcaption')
  const wanted = element.attribs['data-wanted']
  if (wanted !== undefined) {
    rendering.missing.push({ what: wanted, why: uploadFirst })
    return ''
  }
  const id = mediaIdOf(element) ?? (img && mediaIdOf(img))
  // A figure of another kind, or of a picture from elsewhere: the filter says what becomes of it.
  if (!id) return tag('section', { style }, drawAll(element.children, rendering))
  const width = Math.min(100, Math.max(20, Number(element.attribs['data-width'] ?? 100) || 100))
  const drawn = image(img ?? element, rendering, id, width)
  if (!drawn) return ''
  const words = caption && textOf(caption).trim() !== '' ? drawAll(caption.children, rendering) : ''
  const others = inside.filter((one) => one !== img && one !== caption)
  return tag(
    'section',
    { ...(element.name === 'figure' && rest(element)), style },
    tag('section', {}, drawn) +
      drawAll(others, rendering) +
      (words && tag('p', { style: captionStyle(rendering.theme) }, words)),
  )
}

const figure: Draw = (element, rendering) =>
  figureIn(element, rendering, `margin:0 0 ${rendering.theme.gap + 4}px`)

const sideBySide = (element: Element, rendering: Rendering): string => {
  const figures = elementsIn(element.children)
    .map((one, index) =>
      one.name === 'figure'
        ? figureIn(one, rendering, `flex:1;min-width:0${index > 0 ? ';margin-left:8px' : ''}`)
        : draw(one, rendering),
    )
    .filter((one) => one !== '')
  if (figures.length === 0) return ''
  return tag(
    'section',
    { style: `display:flex;align-items:flex-start;margin:0 0 ${rendering.theme.gap + 4}px` },
    figures.join(''),
  )
}

const calloutColours: Partial<Record<SectionKind, [bar: string, ground: string]>> = {
  note: ['#1d5c99', '#eaf1f8'],
  tip: ['#1e6b3c', '#e9f3ed'],
  important: ['#6b4fa0', '#f1edf8'],
  warning: ['#b34700', '#fdf1e7'],
}

function callout(element: Element, rendering: Rendering, kind: SectionKind): string {
  const { theme } = rendering
  const colours = calloutColours[kind]
  const [bar, ground] = colours ?? [theme.accent, theme.tint]
  const style = css(
    `margin:0 0 ${theme.gap}px`,
    'padding:16px 16px 4px;text-align:left',
    `background-color:${sheer(ground)}`,
    `border-radius:${theme.radius}px`,
    colours && `border-left:4px solid ${bar}`,
  )
  const title =
    colours &&
    tag('p', { style: `margin:0 0 6px;font-size:14px;font-weight:700;color:${bar}` }, sectionNames[kind].zh)
  const inner = drawAll(blocksOf(element), { ...rendering, theme: { ...theme, gap: 12 } })
  return tag('section', { ...rest(element), style }, (title ?? '') + inner)
}

/** A browser writes addresses quoted, which WeChat punishes: unquoted here. What may not stay is left to the filter. */
function boxLook({ attribs }: Element): string {
  const { kept, lost } = boxStyle(attribs['style'] ?? '')
  return css(kept.replaceAll('; ', ';'), ...lost.map(({ name, value }) => `${name}:${value}`))
}

/** A `div` loses its colour on phones: a paragraph where it holds words, a section where it holds blocks. */
const division: Draw = (element, rendering) =>
  element.children.every((node) => isText(node) || (isElement(node) && isInline(node)))
    ? paragraph(element, rendering)
    : tag('section', element.attribs, drawAll(blocksOf(element), rendering))

const isKind = (kind: string | undefined): kind is SectionKind =>
  (sectionKinds as readonly string[]).includes(kind ?? '')

const section: Draw = (element, rendering) => {
  const kind = element.attribs['data-kind']
  if (!isKind(kind)) return tag('section', element.attribs, drawAll(element.children, rendering))
  if (kind === 'row') return sideBySide(element, rendering)
  if (kind !== 'styled') return callout(element, rendering, kind)
  // What came with its own look keeps its own spaces too.
  const inner = drawAll(blocksOf(element), { ...rendering, theme: { ...rendering.theme, gap: 0 } })
  return tag(
    'section',
    { ...rest(element), style: css(boxLook(element), inner === '' && 'line-height:0') },
    inner || '<br>',
  )
}

/** Words on a ground: no `mark`, whose own colours differ from phone to phone. */
const marked: Draw = (element, rendering) =>
  tag(
    'span',
    { style: css(`background-color:#fff3bf`, ownStyle(element)) },
    drawAll(element.children, rendering),
  )

const struck: Draw = (element, rendering) =>
  tag('span', { style: 'text-decoration:line-through' }, drawAll(element.children, rendering))

const raised =
  (align: 'super' | 'sub'): Draw =>
  (element, rendering) =>
    tag(
      element.name,
      { style: `font-size:75%;line-height:0;vertical-align:${align}` },
      drawAll(element.children, rendering),
    )

const strong: Draw = (element, rendering) =>
  tag('strong', { style: ownStyle(element) }, drawAll(element.children, rendering))

const inline = new Set(
  'strong b em i u s del ins strike sup sub mark span a code small big font br img'.split(' '),
)
const isInline = ({ name }: Element): boolean => inline.has(name)

const drawing: Record<string, Draw> = {
  ...{ p: paragraph, h1: heading, h2: heading, h3: heading, h4: heading, h5: heading, h6: heading },
  ...{ ul: list, ol: list, li: item, blockquote: quote, pre: code, hr: rule, table },
  ...{ figure, img: picture, section, div: division, strong, b: strong, mark: marked },
  ...{ s: struck, del: struck, strike: struck, sup: raised('super'), sub: raised('sub') },
}

/** The blocks of an article; words that stand in it without one, as older texts have them, are a paragraph. */
function inBlocks(nodes: ChildNode[], rendering: Rendering): string {
  const drawn: string[] = []
  let words = ''
  const flush = () => {
    const gap = rendering.theme.gap
    if (words.trim() !== '') drawn.push(tag('p', { style: `margin:0 0 ${gap}px` }, words))
    words = ''
  }
  for (const node of nodes)
    if (isText(node) || (isElement(node) && isInline(node) && !mediaIdOf(node)))
      words += draw(node, rendering)
    else {
      flush()
      drawn.push(draw(node, rendering))
    }
  flush()
  return drawn.join('')
}

/**
 * The body in the look of its theme, every style inline, its pictures where the officer placed them and the others
 * behind the text in their order. What the body holds beyond the language is passed on as it is, for the filter of
 * the platform to judge and to name; `missing` are pictures that are placed and not there.
 */
export function renderArticle(given: {
  body: string
  /** HTML below the article, in its look */
  below: string
  theme: Theme
  pictures: PlacedPicture[]
  /** a picture that is not set behind the text where the body does not place it: the cover alone */
  apart?: string | undefined
  /** where the picture of the theme's QR code is */
  code?: string | undefined
}): { html: string; missing: MissingPicture[] } {
  const { body, theme, pictures, apart, code } = given
  const rendering: Rendering = { theme, pictures, placed: new Set(), missing: [], headings: 0 }
  const text = inBlocks(nodesOf(body), rendering)
  const unplaced = pictures
    .filter(({ id }) => !rendering.placed.has(id) && id !== apart)
    .map(({ id }) => drawAll(nodesOf(`<figure data-media="${escapeHtml(id)}"><img></figure>`), rendering))
  const style = css(
    `font-size:${theme.size}px`,
    `line-height:${theme.lineHeight}`,
    `letter-spacing:${theme.letterSpacing}px`,
    'color:#3f3f3f',
    'text-align:justify',
    'word-break:break-word',
  )
  return {
    html: tag(
      'section',
      { style },
      leadOf(theme) + text + unplaced.join('') + given.below + footerOf(theme, code),
    ),
    missing: rendering.missing,
  }
}
