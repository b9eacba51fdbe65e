import * as z from 'zod'
import { beijingDate, beijingDayStart } from '../policy/working-days'
import type { Complaint } from './complaint'

/** One line of the monthly bulletin: figures of a unit, or of all. */
export const BulletinLine = z.object({
  unitId: z.string().optional(),
  unitName: z.string(),
  received: z.number().int(),
  answered: z.number().int(),
  /** answered no later than the due date */
  onTime: z.number().int(),
  /** past the due date without an answer */
  overdue: z.number().int(),
  /** of the customers called back, the last word */
  followedUp: z.number().int(),
  satisfied: z.number().int(),
  reopened: z.number().int(),
  closed: z.number().int(),
})
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

/** What became of a set of complaints; `today` is a Beijing date. Needs nothing that erasing takes away. */
export function figuresOf(complaints: Complaint[], today: string): Omit<BulletinLine, 'unitId' | 'unitName'> {
  const count = (is: (complaint: Complaint) => boolean) => complaints.filter(is).length
  const isAnswered = ({ answeredAt }: Complaint) => answeredAt !== undefined
  return {
    received: complaints.length,
    answered: count(isAnswered),
    onTime: count(
      ({ answeredAt, dueOn, reopened }) =>
        answeredAt !== undefined &&
        dueOn !== undefined &&
        reopened === 0 &&
        beijingDate(new Date(answeredAt)) <= dueOn,
    ),
    overdue: count(
      ({ state, dueOn }) => ['assigned', 'drafted'].includes(state) && dueOn !== undefined && dueOn < today,
    ),
    followedUp: count(
      (complaint) => lastOutcome(complaint) !== undefined && lastOutcome(complaint) !== 'unreachable',
    ),
    satisfied: count((complaint) => lastOutcome(complaint) === 'satisfied'),
    reopened: count(({ reopened }) => reopened > 0),
    closed: count(({ state }) => state === 'closed'),
  }
}

/** Article 4: complaints registered in a month, by unit and altogether, by number of complaints. */
export function bulletinOf(month: string, complaints: Complaint[], today: string): Bulletin {
  const units = new Map<string | undefined, Complaint[]>()
  for (const complaint of complaints)
    units.set(complaint.unitId, [...(units.get(complaint.unitId) ?? []), complaint])
  const lines = [...units].map(([unitId, ofUnit]) => ({
    ...(unitId !== undefined && { unitId }),
    unitName: ofUnit[0]?.unitName ?? '未分派',
    ...figuresOf(ofUnit, today),
  }))
  return {
    month,
    lines: lines.sort((a, b) => b.received - a.received || (a.unitName < b.unitName ? -1 : 1)),
    total: { unitName: '合计', ...figuresOf(complaints, today) },
  }
}
