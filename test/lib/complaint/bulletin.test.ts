import readExcelFile from 'read-excel-file/node'
import { bulletinFile } from '../../../lib/complaint/bulletin-file'
import { bulletinOf, monthSpan } from '../../../lib/complaint/bulletin'
import { bulletinColumns } from '../../../lib/policy/complaint-figures'
import type { Complaint } from '../../../lib/complaint/complaint'
import type { Outcome } from '../../../lib/policy/complaint-kinds'
import { emptyChain } from '../../../lib/ledger/event'

let made = 0
function complaints(
  count: number,
  unit: [id: string, name: string] | undefined,
  fate: {
    /** each answer with the date it was due until; `undated` as earlier versions kept it */
    answers?: [on: string, due: string][]
    undated?: string
    dueOn?: string
    outcome?: Outcome
    state: Complaint['state']
    closedAs?: 'unanswered'
    reopened?: number
  },
): Complaint[] {
  const answers = (fate.answers ?? []).map(([on, dueOn]) => ({ at: `${on}T09:59:00.000Z`, dueOn }))
  const answeredAt = fate.undated ? `${fate.undated}T09:59:00.000Z` : answers.at(-1)?.at
  return Array.from({ length: count }, () => ({
    id: `c${++made}`,
    number: `K${made}`,
    source: 'phone' as const,
    state: fate.state,
    registeredAt: '2026-11-10T02:00:00.000Z',
    registeredBy: 'xu-wen',
    ...(unit && { unitId: unit[0], unitName: unit[1] }),
    ...(fate.dueOn && { dueOn: fate.dueOn }),
    needsApproval: false,
    ...(answeredAt && { answeredAt }),
    ...(fate.closedAs && { closedAs: fate.closedAs }),
    answers,
    tags: [],
    notified: [],
    followUps: fate.outcome
      ? [{ dueOn: '2026-11-20', at: '2026-11-20T02:00:00.000Z', outcome: fate.outcome }]
      : [],
    reopened: fate.reopened ?? 0,
    pressed: 0,
    updatedAt: '2026-11-10T02:00:00.000Z',
    revision: 1,
    chain: emptyChain,
  }))
}

const marketing: [string, string] = ['marketing', '市场部']
const safety: [string, string] = ['safety', '安全部']
const units = [
  { id: 'finance', name: '财务部' },
  { id: 'marketing', name: '市场部' },
  { id: 'safety', name: '安全部' },
]
const due = '2026-11-17'

/**
 * Forty complaints, worked out by hand on 24 November:
 *
 * | unit | how many | answered | on time | late | overdue | not due | called back | satisfied | partly | reopened | closed |
 * | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
 * | 市场部 | 12 answered 16 Nov, satisfied, closed | 12 | 12 | 0 | 0 | 0 | 12 | 12 | 0 | 0 | 12 |
 * | 市场部 | 5 answered on the day, 17 Nov, unreachable | 5 | 5 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
 * | 市场部 | 3 answered a day late, partly | 3 | 0 | 3 | 0 | 0 | 3 | 0 | 3 | 0 | 0 |
 * | 市场部 | 2 unanswered since 17 Nov | 0 | 0 | 0 | 2 | 0 | 0 | 0 | 0 | 0 | 0 |
 * | 安全部 | 6 answered 16 Nov by an earlier version, satisfied, closed | 6 | 6 | 0 | 0 | 0 | 6 | 6 | 0 | 0 | 6 |
 * | 安全部 | 4 answered 16 Nov, unsatisfied, opened again, due 30 Nov | 0 | 0 | 0 | 0 | 4 | 4 | 0 | 0 | 4 | 0 |
 * | 安全部 | 2 answered 18 Nov, late, opened again, answered in time, satisfied | 2 | 0 | 2 | 0 | 0 | 2 | 2 | 0 | 2 | 2 |
 * | 安全部 | 1 draft waits for the head since 17 Nov | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |
 * | 安全部 | 1 ended without an answer | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
 * | 安全部 | 1 to be answered until 24 Nov | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 |
 * | 财务部 | none | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
 * | – | 3 not assigned | 0 | 0 | 0 | 0 | 3 | 0 | 0 | 0 | 0 | 0 |
 * | all | 40 | 28 | 23 | 5 | 4 | 8 | 27 | 20 | 3 | 6 | 21 |
 */
