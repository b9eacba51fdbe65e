import type { Figure } from '../archive/figure'
import { figuresOf as complaintFiguresOf } from '../complaint/bulletin'
import type { Complaint } from '../complaint/complaint'
import type { Due, Figures, ItemFigures } from '../policy/figures'
import { ruleAt, tenths, type FromWhen, type Scored } from '../policy/points'
import { workingTimeBetween, type IsWorkingDay } from '../policy/working-days'
import type * as z from 'zod'

/** An item a unit delivered: its first version was submitted then. */
export interface Delivered {
  submissionId: string
  unitId: string
  officerId: string
  at: string
}

export interface Counting {
  isWorkingDay: IsWorkingDay
  /** the company's rule of points in all its versions */
  rules: readonly FromWhen[]
}

const hourMs = 3_600_000

/** What happened to these items, by what is on record of each; the same rows give the same figures whenever they are read. */
export function itemFiguresOf(figures: Figure[], delivered: Delivered[], counting: Counting): ItemFigures {
  const { isWorkingDay, rules } = counting
  const versions = figures.filter((one) => one.kind === 'version')
  const published = figures.filter((one) => one.kind === 'publication')
  const outcome = (wanted: (typeof versions)[number]['outcome']) =>
    versions.filter((one) => one.outcome === wanted)
  const on = (channel: 'wechat' | 'weibo') => published.filter((one) => one.channel === channel)
  const waits: ItemFigures['waits'] = {}
  for (const { tier, from, to } of versions.flatMap((one) => one.waits)) {
    const known = waits[tier] ?? { hours: 0, decisions: 0 }
    const hours = workingTimeBetween(new Date(from), new Date(to), isWorkingDay) / hourMs
    waits[tier] = { hours: known.hours + hours, decisions: known.decisions + 1 }
  }
  const worth = (all: { at: string }[], what: Scored) =>
    all.reduce((sum, { at }) => sum + ruleAt(rules, at)[what], 0)
  return {
    ...{ submitted: delivered.length, accepted: outcome('approved').length },
    ...{ returned: outcome('rejected').length, expired: outcome('expired').length },
    ...{ withdrawn: outcome('withdrawn').length, wechat: on('wechat').length, weibo: on('weibo').length },
    removed: published.filter(({ deletedAt }) => deletedAt).length,
    hits: versions.reduce((sum, { hits }) => sum + hits, 0),
    waits,
    points: tenths(
      worth(delivered, 'submitted') +
        worth(outcome('approved'), 'accepted') +
        worth(outcome('rejected'), 'returned') +
        worth(outcome('expired'), 'expired') +
        worth(on('wechat'), 'wechat') +
        worth(on('weibo'), 'weibo'),
    ),
  }
}

type DueOf = z.infer<typeof Due>

/** What was expected of a unit month by month; a month that is not over yet is short of nothing. */
export const dueOf = (
  months: { expected: number; delivered: number; exempt: boolean; over: boolean }[],
  lateRequests: number,
): DueOf => ({
  expected: months.reduce((sum, { expected, exempt }) => sum + (exempt ? 0 : expected), 0),
  short: months.reduce(
    (sum, { expected, delivered, exempt, over }) =>
      sum + (exempt || !over ? 0 : Math.max(0, expected - delivered)),
    0,
  ),
  lateRequests,
})

export const sumOfDues = (all: DueOf[]): DueOf => ({
  expected: all.reduce((sum, { expected }) => sum + expected, 0),
  short: all.reduce((sum, { short }) => sum + short, 0),
  lateRequests: all.reduce((sum, { lateRequests }) => sum + lateRequests, 0),
})

/** The three parts of a line, each from its own rows. */
export const lineOf = (
  items: ItemFigures,
  due: DueOf | undefined,
  complaints: Complaint[] | undefined,
  today: string,
): Figures => ({
  items,
  ...(due && { due }),
  ...(complaints && { complaints: complaintFiguresOf(complaints, today) }),
})
