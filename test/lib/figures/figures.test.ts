import readExcelFile from 'read-excel-file/node'
import { approvalStore } from '../../../lib/approval/store'
import type { Turn } from '../../../lib/approval/approval'
import { figuresOf } from '../../../lib/archive/figure'
import { archiveStore } from '../../../lib/archive/store'
import { figureFile } from '../../../lib/figures/figure-file'
import { readFigures, type FigureReport, type Scope } from '../../../lib/figures/read-figures'
import { peopleStore } from '../../../lib/people/store'
import { pointsStore } from '../../../lib/points/store'
import { figureColumns } from '../../../lib/policy/figures'
import { expectationWrite, exemptionWrite, requestStore } from '../../../lib/request/store'
import { submissionStore } from '../../../lib/submission/store'
import type { Submission } from '../../../lib/submission/submission'
import { shipped } from '../../kit/calendar'
import { memoryTable } from '../../kit/memory-table'
import { aSubmission } from '../../kit/submission'

const now = '2026-12-03T02:00:00.000Z'
/** Monday, nine o'clock in Beijing: the office opens. */
const monday = Date.parse('2026-11-23T01:00:00.000Z')
const hour = 3_600_000
const at = (hours: number) => new Date(monday + hours * hour).toISOString()

type Outcome = 'approved' | 'rejected' | 'expired' | 'withdrawn'
interface Item {
  id: string
  unitId: string
  officerId: string
  /** version by version: how it came out, hours at each tier that decided, hits answered */
  versions: {
    outcome: Outcome
    waits: [tier: string, from: number, to: number][]
    hits?: number
    reason?: string
  }[]
  publications?: Submission['publications']
}

const turnsOf = ({ id, versions }: Item): Turn[] =>
  versions.flatMap(
    ({ outcome, waits, hits = 0, reason }, version) =>
      waits.map(([tier, from, to], index) => ({
        ...{ submissionId: id, version: version + 1, index, tier: tier as Turn['tier'], contentHash: 'h' },
        ...{ openedAt: at(from), deadline: at(to + 8), moments: [], passed: 0, revision: 1 },
        decision: {
          kind: index < waits.length - 1 ? ('approved' as const) : outcome,
          ...{ by: 'x', name: '某人', at: at(to), contentHash: 'h' },
          answers: Array.from({ length: hits }, () => '已核对'),
          ...(reason && index === waits.length - 1 && { reason }),
        },
      })) as unknown as Turn[],
  )

const headOf = (item: Item): Submission => {
  const last = item.versions.at(-1)!.outcome
  return {
    ...aSubmission({ id: item.id }),
    ...{ unitId: item.unitId, officerId: item.officerId, version: item.versions.length },
    state: item.publications ? 'published' : last === 'approved' ? 'approved' : last,
    publications: item.publications ?? [],
    updatedAt: at(40),
  }
}

/** So many items of one fate. */
const some = (count: number, prefix: string, item: Omit<Item, 'id'>): Item[] =>
  Array.from({ length: count }, (_, n) => ({ ...item, id: `${prefix}-${n}` }))
const on = (channel: 'wechat' | 'weibo', hours: number, deletedAt?: string) => ({
  ...{ channel, at: at(hours), url: `http://x.example/${channel}/${hours}` },
  ...(deletedAt && { deletedAt }),
})
const marketing = { unitId: 'marketing', officerId: 'chen-yu' }

/**
 * Forty items, counted by hand. Working hours are 9 to 18 in Beijing: `from 0 to 2` is two of them, `0 to 24` nine
 * (the rest of the day is night), and what is asked on Friday 17:00 (104) and decided on Monday 10:00 (169) two.
 */