const forty = [
  ...complaints(12, marketing, {
    ...{ dueOn: due, answers: [['2026-11-16', due]], outcome: 'satisfied', state: 'closed' },
  }),
  ...complaints(5, marketing, {
    ...{ dueOn: due, answers: [[due, due]], outcome: 'unreachable', state: 'answered' },
  }),
  ...complaints(3, marketing, {
    ...{ dueOn: due, answers: [['2026-11-18', due]], outcome: 'partly', state: 'answered' },
  }),
  ...complaints(2, marketing, { dueOn: due, state: 'assigned' }),
  ...complaints(6, safety, { dueOn: due, undated: '2026-11-16', outcome: 'satisfied', state: 'closed' }),
  ...complaints(4, safety, {
    ...{ dueOn: '2026-11-30', answers: [['2026-11-16', due]], outcome: 'unsatisfied' },
    ...{ state: 'assigned', reopened: 1 },
  }),
  ...complaints(2, safety, {
    answers: [
      ['2026-11-18', due],
      ['2026-11-23', '2026-11-30'],
    ],
    ...{ dueOn: '2026-11-30', outcome: 'satisfied', state: 'closed', reopened: 1 },
  }),
  ...complaints(1, safety, { dueOn: due, state: 'drafted' }),
  ...complaints(1, safety, { dueOn: due, state: 'closed', closedAs: 'unanswered' }),
  ...complaints(1, safety, { dueOn: '2026-11-24', state: 'assigned' }),
  ...complaints(3, undefined, { state: 'registered' }),
]
const today = '2026-11-24'

const none = {
  ...{ received: 0, answered: 0, onTime: 0, late: 0, overdue: 0, open: 0 },
  ...{ followedUp: 0, satisfied: 0, partly: 0, reopened: 0, closed: 0 },
}
const total = {
  ...{ received: 40, answered: 28, onTime: 23, late: 5, overdue: 4, open: 8 },
  ...{ followedUp: 27, satisfied: 20, partly: 3, reopened: 6, closed: 21 },
}

it('counts forty complaints as a hand does, a unit without any among them', () => {
  const bulletin = bulletinOf('2026-11', forty, today, units)
  expect(bulletin.lines).toEqual([
    {
      ...{ unitId: 'marketing', unitName: '市场部', received: 22, answered: 20, onTime: 17, late: 3 },
      ...{ overdue: 2, open: 0, followedUp: 15, satisfied: 12, partly: 3, reopened: 0, closed: 12 },
    },
    {
      ...{ unitId: 'safety', unitName: '安全部', received: 15, answered: 8, onTime: 6, late: 2 },
      ...{ overdue: 2, open: 5, followedUp: 12, satisfied: 8, partly: 0, reopened: 6, closed: 9 },
    },
    { unitName: '未分派', ...none, received: 3, open: 3 },
    { unitId: 'finance', unitName: '财务部', ...none },
  ])
  expect(bulletin.total).toEqual({ unitName: '合计', ...total })
})

it('holds nothing against anybody before it is due: neither on time nor late, and no rate', () => {
  const [line] = bulletinOf(
    '2026-11',
    complaints(4, marketing, { dueOn: '2026-11-25', state: 'assigned' }),
    today,
    [],
  ).lines
  expect(line).toMatchObject({ onTime: 0, late: 0, overdue: 0, open: 4 })
  expect(bulletinColumns.find(({ name }) => name.zh === '按期率')?.cell(line!)).toBe('—')
})

it('parts what was received into on time, late, overdue and not due, always', () => {
  for (const line of bulletinOf('2026-11', forty, today, units).lines)
    expect(line.onTime + line.late + line.overdue + line.open).toBe(line.received)
})

it('is a spreadsheet with the same figures, rates and names of columns as the page', async () => {
  const file = await bulletinFile(bulletinOf('2026-11', forty, today, units))
  const [sheet] = await readExcelFile(Buffer.from(file.body ?? '', 'base64'))
  expect(sheet?.sheet).toBe('客诉月报 2026-11')
  const rows = sheet!.data
  expect(rows).toHaveLength(6)
  expect(rows[0]).toEqual(['单位', ...bulletinColumns.map(({ name }) => name.zh)])
  // 23 of the 32 that were due in time; 23 of the 27 called back satisfied or partly.
  expect(rows.at(-1)).toEqual(['合计', 40, 28, 23, 5, 4, 8, '71.9%', 27, 20, 3, '85.2%', 6, 21])
})

it('takes a Beijing month to its last millisecond', () => {
  expect(monthSpan('2026-12')).toEqual({ from: '2026-11-30T16:00:00.000Z', to: '2026-12-31T15:59:59.999Z' })
})
