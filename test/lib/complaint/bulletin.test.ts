import readExcelFile from 'read-excel-file/node'
import { bulletinFile } from '../../../lib/complaint/bulletin-file'
import { bulletinOf, monthSpan } from '../../../lib/complaint/bulletin'
import type { Complaint, Outcome } from '../../../lib/complaint/complaint'
import { emptyChain } from '../../../lib/ledger/event'

let made = 0
function complaints(
  count: number,
  unit: [id: string, name: string] | undefined,
  fate: {
    answeredOn?: string
    dueOn?: string
    outcome?: Outcome
    state: Complaint['state']
    reopened?: number
  },
): Complaint[] {
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
    ...(fate.answeredOn && { answeredAt: `${fate.answeredOn}T09:59:00.000Z` }),
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
const due = '2026-11-17'

/**
 * Forty complaints, worked out by hand:
 *
 * | unit | how many | answered | on time | overdue | called back | satisfied | reopened | closed |
 * | --- | --- | --- | --- | --- | --- | --- | --- | --- |
 * | 市场部 | 12 answered 16 Nov, satisfied, closed | 12 | 12 | 0 | 12 | 12 | 0 | 12 |
 * | 市场部 | 5 answered on the day, 17 Nov, unreachable | 5 | 5 | 0 | 0 | 0 | 0 | 0 |
 * | 市场部 | 3 answered a day late, partly | 3 | 0 | 0 | 3 | 0 | 0 | 0 |
 * | 市场部 | 2 unanswered since 17 Nov | 0 | 0 | 2 | 0 | 0 | 0 | 0 |
 * | 安全部 | 8 answered 16 Nov, satisfied, closed | 8 | 8 | 0 | 8 | 8 | 0 | 8 |
 * | 安全部 | 4 answered 16 Nov, unsatisfied, opened again, due 30 Nov | 4 | 0 | 0 | 4 | 0 | 4 | 0 |
 * | 安全部 | 3 draft waits for the head since 17 Nov | 0 | 0 | 3 | 0 | 0 | 0 | 0 |
 * | – | 3 not assigned | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
 * | all | 40 | 32 | 25 | 5 | 27 | 20 | 4 | 20 |
 */
const forty = [
  ...complaints(12, marketing, {
    dueOn: due,
    answeredOn: '2026-11-16',
    outcome: 'satisfied',
    state: 'closed',
  }),
  ...complaints(5, marketing, {
    dueOn: due,
    answeredOn: '2026-11-17',
    outcome: 'unreachable',
    state: 'answered',
  }),
  ...complaints(3, marketing, { dueOn: due, answeredOn: '2026-11-18', outcome: 'partly', state: 'answered' }),
  ...complaints(2, marketing, { dueOn: due, state: 'assigned' }),
  ...complaints(8, safety, { dueOn: due, answeredOn: '2026-11-16', outcome: 'satisfied', state: 'closed' }),
  ...complaints(4, safety, {
    ...{ dueOn: '2026-11-30', answeredOn: '2026-11-16', outcome: 'unsatisfied' },
    ...{ state: 'assigned', reopened: 1 },
  }),
  ...complaints(3, safety, { dueOn: due, state: 'drafted' }),
  ...complaints(3, undefined, { state: 'registered' }),
]

const total = {
  received: 40,
  answered: 32,
  onTime: 25,
  overdue: 5,
  followedUp: 27,
  satisfied: 20,
  reopened: 4,
  closed: 20,
}

it('counts forty complaints as a hand does', () => {
  const bulletin = bulletinOf('2026-11', forty, '2026-11-24')
  expect(bulletin.lines).toEqual([
    {
      ...{ unitId: 'marketing', unitName: '市场部', received: 22, answered: 20, onTime: 17, overdue: 2 },
      ...{ followedUp: 15, satisfied: 12, reopened: 0, closed: 12 },
    },
    {
      ...{ unitId: 'safety', unitName: '安全部', received: 15, answered: 12, onTime: 8, overdue: 3 },
      ...{ followedUp: 12, satisfied: 8, reopened: 4, closed: 8 },
    },
    {
      ...{ unitName: '未分派', received: 3, answered: 0, onTime: 0, overdue: 0 },
      ...{ followedUp: 0, satisfied: 0, reopened: 0, closed: 0 },
    },
  ])
  expect(bulletin.total).toEqual({ unitName: '合计', ...total })
})

it('is a spreadsheet with the same figures and rates', async () => {
  const file = await bulletinFile(bulletinOf('2026-11', forty, '2026-11-24'))
  const [sheet] = await readExcelFile(Buffer.from(file.body ?? '', 'base64'))
  expect(sheet?.sheet).toBe('客诉月报 2026-11')
  const rows = sheet!.data
  expect(rows).toHaveLength(5)
  // 25 of 40 on time, 20 of 27 called back were satisfied.
  expect(rows.at(-1)).toEqual(['合计', 40, 32, 25, 5, 27, 20, 4, 20, '62.5%', '74.1%'])
})

it('takes a Beijing month to its last millisecond', () => {
  expect(monthSpan('2026-12')).toEqual({ from: '2026-11-30T16:00:00.000Z', to: '2026-12-31T15:59:59.999Z' })
})
