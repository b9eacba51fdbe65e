import { aDocument } from './dom'

aDocument()

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  Document,
  ExternalHyperlink,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  ImageRun,
  InsertedTextRun,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  type ISectionOptions,
} from 'docx'
import { photoLike } from '../../../local/demo/photo'
import { fromDocx } from '../../../web/src/article/import/from-docx'

type Children = ISectionOptions['children']

const numbered = {
  config: [
    {
      reference: 'steps',
      levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', start: 1 }],
    },
  ],
}

async function imported(children: Children, more: Partial<ConstructorParameters<typeof Document>[0]> = {}) {
  const bytes = await Packer.toBuffer(
    new Document({ numbering: numbered, ...more, sections: [{ ...more.sections?.[0], children }] }),
  )
  return fromDocx(new Uint8Array(bytes).buffer)
}
const told = ({ changes }: Awaited<ReturnType<typeof imported>>) => changes.map(({ what }) => what.zh)
const words = (...texts: string[]) => new Paragraph({ children: texts.map((text) => new TextRun(text)) })
const cell = (text: string, more: object = {}) => new TableCell({ children: [words(text)], ...more })

it('a document with a title keeps its headings in their order, centred and coloured within the palette', async () => {
  const got = await imported([
    new Paragraph({ text: '年报', heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER }),
    new Paragraph({ text: '一、概况', heading: HeadingLevel.HEADING_1 }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [new TextRun({ text: '喜报', color: 'FF0000', size: 36, bold: true })],
    }),
  ])
  expect(got.html).toBe(
    '<h1 style="text-align: center">年报</h1><h2>一、概况</h2><p style="text-align: center"><span style="color: #b3261e; font-size: 24px"><strong>喜报</strong></span></p>',
  )
  expect(told(got)).toEqual(['颜色 #FF0000 改为公司色板的“朱红”'])
})

it('three pictures stand where they stood, their captions with them, and come as files', async () => {
  const bytes = await photoLike({ bytes: 40_000 })
  const picture = (name: string) =>
    new Paragraph({
      children: [
        new ImageRun({
          type: 'jpg',
          data: bytes,
          transformation: { width: 300, height: 200 },
          altText: { name, title: name, description: name },
        }),
      ],
    })
  const got = await imported([
    words('前'),
    picture('甲'),
    words('图1 甲'),
    words('中'),
    picture('乙'),
    picture('丙'),
    words('后'),
  ])
  expect(got.pictures.map(({ file }) => [file?.type, file?.size])).toEqual(
    Array.from({ length: 3 }, () => ['image/jpeg', bytes.length]),
  )
  const order = [...got.html.matchAll(/前|alt="[甲乙丙]"|图1 甲|中|后/g)].map(([one]) => one)
  expect(order).toEqual(['前', 'alt="甲"', '图1 甲', '中', 'alt="乙"', 'alt="丙"', '后'])
  expect(got.html).toContain('<figcaption>图1 甲</figcaption>')
  expect(told(got)).toEqual([])
})

it('a table of three columns is a table, with its header, its merged cells and its numbers to the right', async () => {
  const got = await imported([
    new Table({
      rows: [
        new TableRow({ tableHeader: true, children: [cell('型号'), cell('产量'), cell('备注')] }),
        new TableRow({ children: [cell('A1'), cell('1298'), cell('新', { rowSpan: 2 })] }),
        new TableRow({ children: [cell('合计', { columnSpan: 2 })] }),
      ],
    }),
  ])
  expect(got.html).toBe(
    '<table><tbody><tr><th><p>型号</p></th><th><p>产量</p></th><th><p>备注</p></th></tr>' +
      '<tr><td><p>A1</p></td><td><p style="text-align: right">1298</p></td><td rowspan="2"><p>新</p></td></tr>' +
      '<tr><td colspan="2"><p>合计</p></td></tr></tbody></table>',
  )
})

