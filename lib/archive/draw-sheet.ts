import PDFDocument from 'pdfkit'
import type { Sheet } from './sheet'

const margin = 48
/** A4 in points, without margins. */
const width = 595.28 - 2 * margin
const bottom = 841.89 - 64
const pad = 5
const ink = '#1c1c1c'
const quiet = '#6a6a6a'
const line = '#b9b4ae'
const seal = '#b3342b'

type Pen = PDFKit.PDFDocument

interface Box {
  text: string
  width: number
  /** a label: grey ground, smaller */
  label?: boolean
  size?: number
}

const sizeOf = ({ label, size }: Box) => size ?? (label ? 8.5 : 9.5)

/** One row of boxes as high as its longest text; begins a page where it would not fit. */
function row(pen: Pen, boxes: Box[]): void {
  const heights = boxes.map((box) => {
    pen.fontSize(sizeOf(box))
    return pen.heightOfString(box.text || ' ', { width: box.width - 2 * pad, lineGap: 2 }) + 2 * pad
  })
  const height = Math.max(...heights)
  if (pen.y + height > bottom) pen.addPage()
  const top = pen.y
  let x = margin
  for (const box of boxes) {
    if (box.label) pen.rect(x, top, box.width, height).fill('#f4f1ee')
    pen.rect(x, top, box.width, height).lineWidth(0.5).strokeColor(line).stroke()
    pen
      .fillColor(box.label ? quiet : ink)
      .fontSize(sizeOf(box))
      .text(box.text, x + pad, top + pad, { width: box.width - 2 * pad, lineGap: 2 })
    x += box.width
  }
  pen.x = margin
  pen.y = top + height
}

function heading(pen: Pen, text: string): void {
  if (pen.y + 60 > bottom) pen.addPage()
  pen.moveDown(0.9)
  pen.fillColor(seal).fontSize(11).text(text, margin, pen.y)
  pen.moveDown(0.3)
}

const labelled = (pen: Pen, fields: [string, string][], size?: number): void => {
  for (const [label, text] of fields)
    row(pen, [
      { text: label, width: 100, label: true },
      { text, width: width - 100, ...(size && { size }) },
    ])
}

/** Two short fields side by side. */
const paired = (pen: Pen, pairs: [[string, string], [string, string]][]): void => {
  for (const pair of pairs)
    row(
      pen,
      pair.flatMap(([label, text]) => [
        { text: label, width: 100, label: true },
        { text, width: width / 2 - 100 },
      ]),
    )
}

function table(pen: Pen, widths: number[], rows: string[][]): void {
  const total = widths.reduce((sum, one) => sum + one, 0)
  for (const [at, cells] of rows.entries())
    row(
      pen,
      cells.map((text, column) => ({
        text,
        width: ((widths[column] ?? 0) / total) * width,
        label: at === 0,
      })),
    )
}

function title(pen: Pen, sheet: Sheet): void {
  pen
    .fillColor(ink)
    .fontSize(19)
    .text('微信公众号、微博发布审批单', margin, margin, { width, align: 'center' })
  pen.fillColor(quiet).fontSize(9).text('Approval sheet for publication', { width, align: 'center' })
  pen.moveDown(0.8)
  const top = pen.y
  pen.fillColor(ink).fontSize(9.5).text(`编号 No. ${sheet.number}`, margin, top)
  pen.fillColor(seal).text(sheet.result, margin, top, { width, align: 'right' })
  pen.y = top + 18
}

function footers(pen: Pen, sheet: Sheet): void {
  const { start, count } = pen.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    pen.switchToPage(page)
    const foot = `${sheet.number}　第 ${page + 1} 页，共 ${count} 页　page ${page + 1} of ${count}`
    // The foot stands in the margin, where pdfkit would begin a new page.
    pen.page.margins.bottom = 0
    pen
      .fillColor(quiet)
      .fontSize(8)
      .text(foot, margin, 841.89 - 40, { width, align: 'center', lineBreak: false })
  }
}

const howToProve =
  '核验：下载归档包后运行 npx qianfa-verify <归档包> --head <账本末条> --seal <封存哈希>，不需要联网。\n' +
  'To prove: download the bundle and run the line above; no network is needed.'

/** The sheet as A4 PDF. `font` is a TrueType file with Chinese; only the characters used are embedded. */
export async function drawSheet(sheet: Sheet, font: string): Promise<Buffer> {
  const pen: Pen = new PDFDocument({
    size: 'A4',
    margin,
    font,
    bufferPages: true,
    lang: 'zh-CN',
    info: { Title: `审批单 ${sheet.number}`, Creator: '签发 Qianfa' },
  })
  const pieces: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    pen.on('data', (piece: Buffer) => pieces.push(piece))
    pen.on('end', () => resolve(Buffer.concat(pieces)))
    pen.on('error', reject)
  })
  title(pen, sheet)
  paired(pen, sheet.pairs)
  labelled(pen, sheet.fields)
  heading(pen, '审批 Approval')
  table(
    pen,
    [112, 78, 56, 92, 161],
    [
      ['环节 Step', '决定 Decision', '姓名 Name', '时间 Time', '意见与答复 Remarks'],
      ...(sheet.steps.length
        ? sheet.steps.map(({ step, decision, name, at, remark }) => [step, decision, name, at, remark])
        : [['—', '—', '', '', '未进入审批 never in review']]),
    ],
  )
  if (sheet.publications.length) {
    heading(pen, '发布 Publication')
    table(
      pen,
      [110, 95, 294],
      [
        ['渠道 Channel', '时间 Time', '地址 Link'],
        ...sheet.publications.map(({ channel, at, url }) => [channel, at, url]),
      ],
    )
  }
  heading(pen, '归档与核验 Archive and proof')
  labelled(pen, sheet.proofs, 7.5)
  pen.moveDown(0.6)
  pen.fillColor(quiet).fontSize(8).text(howToProve, margin, pen.y, { width })
  footers(pen, sheet)
  pen.end()
  return done
}