const forty: Item[] = [
  // 20 of the marketing department, approved at once: two hours at its head, nine at the office. 12 by WeChat, 8 by both.
  ...some(12, 'a', {
    ...marketing,
    versions: [
      {
        outcome: 'approved',
        waits: [
          ['unit-head', 0, 2],
          ['office-review', 2, 26],
        ],
      },
    ],
    publications: [on('wechat', 30)],
  }),
  ...some(8, 'b', {
    ...marketing,
    versions: [{ outcome: 'approved', waits: [['unit-head', 0, 2]], hits: 2 }],
    publications: [on('wechat', 30), on('weibo', 31)],
  }),
  // 6 sent back once by the head, mended, approved and not used; by another officer.
  ...some(6, 'c', {
    ...{ unitId: 'marketing', officerId: 'shi-yi' },
    versions: [
      { outcome: 'rejected', waits: [['unit-head', 0, 1]], reason: '照片不清楚', hits: 1 },
      { outcome: 'approved', waits: [['unit-head', 24, 27]] },
    ],
  }),
  // 5 of research: sent back for good.
  ...some(5, 'd', {
    ...{ unitId: 'research', officerId: 'li-na' },
    versions: [
      {
        outcome: 'rejected',
        waits: [
          ['unit-head', 0, 4],
          ['office-review', 104, 169],
        ],
        reason: '来源不明',
      },
    ],
  }),
  // 4 nobody answered, 3 withdrawn before anybody decided, 2 by Weibo alone and taken down in December.
  ...some(4, 'e', {
    ...{ unitId: 'research', officerId: 'li-na' },
    versions: [{ outcome: 'expired', waits: [['unit-head', 0, 30]] }],
  }),
  ...some(3, 'f', { ...marketing, versions: [{ outcome: 'withdrawn', waits: [] }] }),
  ...some(2, 'g', {
    ...{ unitId: 'research', officerId: 'wang-wu' },
    versions: [{ outcome: 'approved', waits: [['unit-head', 0, 1]] }],
    publications: [on('weibo', 33, '2026-12-02T01:00:00.000Z')],
  }),
]

async function given() {
  const table = memoryTable()
  const clock = { now: () => new Date(now) }
  const people = peopleStore(table)
  const archive = archiveStore(table)
  const requests = requestStore(table, clock)
  for (const [id, name] of [
    ['office', '企管部'],
    ['marketing', '市场部'],
    ['research', '研究院'],
    ['finance', '财务部'],
  ] as const)
    await people.saveUnit({ id, name, office: id === 'office' })
  const staff = { 'chen-yu': 'officer', 'wang-lei': 'unit-head', 'xu-wen': 'editor' } as const
  for (const id of ['chen-yu', 'shi-yi', 'wang-lei', 'li-na', 'wang-wu', 'xu-wen'])
    await people.save({ id, name: id, email: `${id}@co.example`, unitId: 'marketing', language: 'zh' })
  for (const [id, role] of Object.entries(staff))
    await people.grant(id, { role, unitId: id === 'xu-wen' ? 'office' : 'marketing', from: '2026-01-01' })
  for (const item of forty) {
    await archive.keepFigures(figuresOf(headOf(item), turnsOf(item)))
    await table.put({
      ...{ pk: `SUB#${item.id}`, sk: 'DELIVERED', submissionId: item.id, officerId: item.officerId },
      ...{ title: 't', gsi1pk: `UNIT#${item.unitId}#DELIVERED`, gsi1sk: at(-1) },
    })
  }
  const by = { id: 'xu-wen', name: '许文' }
  await table.transact([
    expectationWrite({ unitId: 'marketing', perMonth: 30, by, at: now }),
    expectationWrite({ unitId: 'research', perMonth: 15, by, at: now }),
    expectationWrite({ unitId: 'finance', perMonth: 2, by, at: now }),
    exemptionWrite({ unitId: 'finance', month: '2026-11', reason: '结账', by, at: now }),
  ])
  const room = {
    ...{ people, archive, requests, clock, points: pointsStore(table) },
    submissions: submissionStore(table, clock),
    approvals: approvalStore(table),
    complaints: { between: async () => [] },
    calendar: async () => shipped,
  }
  return {
    ...{ table, room },
    read: async (period: string, scope: Scope = {}, as = 'xu-wen') =>
      readFigures(room)(period, scope, (await people.withId(as))!),
  }
}

