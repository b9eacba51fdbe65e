import PDFDocument from 'pdfkit'
import encodeQR from 'qr'
import type { Sheet, SheetStep } from './sheet'
import { leading, typesetter, type Line, type Typesetter } from './typeset'

const margin = 48
/** A4 in points, without margins. */
const width = 595.28 - 2 * margin
const pageBottom = 841.89 - 60
/** Below the running head of later pages. */
const pageTop = margin + 16
const pad = 5
const qrSide = 88
/** A picture of the article, at most. */
const [pictureWidth, pictureHeight] = [230, 170]
const ink = '#1c1c1c'
const quiet = '#5f5f5f'
const line = '#b9b4ae'
const red = '#b3342b'

type Pen = PDFKit.PDFDocument

interface Box {
  text: string
  width: number
  /** a label: grey ground, smaller */
  label?: boolean
  size?: number
}

/** Where the next thing is drawn, and what stands above it on a new page. */
interface Paper {
  pen: Pen
  type: Typesetter
  y: number
  /** begins a page of the sheet it is about */
  turn(): void
}

const sizeOf = ({ label, size }: Box) => size ?? (label ? 8.5 : 9.5)

/**
 * One row of boxes as high as its longest text. One that does not fit goes on on the next page, framed there too, below
 * `head`, the headings of a table.
 */
function row(paper: Paper, boxes: Box[], head?: Box[]): void {
  let rest = boxes.map((box) =>
    paper.type.lines(box.text || ' ', { width: box.width - 2 * pad, size: sizeOf(box) }),
  )
  const heightOf = (lines: Line[][]) =>
    Math.max(...lines.map((one, at) => one.length * leading * sizeOf(boxes[at]!))) + 2 * pad
  const nextPage = () => {
    paper.turn()
    if (head) row(paper, head)
  }
  const room = () => pageBottom - paper.y
  // A short one is not torn apart.
  if (heightOf(rest) > room() && (heightOf(rest) < 160 || room() < 60)) nextPage()
  while (rest.some((lines) => lines.length > 0)) {
    const fits = rest.map((lines, at) =>
      lines.slice(0, Math.max(1, Math.floor((room() - 2 * pad) / (leading * sizeOf(boxes[at]!))))),
    )
    frame(paper, boxes, fits, heightOf(fits))
    rest = rest.map((lines, at) => lines.slice(fits[at]!.length))
    if (rest.some((lines) => lines.length > 0)) nextPage()
  }
}

function frame(paper: Paper, boxes: Box[], texts: Line[][], height: number): void {
  const { pen, type } = paper
  let x = margin
  for (const [at, box] of boxes.entries()) {
    if (box.label) pen.rect(x, paper.y, box.width, height).fill('#f4f1ee')
    pen.rect(x, paper.y, box.width, height).lineWidth(0.5).strokeColor(line).stroke()
    const size = sizeOf(box)
    for (const [n, text] of (texts[at] ?? []).entries())
      type.write(text, {
        ...{ x: x + pad, y: paper.y + pad + n * leading * size },
        ...{ size, color: box.label ? quiet : ink },
      })
    x += box.width
  }
  paper.y += height
}

/** Lines without a frame; they go on on the next page. */
function words(paper: Paper, text: string, { size, color }: { size: number; color: string }): void {
  for (const one of paper.type.lines(text, { width, size })) {
    if (paper.y + leading * size > pageBottom) paper.turn()
    paper.type.write(one, { x: margin, y: paper.y, size, color })
    paper.y += leading * size
  }
}

function heading(paper: Paper, text: string): void {
  if (paper.y + 70 > pageBottom) paper.turn()
  paper.y += 12
  words(paper, text, { size: 11, color: red })
  paper.y += 3
}

const labelled = (paper: Paper, fields: [string, string][], size?: number): void => {
  for (const [label, text] of fields)
    row(paper, [
      { text: label, width: 100, label: true },
      { text, width: width - 100, ...(size && { size }) },
    ])
}

/** Two short fields side by side. */
const paired = (paper: Paper, pairs: Sheet['pairs']): void => {
  for (const pair of pairs)
    row(
      paper,
      pair.flatMap(([label, text]) => [
        { text: label, width: 100, label: true },
        { text, width: width / 2 - 100 },
      ]),
    )
}

