import readExcelFile from 'read-excel-file/node'
import { inflateSync } from 'node:zlib'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import encodeQR from 'qr'
import decodeQR from 'qr/decode.js'
import { monthBefore } from '../../../lib/archive/close-month'
import { drawSheets } from '../../../lib/archive/draw-sheet'
import { endedAtOf, entryOf, listsOf } from '../../../lib/archive/entry'
import { registerSheet, volumeSheet } from '../../../lib/archive/register'
import { sheetOf, type Sheet, type SheetParts } from '../../../lib/archive/sheet'
import { typesetter } from '../../../lib/archive/typeset'
import { pictureAt, type Rendition } from '../../../lib/submission/rendition'
import { workbook } from '../../../lib/platform/workbook'
import { bundleOf, known } from '../../kit/bundle'

const fontAt = (path: string) => join(__dirname, '../../../node_modules', path)
const fonts: [string, string, string] = [
  fontAt('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  fontAt('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  fontAt('@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'),
]

function anEntry(n = 1) {
  const given = known(n)
  const { manifest } = bundleOf(given)
  return entryOf(given.known, manifest, { prefix: `marketing/2026/${n}/`, manifestVersionId: 'v' })
}

describe('the register', () => {
  it('is one row an item, oldest end first, as an independent reader opens it', async () => {
    const [late, early] = [anEntry(1), { ...anEntry(2), endedAt: '2026-11-02T01:00:00.000Z', title: '=1+1' }]
    const file = await workbook([volumeSheet('2026-11', [late, early]), registerSheet([late, early])])
    const sheets = await readExcelFile(file)
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['月度汇总', '台账'])
    const [heading, ...rows] = sheets[1]!.data
    expect(heading?.slice(0, 4)).toEqual(['编号 No.', '归档日期 Date', '单位 Unit', '标题 Title'])
    expect(rows).toEqual([
      expect.arrayContaining(['2026-11-02 09:00', '=1+1', early.ledger.head, early.seal]),
      [
        late.number,
        '2026-11-23 10:00',
        '市场部',
        late.title,
        '业务宣传及促销、重要活动、行业与市场资讯',
        '微信公众号',
        '陈瑜',
        '单位负责人审核：王磊同意',
        '已发布',
        'http://mp.weixin.qq.com/s/x',
        'marketing/2026/1/',
        late.ledger.head,
        late.seal,
      ],
    ])
  })

  it('counts the volume by unit, result and category, the company in the last row', () => {
    const research = { ...anEntry(2), unitName: '研发中心', result: 'rejected' as const, category: 3 }
    const unused = { ...research, result: 'unused' as const }
    const { rows } = volumeSheet('2026-11', [anEntry(1), anEntry(3), research, unused])
    expect(rows[0]).toContain('未使用')
    expect(rows.slice(1)).toEqual([
      ['市场部', 2, 2, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0],
      ['研发中心', 2, 0, 1, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0],
      ['全公司 Company', 4, 2, 1, 0, 0, 1, 0, 0, 2, 0, 2, 0, 0, 0, 0],
    ])
  })

  it('is of the month before, by Beijing time', () => {
    expect(monthBefore(new Date('2026-11-30T16:30:00Z'))).toBe('2026-11')
    expect(monthBefore(new Date('2026-12-31T16:30:00Z'))).toBe('2026-12')
    expect(monthBefore(new Date('2026-11-30T15:59:00Z'))).toBe('2026-10')
  })
})

describe('a line of the archive', () => {
  it('stands in the lists of company and unit: all, by category, by officer and by everybody who decided', () => {
    expect(listsOf(anEntry())).toEqual(
      ['ALL', 'marketing'].flatMap((scope) => [
        `ARCHIVED#${scope}#ANY`,
        `ARCHIVED#${scope}#CATEGORY#1`,
        `ARCHIVED#${scope}#PERSON#chen-yu`,
        `ARCHIVED#${scope}#PERSON#wang-lei`,
      ]),
    )
  })

  it('is filed under the first day readers had it, though a second channel comes later', () => {
    const { head } = known().known
    const first = head.publications[0]!
    const later = { ...first, channel: 'weibo' as const, at: '2026-12-02T02:00:00.000Z' }
    expect(endedAtOf({ ...head, publications: [later, first], updatedAt: later.at })).toBe(first.at)
  })
})

/** All that a sheet is made from, of the published submission of the kit. */
function parts(more: Partial<SheetParts> = {}): SheetParts {
  const { versions, turns, people, ledger, edition, company } = known().known
  return {
    ...{ company, turns, people, ledger, version: versions[0], edition: edition?.events ?? [] },
    ...{ rendition: undefined, previews: new Map<string, Buffer>(), publicUrl: 'https://qianfa.example' },
    ...more,
  }
}