const cellsOf = (line: FigureReport['total']) =>
  Object.fromEntries(figureColumns.map(({ key, cell }) => [key, cell(line)]))

describe('the figures of forty items, counted by hand', () => {
  it('of the company in the month: what was submitted, came out and went to readers', async () => {
    const { read } = await given()
    const { total, returns, publications } = await read('2026-11')
    expect(cellsOf(total)).toMatchObject({
      // 20 + 6 + 5 + 4 + 3 + 2
      submitted: 40,
      // Marketing 30, research 15; finance is let off.
      expected: 45,
      // Marketing brought 29 of 30, research 11 of 15.
      short: 1 + 4,
      late: 0,
      // 12 + 8, 6 in their second version, 2 of Weibo alone
      accepted: 28,
      // 6 + 5
      returned: 11,
      ...{ expired: 4, withdrawn: 3 },
      wechat: 12 + 8,
      weibo: 8 + 2,
      removed: 2,
      // 8 with two each, 6 with one
      hits: 16 + 6,
      // 20 × 2 h, 6 × 1 h, 6 × 3 h, 5 × 4 h, 2 × 1 h: 86 hours of 39 decisions; what lapsed was not decided
      'wait-unit-head': 2.2,
      // 12 × 9 h, and 5 from Friday 17:00 to Monday 10:00, 2 h: 118 hours of 17
      'wait-office-review': 6.9,
      'wait-department-head': '—',
      // 40 submitted + 28 approved + 20 × 5 by WeChat + 10 × 2 on Weibo
      points: 40 + 28 + 100 + 20,
    })
    expect(returns).toHaveLength(11)
    expect(
      returns.filter(({ reason, tier }) => reason === '来源不明' && tier === 'office-review'),
    ).toHaveLength(5)
    expect(publications).toHaveLength(30)
    expect(publications.filter(({ deletedAt }) => deletedAt)).toHaveLength(2)
  })

  it('by unit, those with nothing too; by officer; and of one person', async () => {
    const { read } = await given()
    const company = await read('2026-11')
    const line = (name: string) => cellsOf(company.lines.find((one) => one.name.zh === name)!)
    expect(line('市场部')).toMatchObject({
      submitted: 29,
      accepted: 26,
      returned: 6,
      wechat: 20,
      weibo: 8,
      short: 1,
    })
    expect(line('研究院')).toMatchObject({ submitted: 11, accepted: 2, returned: 5, expired: 4, weibo: 2 })
    expect(line('财务部')).toMatchObject({ submitted: 0, expected: 0, short: 0, points: 0, complaints: 0 })
    const unit = await read('2026-11', { unitId: 'marketing' }, 'wang-lei')
    expect(unit.lines.map(({ id, items }) => [id, items.submitted, items.returned])).toEqual([
      ['chen-yu', 23, 0],
      ['shi-yi', 6, 6],
    ])
    const own = await read('2026-11', { personId: 'shi-yi' }, 'shi-yi')
    expect(cellsOf(own.total)).toMatchObject({
      submitted: 6,
      returned: 6,
      accepted: 6,
      expected: '—',
      points: 12,
    })
    expect(own.lines).toEqual([])
  })

  it('of the year month by month, and of a month in which nothing was: zero, and nobody is short before it is over', async () => {
    const { read } = await given()
    const year = await read('2026')
    expect(year.months.map(({ month }) => month).slice(-2)).toEqual(['2026-11', '2026-12'])
    expect(year.months.reduce((sum, { items }) => sum + items.wechat, 0)).toBe(year.total.items.wechat)
    expect(year.total.items).toMatchObject({ submitted: 40, returned: 11, points: 188 })
    expect(cellsOf((await read('2026-12')).total)).toMatchObject({
      submitted: 0,
      expected: 47,
      short: 0,
      points: 0,
    })
  })

  it('are the same whether rows were kept or are counted anew from turns, and however often they are kept', async () => {
    const { read, room, table } = await given()
    const before = await read('2026-11')
    for (const item of forty) await room.archive.keepFigures(figuresOf(headOf(item), turnsOf(item)))
    expect(await read('2026-11')).toEqual(before)
    // An article sealed by an earlier version: its line of the archive, head and turns, and no rows of its own.
    const [item] = forty
    for (const { pk, sk } of await table.partition(`SUB#${item!.id}`, 'FIGURE#'))
      await table.remove({ pk, sk })
    expect((await read('2026-11')).total.items.wechat).toBe(19)
    const { route: _, ...head } = headOf(item!)
    await table.put({ ...head, route: [], pk: `SUB#${item!.id}`, sk: 'HEAD' })
    for (const turn of turnsOf(item!))
      await table.put({ ...turn, pk: `SUB#${item!.id}`, sk: `TURN#v0001#${turn.index}` })
    await room.archive.enlist(entryLine(item!))
    expect(await read('2026-11')).toEqual(before)
  })

  it('count no removal as an article: what it took down says so', () => {
    const [item] = forty
    const removes = { submissionId: 'a-1', reason: '数据有误' } as Submission['removes']
    expect(figuresOf({ ...headOf(item!), removes }, turnsOf(item!))).toEqual([])
  })

  it('count points by the version in force when a thing happened', async () => {
    const { read, room } = await given()
    const rule = { submitted: 0, accepted: 0, wechat: 10, weibo: 0, returned: -2, expired: 0 }
    const version = { number: 2, rule, by: 'song-an', name: '宋安', reason: '年度办法' }
    // From Tuesday 10:00 on (25): all that was sent counts ten; what was submitted and approved before keeps its points.
    await room.points.publish({ ...version, at: at(25) }, [])
    // 40 submitted; approved until then: b 8 (hour 2), g 2 (hour 1). By WeChat 20 × 10; sent back later: d 5 × −2.
    expect((await read('2026-11')).total.items.points).toBe(40 + 10 + 200 - 10)
  })

  it('are seen by those they concern alone (article 2)', async () => {
    const { read } = await given()
    const refused = { code: 'NotAllowed' }
    await expect(read('2026-11', {}, 'wang-lei')).rejects.toMatchObject(refused)
    await expect(read('2026-11', { unitId: 'research' }, 'wang-lei')).rejects.toMatchObject(refused)
    await expect(read('2026-11', { unitId: 'marketing' }, 'chen-yu')).rejects.toMatchObject(refused)
    await expect(read('2026-11', { personId: 'chen-yu' }, 'shi-yi')).rejects.toMatchObject(refused)
    expect((await read('2026-11', { personId: 'chen-yu' }, 'chen-yu')).total.items.submitted).toBe(23)
  })

  it('stand in the workbook as on the page, number by number', async () => {
    const { read } = await given()
    const report = await read('2026')
    const { body } = await figureFile(report)
    const sheets = await readExcelFile(Buffer.from(body!, 'base64'))
    const page = [...report.lines, report.total].map((line) => figureColumns.map(({ cell }) => cell(line)))
    expect(sheets[0]!.data.slice(1).map((row) => row.slice(1))).toEqual(page)
    const months = report.months.map(({ items }) => figureColumns.map(({ cell }) => cell({ items })))
    expect(sheets[1]!.data.slice(1).map((row) => row.slice(1))).toEqual(months)
    expect(sheets[2]!.data).toHaveLength(1 + report.returns.length)
    expect(sheets[3]!.data).toHaveLength(1 + report.publications.length)
  })
})

/** The line of the archive of an item that was sealed before figures were kept. */
function entryLine(item: Item): Parameters<ReturnType<typeof archiveStore>['enlist']>[0] {
  return {
    ...{ submissionId: item.id, number: '202611-A', unitId: item.unitId, unitName: '市场部', title: 't' },
    ...{
      channels: ['wechat'],
      officer: { id: item.officerId, name: '陈宇' },
      decisions: [],
      result: 'published',
    },
    ...{ publications: [], endedAt: at(30), prefix: 'p', manifestVersionId: 'v' },
    ...{ ledger: { events: 1, head: 'h' }, seal: 's', files: 1, bytes: 1 },
  }
}
