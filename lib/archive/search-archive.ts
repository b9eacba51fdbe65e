import { mayRead, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { listOf, type Entry } from './entry'
import type { Archive } from './store'

export interface Question extends Paging {
  unitId?: string
  category?: number
  /** officer or decider */
  personId?: string
  /** Beijing dates, inclusive */
  from?: string
  to?: string
}

const dayMs = 86_400_000

/** Instants of Beijing dates: from the first moment of `from` to the first after `to`. */
export const spanOf = (from: string | undefined, to: string | undefined) => ({
  from: new Date(Date.parse(`${from ?? '2000-01-01'}T00:00:00+08:00`)).toISOString(),
  to: new Date(Date.parse(`${to ?? '2999-12-31'}T00:00:00+08:00`) + dayMs).toISOString(),
})

const everywhere = '*'

/** Article 2: 企管部, company leaders and inspectors ask of all units, everybody else of the own. */
export function unitAsked(person: Person, unitId: string | undefined, today: string): string | undefined {
  if (mayRead(person, everywhere, today)) return unitId
  if (unitId === undefined || unitId === person.unitId) return person.unitId
  throw new Refusal('NotAllowed', {
    zh: '只能查阅本单位的归档（第二条）',
    en: 'you can search the archive of your own unit only (article 2)',
  })
}

/** Lines of the archive that fit, newest end first, a page at a time. */
export const searchArchive =
  ({ archive, clock }: { archive: Archive; clock: Clock }) =>
  async (person: Person, question: Question): Promise<{ entries: Entry[]; next?: string }> => {
    const { category, personId, from, to, ...paging } = question
    const unitId = unitAsked(person, question.unitId, beijingDate(clock.now()))
    const { items, ...rest } = await archive.inList(listOf({ unitId, category, personId }), {
      ...{ cursor: paging.cursor, limit: paging.limit },
      ...spanOf(from, to),
      // A person's list holds every category.
      ...(category !== undefined && { fits: (entry: Entry) => entry.category === category }),
    })
    return { entries: items, ...rest }
  }