it('footnotes stand at the end, comments and deletions stay out, and each is told', async () => {
  const got = await imported(
    [
      new Paragraph({
        children: [
          new TextRun('产量'),
          new DeletedTextRun({ text: '一百', id: 1, author: '陈', date: '2026-11-01T00:00:00Z' }),
          new InsertedTextRun({ text: '二百', id: 2, author: '陈', date: '2026-11-01T00:00:00Z' }),
          new CommentRangeStart(0),
          new TextRun('吨'),
          new CommentRangeEnd(0),
          new TextRun({ children: [new CommentReference(0)] }),
          new FootnoteReferenceRun(1),
        ],
      }),
    ],
    {
      footnotes: { 1: { children: [words('统计年鉴')] } },
      comments: { children: [{ id: 0, children: [words('请核对')] }] },
      sections: [{ children: [], headers: { default: new Header({ children: [words('内部资料')] }) } }],
    },
  )
  expect(got.html.replace(/<[^>]*>/g, '')).toBe('产量二百吨[1][1] 统计年鉴')
  expect(got.html).toContain('吨<sup>[1]</sup></p><hr>')
  expect(got.html).not.toMatch(/↑|请核对|一百|内部资料|href/)
  expect(told(got).sort()).toEqual(
    [
      ...['批注没有带进来', '修订中已删除的文字没有带进来', '修订中新增的文字按正文收下'],
      ...['脚注放在文末', '页眉和页脚没有带进来'],
    ].sort(),
  )
})

it('lists, raised and lowered signs, struck words, indents and links are what they were', async () => {
  const got = await imported([
    new Paragraph({ text: '第一', numbering: { reference: 'steps', level: 0 } }),
    new Paragraph({ text: '第二', numbering: { reference: 'steps', level: 0 } }),
    new Paragraph({ text: '圆点', bullet: { level: 0 } }),
    new Paragraph({
      indent: { firstLine: 480 },
      children: [
        new TextRun('10'),
        new TextRun({ text: '6', superScript: true }),
        new TextRun(' CO'),
        new TextRun({ text: '2', subScript: true }),
        new TextRun({ text: '旧', strike: true }),
        new TextRun({ text: '黄', highlight: 'yellow' }),
        new ExternalHyperlink({ link: 'https://mp.weixin.qq.com/s/abc', children: [new TextRun('往期')] }),
      ],
    }),
  ])
  expect(got.html).toBe(
    '<ol><li><p>第一</p></li><li><p>第二</p></li></ol><ul><li><p>圆点</p></li></ul>' +
      '<p style="text-indent: 2em">10<sup>6</sup> CO<sub>2</sub><s>旧</s><mark style="background-color: #fff3bf">黄</mark><a href="https://mp.weixin.qq.com/s/abc">往期</a></p>',
  )
})

const fixture = (name: string) =>
  fromDocx(new Uint8Array(readFileSync(join(__dirname, '../../fixtures/articles', name))).buffer)

it('minutes that LibreOffice wrote keep title, lists, table and signature', async () => {
  const { html } = await fixture('minutes.docx')
  expect(html).toMatch(/^<h[12] style="text-align: center">年度工作会议纪要<\/h[12]>/)
  expect(html).toContain('10<sup>6</sup> m<sup>3</sup>')
  expect(html).toContain('<ol><li><p>安全生产</p></li><li><p>市场开拓</p><ul><li><p>西部</p></li>')
  expect(html).toContain('<td colspan="2"><p>合计</p></td>')
  expect(html.match(/<table>/g)).toHaveLength(1)
  expect(html).toContain('<p style="text-align: right">市场部</p>')
})

it('looks that LibreOffice wrote are mapped, and what is not kept is told', async () => {
  const got = await fixture('colours.docx')
  expect(got.html).toMatch(/color: #b3261e[^>]*>红字/)
  expect(got.html).toMatch(/<mark style="background-color: #fff3bf">黄底/)
  expect(got.html).toMatch(/<s>旧价<\/s>/)
  expect(got.html).toMatch(/CO<sub>2<\/sub>/)
  expect(got.html).toContain('<a href="https://mp.weixin.qq.com/s/abc">')
  expect(told(got).join()).toMatch(/www\.example\.cn/)
})

it('what is no .docx is refused', async () => {
  await expect(fromDocx(new TextEncoder().encode('{\\rtf1}').buffer)).rejects.toThrow()
})
