import * as z from 'zod'
import type { Unit } from '../people/person'
import type { ComplaintFigures } from '../policy/complaint-figures'
import type { Outcome } from '../policy/complaint-kinds'
import { beijingDate, beijingDayStart } from '../policy/working-days'
import type { Complaint } from './complaint'

const count = z.number().int()

export const ComplaintCounts = z.object({
  received: count,
  answered: count,
  onTime: count,
  late: count,
  overdue: count,
  open: count,
  followedUp: count,
  satisfied: count,
  partly: count,
  reopened: count,
  closed: count,
} satisfies Record<keyof ComplaintFigures, typeof count>)

/** One line of the monthly bulletin: figures of a unit, or of all. */
export const BulletinLine = ComplaintCounts.extend({ unitId: z.string().optional(), unitName: z.string() })
export type BulletinLine = z.infer<typeof BulletinLine>

export const Bulletin = z.object({ month: z.string(), lines: z.array(BulletinLine), total: BulletinLine })
export type Bulletin = z.infer<typeof Bulletin>

/** First and last instant of a Beijing month, `YYYY-MM`. */
export function monthSpan(month: string): { from: string; to: string } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const after = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
  return {
    from: beijingDayStart(`${month}-01`).toISOString(),
    to: new Date(beijingDayStart(after).getTime() - 1).toISOString(),
  }
}

const lastOutcome = ({ followUps }: Complaint) => followUps.findLast(({ at }) => at !== undefined)?.outcome

/** Whether any answer came after its due date; of complaints of earlier versions only the last answer is known. */
function wasLate({ answers, answeredAt, dueOn, reopened }: Complaint): boolean {
  const known = answers.length > 0 || reopened > 0 || !answeredAt ? answers : [{ at: answeredAt, dueOn }]
  return known.some((one) => one.dueOn !== undefined && beijingDate(new Date(one.at)) > one.dueOn)
}

function standingOf(complaint: Complaint, today: string): 'onTime' | 'late' | 'overdue' | 'open' {
  const { state, closedAs, dueOn } = complaint
  const isAnswered = hasAnswer(complaint)
  if (closedAs === 'unanswered' || (!isAnswered && dueOn !== undefined && dueOn < today)) return 'overdue'
  if (wasLate(complaint)) return 'late'
  return isAnswered || state === 'closed' ? 'onTime' : 'open'
}

const hasAnswer = ({ state, closedAs }: Complaint) =>
  (state === 'answered' || state === 'closed') && closedAs !== 'unanswered'

/** What became of a set of complaints; `today` is a Beijing date. Needs nothing that erasing takes away. */
export function figuresOf(complaints: Complaint[], today: string): ComplaintFigures {
  const count = (is: (complaint: Complaint) => boolean) => complaints.filter(is).length
  const standing = (wanted: ReturnType<typeof standingOf>) =>
    count((complaint) => standingOf(complaint, today) === wanted)
  const said = (wanted: Outcome) => count((complaint) => lastOutcome(complaint) === wanted)
  return {
    received: complaints.length,
    answered: count(hasAnswer),
    onTime: standing('onTime'),
    late: standing('late'),
    overdue: standing('overdue'),
    open: standing('open'),
    followedUp: said('satisfied') + said('partly') + said('unsatisfied'),
    satisfied: said('satisfied'),
    partly: said('partly'),
    reopened: count(({ reopened }) => reopened > 0),
    closed: count(({ state }) => state === 'closed'),
  }
}

/**
 * Article 4: complaints registered in a month, by unit and altogether, by number of complaints. Units without any have
 * their line too: whoever is assessed by it sees that nothing was left out.
 */
export function bulletinOf(
  month: string,
  complaints: Complaint[],
  today: string,
  units: Pick<Unit, 'id' | 'name'>[],
): Bulletin {
  const byUnit = new Map<string | undefined, { unitName: string; all: Complaint[] }>(
    units.map(({ id, name }) => [id, { unitName: name, all: [] }]),
  )
  for (const complaint of complaints) {
    const line = byUnit.get(complaint.unitId) ?? { unitName: complaint.unitName ?? '未分派', all: [] }
    line.all.push(complaint)
    byUnit.set(complaint.unitId, line)
  }
  const lines = [...byUnit].map(([unitId, { unitName, all }]) => ({
    ...(unitId !== undefined && { unitId }),
    unitName,
    ...figuresOf(all, today),
  }))
  return {
    month,
    lines: lines.sort((a, b) => b.received - a.received || (a.unitName < b.unitName ? -1 : 1)),
    total: { unitName: '合计', ...figuresOf(complaints, today) },
  }
}
