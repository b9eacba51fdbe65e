import { escaped } from './blocks'
import { attributeOf, childOf, childrenOf, isOn, partsOf, valueOf, type DocxParts } from './docx-parts'
import { fromHtml, type Imported } from './from-html'

const tags = (on: [boolean, string][], inner: string): string =>
  on.reduce((html, [wrap, tag]) => (wrap ? `<${tag}>${html}</${tag}>` : html), inner)

const wordColour = (value: string | undefined): string | undefined =>
  value && /^[0-9a-f]{6}$/i.test(value) ? `#${value}` : undefined

const aligned: Record<string, string> = { center: 'center', right: 'right', end: 'right' }

/** Writes a document as the HTML that Word itself would put on the clipboard, which then comes in like any other. */
class DocxReader {
  readonly files = new Map<string, Blob>()
  private readonly noted: string[] = []
  private readonly counted = new Map<string, number>()

  constructor(private readonly parts: DocxParts) {}

  async html(): Promise<string> {
    const text = await this.blocks(this.parts.body)
    const notes = []
    for (const [index, id] of this.noted.entries())
      notes.push(`<p>[${index + 1}] ${await this.noteWords(this.parts.notes.get(id))}</p>`)
    const below = notes.length > 0 ? `<div style="mso-element:footnote-list">${notes.join('')}</div>` : ''
    return `<html xmlns:w="urn:schemas-microsoft-com:office:word"><body>${text}${below}</body></html>`
  }

  private async noteWords(note: Element | undefined): Promise<string> {
    const words = []
    for (const paragraph of childrenOf(note, 'p')) words.push(await this.inline(paragraph))
    return words.join(' ').trim()
  }

  private async blocks(parent: Element): Promise<string> {
    let html = ''
    for (const child of parent.children) {
      if (child.localName === 'p') html += await this.paragraph(child)
      else if (child.localName === 'tbl') html += await this.table(child)
      else if (child.localName === 'sdt') html += await this.blocks(childOf(child, 'sdtContent') ?? child)
      else if (/^(?:ins|moveTo|customXml)$/.test(child.localName)) html += await this.blocks(child)
    }
    return html
  }

  private async paragraph(element: Element): Promise<string> {
    const properties = childOf(element, 'pPr')
    const style = this.parts.styleOf(valueOf(properties, 'pStyle'))
    const inner = await this.inline(element)
    const boxes = await this.textBoxes(element)
    const outline = valueOf(properties, 'outlineLvl')
    const level = outline && Number(outline) < 9 ? Number(outline) + 1 : style.level
    const numbered = childOf(properties, 'numPr')
    const numId = numbered ? valueOf(numbered, 'numId') : style.numId
    const look = this.look(properties, style)
    if (style.isTitle) return `<p class="MsoTitle" style="${look}">${inner}</p>${boxes}`
    if (level !== undefined)
      return `<h${Math.min(level, 6)} style="${look}">${inner}</h${Math.min(level, 6)}>${boxes}`
    if (numId && numId !== '0') {
      const at = Number(valueOf(numbered, 'ilvl') ?? 0)
      return `<p style="${look};mso-list:l${numId} level${at + 1}"><span style="mso-list:Ignore">${this.marker(numId, at)}</span>${inner}</p>${boxes}`
    }
    return `<p style="${look}">${inner || '<o:p>&nbsp;</o:p>'}</p>${boxes}`
  }

  private marker(numId: string, at: number): string {
    const { format, start } = this.parts.levelOf(numId, at)
    if (format === 'bullet' || format === 'none') return '·'
    const key = `${numId} ${at}`
    const number = (this.counted.get(key) ?? start - 1) + 1
    this.counted.set(key, number)
    for (const deeper of [...this.counted.keys()])
      if (deeper.startsWith(`${numId} `) && Number(deeper.split(' ')[1]) > at) this.counted.delete(deeper)
    return `${number}.`
  }