function table(paper: Paper, widths: number[], headings: string[], rows: string[][]): void {
  const total = widths.reduce((sum, one) => sum + one, 0)
  const boxes = (cells: string[], label: boolean): Box[] =>
    cells.map((text, column) => ({ text, width: ((widths[column] ?? 0) / total) * width, label }))
  const head = boxes(headings, true)
  row(paper, head)
  for (const cells of rows) row(paper, boxes(cells, false), head)
}

const steps = (paper: Paper, all: SheetStep[]): void =>
  table(
    paper,
    [90, 62, 68, 56, 62, 161],
    ['环节 Step', '提请 Asked', '决定 Decision', '姓名 Name', '时间 Time', '意见与答复 Remarks'],
    all.map(({ step, asked = '', decision = '', name, at, remark }) => [
      step,
      asked,
      decision,
      name,
      at,
      remark,
    ]),
  )

function qrCode(pen: Pen, address: string, x: number, y: number): void {
  const rows = encodeQR(address, 'raw', { ecc: 'medium', border: 2 })
  const side = qrSide / rows.length
  for (const [down, cells] of rows.entries())
    for (const [right, dark] of cells.entries())
      if (dark) pen.rect(x + right * side, y + down * side, side, side)
  pen.fill('#000000')
}

function centred(paper: Paper, text: string, { size, color }: { size: number; color: string }): void {
  const room = width - 2 * qrSide
  for (const one of paper.type.lines(text, { width: room, size })) {
    const x = margin + (width - paper.type.widthOf(one, size)) / 2
    paper.type.write(one, { x, y: paper.y, size, color })
    paper.y += leading * size
  }
}

function title(paper: Paper, sheet: Sheet): void {
  const { pen, type } = paper
  qrCode(pen, sheet.address, margin + width - qrSide, margin - 12)
  paper.y = margin
  centred(paper, sheet.company, { size: 12, color: ink })
  centred(paper, '微信公众号、微博发布审批单', { size: 17, color: ink })
  centred(paper, 'Approval sheet for publication', { size: 9, color: quiet })
  paper.y = margin + qrSide - 8
  words(paper, `编号 No. ${sheet.number}`, { size: 9.5, color: ink })
  const [result] = type.lines(sheet.result, { width, size: 9.5 })
  if (result)
    type.write(result, {
      ...{ x: margin + width - type.widthOf(result, 9.5), y: paper.y - 9.5 * leading },
      ...{ size: 9.5, color: red },
    })
  paper.y += 4
}

/** The article as it was frozen: its words, and each picture where it stands. */
function article(paper: Paper, { text, pictures }: Sheet): void {
  const shown = text.flatMap((block) => ('picture' in block ? [block.picture] : []))
  const left = [...pictures.keys()].filter((id) => !shown.includes(id)).map((picture) => ({ picture }))
  let number = 0
  for (const block of [...text, ...left]) {
    if ('words' in block) {
      words(paper, block.words, { size: block.heading ? 11 : 9.5, color: ink })
      paper.y += 5
      continue
    }
    const { bytes, fileName = '' } = pictures.get(block.picture) ?? {}
    number += 1
    if (bytes) {
      if (paper.y + pictureHeight + 20 > pageBottom) paper.turn()
      // Where no place is given pdfkit takes its own, and goes on below the picture.
      paper.pen.x = margin
      paper.pen.y = paper.y
      paper.pen.image(bytes, { fit: [pictureWidth, pictureHeight] })
      paper.y = paper.pen.y + 2
    }
    words(paper, `图 ${number} Picture ${number}　${fileName}`, { size: 8, color: quiet })
    paper.y += 6
  }
}

/** Room for what is done by hand on paper: seals, signatures, dates. */
function signatures(paper: Paper): void {
  const height = 96
  if (paper.y + height + 40 > pageBottom) paper.turn()
  heading(paper, '签字与盖章 Signatures and seals')
  const boxes = ['单位（签字、盖章）Unit', '企管部（签字、盖章）Department', '核对人（签字）Checked by'].map(
    (text) => ({
      ...{ text, width: width / 3, size: 8.5 },
    }),
  )
  const dated = paper.y + height - 22
  frame(
    paper,
    boxes,
    boxes.map(({ text }) => paper.type.lines(text, { width: width / 3 - 2 * pad, size: 8.5 })),
    height,
  )
  for (const at of [0, 1, 2])
    for (const date of paper.type.lines('年　　　月　　　日', { width: 150, size: 8.5 }))
      paper.type.write(date, { x: margin + (at * width) / 3 + 56, y: dated, size: 8.5, color: quiet })
}

