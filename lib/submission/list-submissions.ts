import * as z from 'zod'
import { mayRead, type Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Paging } from '../platform/paging'
import { beijingDate, beijingDayStart } from '../policy/working-days'
import { Card } from './card'
import type { Submissions } from './store'

/** What a list of submissions is asked with; the dates are Beijing dates of the last change, both inclusive. */
export const SubmissionQuestion = Paging.extend({
  /** a part of the title */
  title: z.string().trim().max(100).optional(),
  /** one state or several, with commas */
  states: z.string().max(200).optional(),
  /** id of the officer who wrote it */
  officer: z.string().max(100).optional(),
  unit: z.string().max(100).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
export type SubmissionQuestion = z.infer<typeof SubmissionQuestion>

export const ListedSubmissions = z.object({ submissions: z.array(Card), next: z.string().optional() })
export type ListedSubmissions = z.infer<typeof ListedSubmissions>

const dayMs = 86_400_000

/** First and last instant of the span. */
const spanOf = ({ from, to }: Pick<SubmissionQuestion, 'from' | 'to'>) => ({
  ...(from && { from: beijingDayStart(from).toISOString() }),
  ...(to && { to: new Date(beijingDayStart(to).getTime() + dayMs).toISOString() }),
})

/** Article 2: a unit's people see their unit's submissions, 企管部 all; changed last first. */
export const listSubmissions =
  ({ submissions, people, clock }: { submissions: Submissions; people: People; clock: Clock }) =>
  async (person: Person, question: SubmissionQuestion = {}): Promise<ListedSubmissions> => {
    const { title, states, officer, unit, from, to, ...paging } = question
    const today = beijingDate(clock.now())
    const units = (await people.units())
      .filter(({ id }) => mayRead(person, id, today) && (unit === undefined || id === unit))
      .map(({ id }) => id)
    const sought = title?.toLowerCase()
    const among = states?.split(',')
    const asks = sought !== undefined || among !== undefined || officer !== undefined
    const { items, ...rest } = await submissions.ofUnits(units, {
      ...paging,
      ...spanOf({ from, to }),
      ...(asks && {
        fits: (card: Card) =>
          (sought === undefined || card.title.toLowerCase().includes(sought)) &&
          (among === undefined || among.includes(card.state)) &&
          (officer === undefined || card.officerId === officer),
      }),
    })
    return { submissions: items, ...rest }
  }
