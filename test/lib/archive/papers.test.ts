import readExcelFile from 'read-excel-file/node'
import { inflateSync } from 'node:zlib'
import { join } from 'node:path'
import { monthBefore } from '../../../lib/archive/close-month'
import { drawSheet } from '../../../lib/archive/draw-sheet'
import { endedAtOf, entryOf, listsOf } from '../../../lib/archive/entry'
import { registerSheet, volumeSheet } from '../../../lib/archive/register'
import { sheetOf } from '../../../lib/archive/sheet'
import { workbook } from '../../../lib/platform/workbook'
import { bundleOf, known } from '../../kit/bundle'

const font = join(
  __dirname,
  '../../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
)

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
    const { rows } = volumeSheet('2026-11', [anEntry(1), anEntry(3), research])
    expect(rows.slice(1)).toEqual([
      ['市场部', 2, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0],
      ['研发中心', 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
      ['全公司 Company', 3, 2, 1, 0, 0, 0, 0, 2, 0, 1, 0, 0, 0, 0],
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

describe('the printed sheet', () => {
  it('is A4 with one Chinese font embedded as a subset, small enough to be mailed', async () => {
    const given = known()
    const { versions, turns, people } = given.known
    const sheet = sheetOf(anEntry(), { version: versions[0], turns, people })
    expect(sheet.steps).toEqual([
      {
        step: '单位负责人审核\n第 1 版',
        decision: '同意 Approved',
        name: '王磊',
        at: '2026-11-23 10:00',
        remark: '敏感词答复 1：“第一”是项目批次',
      },
    ])
    expect(sheet.fields.map(([label]) => label).join()).not.toContain('转载')
    const pdf = await drawSheet(sheet, font)
    const text = pdf.toString('latin1')
    expect(text).toContain('/MediaBox [0 0 595.28 841.89]')
    expect(text.match(/\/FontName \/\w{6}\+NotoSansSC-Regular/g)).toHaveLength(1)
    expect(text).toContain('/FontFile2')
    expect(pdf.length).toBeLessThan(200_000)
    expect(unicodeOf(pdf)).toEqual(expect.arrayContaining([...'审批单市场部陈瑜王磊']))
  }, 90_000)

  it('prints of a repost where its original stands and by whose leave it was taken over', () => {
    const { versions, turns, people } = known().known
    const [version] = versions
    const content = {
      ...version!.content,
      originalUrl: 'https://www.valve.example/1',
      repost: { permittedBy: '《阀门》杂志社', permission: '同意转载', permittedOn: '2026-11-20' },
    }
    const { fields } = sheetOf(anEntry(), { version: { ...version!, content }, turns, people })
    expect(fields).toContainEqual(['原文地址 Address of the original', 'https://www.valve.example/1'])
    expect(fields).toContainEqual(['转载许可 Permission to repost', '《阀门》杂志社；同意转载；2026-11-20'])
  })

  it('goes on over pages when there is much to say, each with its number', async () => {
    const { versions, turns, people } = known().known
    const turn = turns[0]!
    const reason = '请核实。'.repeat(120)
    const many = Array.from({ length: 12 }, (_, at) => ({
      ...turn,
      version: at + 1,
      decision: { ...turn.decision!, kind: 'rejected' as const, reason },
    }))
    const pdf = await drawSheet(sheetOf(anEntry(), { version: versions[0], turns: many, people }), font)
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(2)
  }, 90_000)
})

/** Characters the document can be searched and copied by: the ToUnicode map of its font. */
function unicodeOf(pdf: Buffer): string[] {
  const found: string[] = []
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const end = pdf.indexOf('endstream', at)
    const body = pdf.subarray(at + 7, end)
    if (body[0] !== 0x78) continue
    const text = inflateSync(body).toString('latin1')
    if (!text.includes('beginbfrange')) continue
    for (const [, hex] of text.matchAll(/<([0-9a-f]{4})>/g))
      found.push(String.fromCharCode(parseInt(hex ?? '', 16)))
  }
  return found
}