const howToProve =
  '核验：扫描首页二维码，或在“归档”里打开这份归档，封存哈希应与本单一致；下载归档包后运行 npx qianfa-verify <归档包> --head <账本末条> --seal <封存哈希>，不需要联网。\n' +
  'To prove: scan the code on the first page, or open the bundle in the archive; its seal is the one printed here. Or download it and run the line above; no network is needed.'

function body(paper: Paper, sheet: Sheet): void {
  title(paper, sheet)
  paired(paper, sheet.pairs)
  labelled(paper, sheet.fields)
  heading(paper, '审批 Approval')
  const never = { step: '—', decision: '—', name: '', at: '', remark: '未进入审批 never in review' }
  steps(paper, sheet.steps.length > 0 ? sheet.steps : [never])
  if (sheet.sends.length > 0) {
    heading(paper, '测试、确认与发送（10.3、11.3）Test, confirmation and send')
    table(
      paper,
      [120, 70, 92, 217],
      ['环节 Step', '姓名 Name', '时间 Time', '备注 Remarks'],
      sheet.sends.map(({ step, name, at, remark }) => [step, name, at, remark]),
    )
  }
  if (sheet.publications.length > 0) {
    heading(paper, '发布 Publication')
    table(
      paper,
      [110, 95, 294],
      ['渠道 Channel', '时间 Time', '地址 Link'],
      sheet.publications.map(({ channel, at, url }) => [channel, at, url]),
    )
  }
  if (sheet.text.length > 0 || sheet.pictures.size > 0) {
    heading(paper, '定稿 Text and pictures as readers get them')
    article(paper, sheet)
  }
  signatures(paper)
  heading(paper, '经过 History')
  table(
    paper,
    [92, 170, 70, 167],
    ['时间 Time', '事项 What', '姓名 Name', '说明 Remarks'],
    sheet.history.map(({ at, what, name, remark }) => [at, what, name, remark]),
  )
  if (paper.y + 170 > pageBottom) paper.turn()
  heading(paper, '归档与核验 Archive and proof')
  labelled(paper, sheet.proofs, 7.5)
  paper.y += 6
  words(paper, howToProve, { size: 8, color: quiet })
}

/** Number of the sheet and its own pages at the foot of each. */
function footers({ pen, type }: Paper, sheet: Sheet, from: number): void {
  const { start, count } = pen.bufferedPageRange()
  const pages = start + count - from
  for (let page = 0; page < pages; page++) {
    pen.switchToPage(from + page)
    const foot = `${sheet.number}　第 ${page + 1} 页，共 ${pages} 页　page ${page + 1} of ${pages}`
    for (const one of type.lines(foot, { width, size: 8 }))
      type.write(one, {
        x: margin + (width - type.widthOf(one, 8)) / 2,
        y: 841.89 - 40,
        size: 8,
        color: quiet,
      })
  }
}

/**
 * Sheets as one A4 PDF, each from a page of its own. `fonts` are TrueType files: a sign is set in the first that has it,
 * and only the signs used are embedded.
 */
export async function drawSheets(sheets: Sheet[], fonts: [string, ...string[]]): Promise<Buffer> {
  const pen: Pen = new PDFDocument({
    size: 'A4',
    // Every place is ours: what stands in a margin must not begin a page of its own.
    margin: 0,
    font: fonts[0],
    bufferPages: true,
    autoFirstPage: false,
    lang: 'zh-CN',
    info: { Title: `审批单 ${sheets.map(({ number }) => number).join('、')}`, Creator: '签发 Qianfa' },
  })
  const pieces: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    pen.on('data', (piece: Buffer) => pieces.push(piece))
    pen.on('end', () => resolve(Buffer.concat(pieces)))
    pen.on('error', reject)
  })
  const type = typesetter(pen, fonts)
  for (const sheet of sheets) {
    pen.addPage()
    const from = pen.bufferedPageRange().start + pen.bufferedPageRange().count - 1
    const paper: Paper = {
      ...{ pen, type, y: margin },
      turn() {
        pen.addPage()
        for (const one of type.lines(`审批单（续）Approval sheet, continued　${sheet.number}`, {
          width,
          size: 8,
        }))
          type.write(one, { x: margin, y: margin - 6, size: 8, color: quiet })
        paper.y = pageTop
      },
    }
    body(paper, sheet)
    footers(paper, sheet, from)
  }
  pen.end()
  return done
}