  private look(properties: Element | undefined, style: ReturnType<DocxParts['styleOf']>): string {
    const indent = childOf(properties, 'ind')
    const spacing = childOf(properties, 'spacing')
    const first = Number(attributeOf(indent, 'firstLineChars') ?? attributeOf(indent, 'firstLine') ?? 0)
    const left = Number(attributeOf(indent, 'left') ?? attributeOf(indent, 'start') ?? 0)
    const line = Number(attributeOf(spacing, 'line') ?? 0)
    const align = aligned[valueOf(properties, 'jc') ?? style.align ?? '']
    const inherited = style.level || style.isTitle ? undefined : this.runLook(style.run)
    return [
      align && `text-align:${align}`,
      first > 0 && 'text-indent:2em',
      left > 0 && `margin-left:${left / 20}pt`,
      line > 0 &&
        !/exact|atLeast/i.test(attributeOf(spacing, 'lineRule') ?? '') &&
        `line-height:${Math.round((line / 240) * 100)}%`,
      inherited,
    ]
      .filter(Boolean)
      .join(';')
  }

  private runLook(properties: Element | undefined): string {
    const size = Number(valueOf(properties, 'sz') ?? 0)
    const colour = wordColour(valueOf(properties, 'color'))
    const ground =
      valueOf(properties, 'highlight') ?? wordColour(attributeOf(childOf(properties, 'shd'), 'fill'))
    const fonts = childOf(properties, 'rFonts')
    const font = attributeOf(fonts, 'eastAsia') ?? attributeOf(fonts, 'ascii')
    return [
      colour && `color:${colour}`,
      size > 0 && `font-size:${size / 2}pt`,
      ground && ground !== 'none' && `background-color:${ground}`,
      font && `font-family:${escaped(font.replace(/[;"']/g, ''))}`,
    ]
      .filter(Boolean)
      .join(';')
  }

  private async inline(parent: Element): Promise<string> {
    let html = ''
    for (const child of parent.children) html += await this.part(child)
    return html
  }

  private async part(element: Element): Promise<string> {
    const { localName: name } = element
    if (name === 'r') return this.run(element)
    if (name === 'hyperlink') {
      const href = this.parts.target(attributeOf(element, 'id'))
      const inner = await this.inline(element)
      return href ? `<a href="${escaped(href)}">${inner}</a>` : inner
    }
    if (name === 'del' || name === 'moveFrom')
      return `<del cite="docx">${escaped(element.textContent ?? '')}</del>`
    if (name === 'ins' || name === 'moveTo') return `<ins cite="docx">${await this.inline(element)}</ins>`
    if (name === 'oMath' || name === 'oMathPara') return `<math>${escaped(element.textContent ?? '')}</math>`
    if (name === 'sdt') return this.inline(childOf(element, 'sdtContent') ?? element)
    if (/^(?:smartTag|fldSimple|customXml|dir|bdo)$/.test(name)) return this.inline(element)
    return ''
  }

  private async run(element: Element): Promise<string> {
    const properties = childOf(element, 'rPr')
    if (isOn(properties, 'vanish'))
      return `<span style="display:none">${escaped(element.textContent ?? '')}</span>`
    let inner = ''
    for (const child of element.children) inner += await this.runPart(child)
    if (inner === '') return ''
    // Some programs raise words by half points instead of by name.
    const position = Number(valueOf(properties, 'position') ?? 0)
    const raised =
      valueOf(properties, 'vertAlign') ??
      (position >= 4 ? 'superscript' : position <= -2 ? 'subscript' : undefined)
    const marked = tags(
      [
        [isOn(properties, 'b'), 'b'],
        [isOn(properties, 'i'), 'i'],
        [isOn(properties, 'u'), 'u'],
        [isOn(properties, 'strike') || isOn(properties, 'dstrike'), 's'],
        [raised === 'superscript', 'sup'],
        [raised === 'subscript', 'sub'],
      ],
      inner,
    )
    const look = raised && raised !== 'baseline' ? '' : this.runLook(properties)
    return look ? `<span style="${look}">${marked}</span>` : marked
  }

  private async runPart(element: Element): Promise<string> {
    switch (element.localName) {
      case 't':
        return escaped(element.textContent ?? '').replace(/ {2}/g, ' &nbsp;')
      case 'tab':
        return '\u2003'
      case 'br':
      case 'cr':
        return attributeOf(element, 'type') === 'page' ? '' : '<br>'
      case 'noBreakHyphen':
        return '-'
      case 'sym':
        return `&#x${(attributeOf(element, 'char') ?? '').replace(/[^0-9a-f]/gi, '').replace(/^f0/i, '') || '20'};`
      case 'footnoteReference':
      case 'endnoteReference':
        return this.note(element)
      case 'commentReference': {
        const comment = this.parts.comments.get(attributeOf(element, 'id') ?? '')
        return `<span class="MsoCommentReference">${escaped(comment?.textContent ?? '')}</span>`
      }
      case 'drawing':
      case 'pict':
        return this.drawing(element)
      case 'object':
        return '<object></object>'
      case 'AlternateContent':
        return this.runPart(
          childOf(childOf(element, 'Choice') ?? childOf(element, 'Fallback'), 'drawing') ?? element,
        )
      default:
        return ''
    }
  }

