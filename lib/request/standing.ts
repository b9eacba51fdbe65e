import * as z from 'zod'
import type { Unit } from '../people/person'
import { beijingDayStart } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { Requests } from './store'

/** How a unit stands in a month: what is expected, what it delivered, whether it is let off. */
export const Standing = z.object({
  expected: z.number().int(),
  delivered: z.number().int(),
  /** why it is let off in that month */
  exempt: z.string().optional(),
})
export type Standing = z.infer<typeof Standing>

export const monthOf = (date: string): string => date.slice(0, 7)

/** First and last instant of a Beijing month. */
export function spanOf(month: string): { from: string; to: string } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const after = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
  return {
    from: beijingDayStart(`${month}-01`).toISOString(),
    to: new Date(beijingDayStart(after).getTime() - 1).toISOString(),
  }
}

export const standingOf =
  ({ requests, submissions }: { requests: Requests; submissions: Submissions }) =>
  async (unit: Pick<Unit, 'id'>, month: string): Promise<Standing> => {
    const [expectations, exemptions, delivered] = await Promise.all([
      requests.expectations(),
      requests.exemptions(month),
      submissions.delivered(unit.id, spanOf(month)),
    ])
    const exempt = exemptions.find(({ unitId }) => unitId === unit.id)?.reason
    return {
      expected: expectations.find(({ unitId }) => unitId === unit.id)?.perMonth ?? 0,
      delivered,
      ...(exempt !== undefined && { exempt }),
    }
  }