const rendition: Rendition = {
  ...{ format: 1, title: '阀门投用', source: '市场部', unitName: '市场部', dropped: [], cover: {} },
  html:
    '<section><h2>概况</h2><p>冷却水 10⁶ m³，CO₂ ☑ → 😀🎉 &amp; 喆</p>' +
    `<p><img src="${pictureAt('picture-two')}"></p><ul><li>其一</li></ul><p>来源：市场部</p></section>`,
  media: known().known.versions[0]!.pins,
  weibo: { text: '走进车间', pictures: [] },
}

describe('the printed sheet', () => {
  it('names who handed in, decided, tested, confirmed and sent, each with the whole date, and never the system', () => {
    const sheet = sheetOf(anEntry(), parts())
    expect(sheet.company).toBe('江南精工有限公司')
    expect(sheet.pairs.flat()).toContainEqual(['送审时间 Submitted', '2026-11-23 10:00'])
    expect(sheet.steps.map(({ step, name, at, remark }) => [step, name, at, remark])).toEqual([
      ['送审 Submitted\n第 1 版', '陈瑜', '2026-11-23 10:00', ''],
      ['单位负责人审核\n第 1 版', '王磊', '2026-11-23 10:00', '敏感词答复 1：“第一”是项目批次'],
    ])
    expect(sheet.sends.map(({ step, name, at }) => [step, name, at])).toEqual([
      ['发起 Started', '许雯', '2026-11-23 11:30'],
      ['测试发送 Test send', '许雯', '2026-11-23 11:30'],
      ['确认 Confirmed', '许雯', '2026-11-23 11:30'],
      ['群发 Mass send', '许雯', '2026-11-23 11:30'],
    ])
    expect(sheet.sends[1]!.remark).toContain('wx-tester')
    expect(JSON.stringify(sheet)).not.toMatch(/system|chen-yu|wang-lei|xu-wen/)
    expect(sheet.history.map(({ what, name }) => `${what} ${name}`)).toEqual(
      expect.arrayContaining(['同意 approved 王磊', '已确认 confirmed 许雯', '已群发 sent 自动']),
    )
  })

  it('holds the whole statement, and the text and pictures of the rendition in their order', () => {
    const sheet = sheetOf(anEntry(), parts({ rendition }))
    expect(Object.fromEntries(sheet.fields)['责任声明 Statement']).toContain('真实性、可靠性、合规性负责')
    expect(sheet.text).toEqual([
      { words: '概况', heading: true },
      { words: '冷却水 10⁶ m³，CO₂ ☑ → 😀🎉 & 喆' },
      { picture: 'picture-two' },
      { words: '· 其一' },
      { words: '来源：市场部' },
      { words: '微博文字 Weibo text', heading: true },
      { words: '走进车间' },
    ])
    expect([...sheet.pictures.keys()]).toEqual(['picture-one', 'picture-two'])
    expect(sheet.address).toBe(
      `https://qianfa.example/portal/archive/${anEntry().submissionId}?events=5&seal=${anEntry().seal}`,
    )
  })

  it('is A4, its fonts embedded as subsets, small enough to be mailed', async () => {
    const pdf = await drawSheets([sheetOf(anEntry(), parts())], fonts)
    const text = pdf.toString('latin1')
    expect(text).toContain('/MediaBox [0 0 595.28 841.89]')
    expect(text.match(/\/FontName \/\w{6}\+NotoSansSC-Regular/g)).toHaveLength(1)
    expect(text).toContain('/FontFile2')
    expect(pdf.length).toBeLessThan(200_000)
    expect(unicodeOf(pdf)).toEqual(expect.arrayContaining([...'审批单市场部陈瑜王磊']))
  }, 90_000)

  it('sets every sign in a font that has it; what none has stands there by its number', async () => {
    const pdf = await drawSheets([sheetOf(anEntry(), parts({ rendition }))], fonts)
    const names = [...pdf.toString('latin1').matchAll(/\/FontName \/\w{6}\+([\w-]+)/g)].map(
      ([, name]) => name,
    )
    expect(names.sort()).toEqual(['DejaVuSans', 'NotoEmoji-Regular', 'NotoSansSC-Regular'])
    const typeset = typesetter(new PDFDocument({ font: fonts[0] }), fonts)
    const set = (text: string) => typeset.lines(text, { width: 1000, size: 10 })[0]!
    const [sc, dejavu, emoji] = fonts
    expect(set('⁶₂☑☐').map(({ font }) => font)).toEqual([dejavu])
    expect(set('→1')).toEqual([{ text: '→1', font: sc }])
    expect(set('👨‍👩‍👧☎️')).toEqual([
      { text: '👨‍👩‍👧', font: emoji },
      { text: '☎', font: sc },
    ])
    expect(set('吉\u{20bb7}')).toEqual([{ text: '吉〔U+20BB7〕', font: sc }])
  }, 90_000)

  it('breaks lines without beginning one with 。, and what is too long for one anywhere', () => {
    const typeset = typesetter(new PDFDocument({ font: fonts[0] }), fonts)
    const lines = (text: string, width: number) =>
      typeset.lines(text, { width, size: 10 }).map((line) => line.map(({ text }) => text).join(''))
    expect(lines('一二三四。五', 40)).toEqual(['一二三', '四。五'])
    expect(lines('一\n\n二', 40)).toEqual(['一', '', '二'])
    expect(lines('f'.repeat(30), 40).join('')).toBe('f'.repeat(30))
    expect(lines('f'.repeat(30), 40).length).toBeGreaterThan(2)
    expect(lines('the valve runs', 60)).toEqual(['the valve ', 'runs'])
  })

  it('draws a code that leads to the bundle and says its seal', () => {
    const { address } = sheetOf(anEntry(), parts())
    const rows = encodeQR(address, 'raw', { ecc: 'medium', border: 2 })
    const scale = 4
    const side = rows.length * scale
    const data = new Uint8ClampedArray(side * side * 4).fill(255)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        if (rows[Math.floor(y / scale)]![Math.floor(x / scale)])
          data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
    expect(decodeQR({ width: side, height: side, data })).toBe(address)
  })

  it('prints of a repost where its original stands and by whose leave it was taken over', () => {
    const [version] = known().known.versions
    const content = {
      ...version!.content,
      originalUrl: 'https://www.valve.example/1',
      repost: { permittedBy: '《阀门》杂志社', permission: '同意转载', permittedOn: '2026-11-20' },
    }
    const { fields } = sheetOf(anEntry(), parts({ version: { ...version!, content } }))
    expect(fields).toContainEqual(['原文地址 Address of the original', 'https://www.valve.example/1'])
    expect(fields).toContainEqual(['转载许可 Permission to repost', '《阀门》杂志社；同意转载；2026-11-20'])
    expect(
      sheetOf(anEntry(), parts())
        .fields.map(([label]) => label)
        .join(),
    ).not.toContain('转载')
  })

  it('says, as the register does, on which channel approved matter was never used', () => {
    const entry = { ...anEntry(), unused: ['weibo' as const] }
    const { publications } = sheetOf(entry, parts())
    expect(publications.map(({ channel, at }) => [channel, at])).toEqual([
      ['微信公众号 WeChat', '2026-11-23 10:00'],
      ['微博 Weibo', '—'],
    ])
    expect(registerSheet([entry]).rows[1]).toContain('已发布，微博未使用')
  })

  it('goes on over pages where a remark is longer than one: framed, headed, and above the foot', async () => {
    const turn = known().known.turns[0]!
    const decision = { ...turn.decision!, kind: 'rejected' as const, reason: '请核实数据来源。'.repeat(500) }
    const pages = await linesOf([sheetOf(anEntry(), parts({ turns: [{ ...turn, decision }] }))])
    expect(pages.length).toBeGreaterThan(2)
    for (const page of pages) {
      const foot = page.filter(({ y }) => y < 60)
      expect(foot).toHaveLength(1)
      expect(foot[0]!.y).toBeLessThan(45)
    }
    const torn = pages.filter((page) => page.length > 30)
    expect(torn.length).toBeGreaterThan(2)
  }, 90_000)

  it('prints several at once, each from a page of its own with pages of its own', async () => {
    const one = sheetOf(anEntry(1), parts())
    const pages = await linesOf([one, sheetOf(anEntry(2), parts()), one])
    const single = await linesOf([one])
    expect(pages).toHaveLength(3 * single.length)
  }, 90_000)
})

/** Where the lines of each page stand, from the bottom, as they were drawn. */
async function linesOf(sheets: Sheet[]): Promise<{ y: number }[][]> {
  const pdf = await drawSheets(sheets, fonts)
  return streamsOf(pdf)
    .filter((body) => body.includes(' Tm'))
    .map((body) =>
      [...new Set([...body.matchAll(/1 0 0 1 [\d.]+ ([\d.]+) Tm/g)].map(([, y]) => Number(y)))].map((y) => ({
        y,
      })),
    )
}

function streamsOf(pdf: Buffer): string[] {
  const found: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const body = pdf.subarray(at + 7, pdf.indexOf('endstream', at))
    if (body[0] === 0x78) found.push(inflateSync(body).toString('latin1'))
  }
  return found
}

/** Characters the document can be searched and copied by: the ToUnicode map of its font. */
const unicodeOf = (pdf: Buffer): string[] =>
  streamsOf(pdf)
    .filter((text) => text.includes('beginbfrange'))
    .flatMap((text) =>
      [...text.matchAll(/<([0-9a-f]{4})>/g)].map(([, hex]) => String.fromCharCode(parseInt(hex ?? '', 16))),
    )