  private note(element: Element): string {
    const id = `${element.localName.replace('Reference', '')} ${attributeOf(element, 'id')}`
    if (!this.noted.includes(id)) this.noted.push(id)
    return `<sup>[${this.noted.indexOf(id) + 1}]</sup>`
  }

  private async drawing(element: Element): Promise<string> {
    const inside = [...element.querySelectorAll('*')]
    const described = inside.find(({ localName }) => localName === 'docPr')
    const alt = attributeOf(described, 'descr') ?? ''
    let html = ''
    for (const one of inside.filter(({ localName }) => /^(?:blip|imagedata)$/.test(localName))) {
      const picture = await this.parts.picture(attributeOf(one, 'embed') ?? attributeOf(one, 'id'))
      if (!picture) continue
      const src = `docx:${this.files.size + 1}/${picture.name}`
      this.files.set(src, picture.blob)
      html += `<img src="${escaped(src)}" alt="${escaped(alt)}">`
    }
    // Charts and drawings are no files: said, to be brought as pictures.
    const isOther = html === '' && !inside.some(({ localName }) => localName === 'txbxContent')
    return isOther ? '<object></object>' : html
  }

  /** Text boxes float over a page; on a phone their words follow the paragraph. */
  private async textBoxes(element: Element): Promise<string> {
    let html = ''
    for (const box of element.querySelectorAll('*'))
      if (box.localName === 'txbxContent' && !box.closest('Fallback, mc\\:Fallback'))
        html += await this.blocks(box)
    return html
  }

  private async table(element: Element): Promise<string> {
    const rows = childrenOf(element, 'tr')
    const open: { column: number; cell: { html: string; rows: number; columns: number; style: string } }[] =
      []
    const drawn = []
    for (const row of rows) {
      let column = 0
      const cells = []
      for (const cell of childrenOf(row, 'tc')) {
        const properties = childOf(cell, 'tcPr')
        const columns = Number(valueOf(properties, 'gridSpan') ?? 1) || 1
        const merge = childOf(properties, 'vMerge')
        const above = open.find((one) => one.column === column)
        if (merge && attributeOf(merge, 'val') !== 'restart' && above) above.cell.rows += 1
        else {
          const fill = wordColour(attributeOf(childOf(properties, 'shd'), 'fill'))
          const made = {
            html: await this.blocks(cell),
            rows: 1,
            columns,
            style: fill ? `background-color:${fill}` : '',
          }
          cells.push(made)
          if (above) above.cell = made
          else open.push({ column, cell: made })
        }
        column += columns
      }
      drawn.push({ cells, isHeader: isOn(childOf(row, 'trPr'), 'tblHeader') })
    }
    const written = drawn.map(({ cells, isHeader }) => {
      const tag = isHeader ? 'th' : 'td'
      return `<tr>${cells
        .map(
          ({ html, rows: down, columns, style }) =>
            `<${tag} colspan="${columns}" rowspan="${down}" style="${style}">${html}</${tag}>`,
        )
        .join('')}</tr>`
    })
    return `<table>${written.join('')}</table>`
  }
}

/** A Word document: headings, lists, tables, alignment, colours, pictures in their place, notes at the end. */
export async function fromDocx(bytes: ArrayBuffer): Promise<Imported> {
  const { default: Zip } = await import('jszip')
  const parts = await partsOf(await Zip.loadAsync(bytes))
  const reader = new DocxReader(parts)
  const html = await reader.html()
  const imported = fromHtml(html, reader.files)
  if (!parts.hasHeader) return imported
  const header = {
    kind: 'lost' as const,
    what: { zh: '页眉和页脚没有带进来', en: 'headers and footers stay out' },
    places: [],
    count: 1,
  }
  return { ...imported, changes: [...imported.changes, header] }
}
