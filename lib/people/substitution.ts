import * as z from 'zod'
import { beijingDate } from '../policy/working-days'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import type { Acts } from '../security/ledger'
import { personWithId, type Planned } from './administer'
import { isActive, named, Substitute, type Person } from './person'
import type { People } from './store'

interface Needs {
  people: People
  acts: Acts
  clock: Clock
}

/** A substitution with the name of who decides. */
export const ShownSubstitute = Substitute.extend({ name: z.string() })
export type ShownSubstitute = z.infer<typeof ShownSubstitute>

const factsOf = ({ from, until }: Substitute, by: Person) => ({ inPlaceOf: by.name, from, until })

/** Of these dates, for this person. @throws Refusal `InvalidRequest` */
async function requireSpan(
  { people, clock }: Pick<Needs, 'people' | 'clock'>,
  ofId: string,
  { substituteId, from, until }: Substitute,
): Promise<Person> {
  const today = beijingDate(clock.now())
  const substitute = await people.withId(substituteId)
  if (substituteId === ofId || !substitute || !isActive(substitute, today))
    throw new Refusal('InvalidRequest', {
      zh: '请选择另一位在职同事作为代理',
      en: 'name another person of the company',
    })
  if (until < from || until < today)
    throw new Refusal('InvalidRequest', {
      zh: '代理的结束日期不能早于开始日期或今天',
      en: 'the substitution ends before it begins or before today',
    })
  return substitute
}

/** The same in the name of somebody who cannot do it: an administrator’s change, which takes two people. */
export const planSubstitute =
  (needs: Pick<Needs, 'people' | 'clock'>) =>
  async ({ personId, by, ...span }: Substitute & { personId: string; by: Person }): Promise<Planned> => {
    const { people } = needs
    const person = await personWithId(people, personId)
    const substitute = await requireSpan(needs, personId, span)
    return {
      act: {
        ...{ type: 'SubstituteNamedFor', by: named(by), about: named(substitute) },
        facts: factsOf(span, person),
      },
      concerns: person,
      write: (rows) => people.nameSubstitute(personId, span, rows),
    }
  }

/** 代理: somebody else of the company decides in one's place on these Beijing dates, inclusive; on record, once. */
export const nameSubstitute =
  ({ people, acts, clock }: Needs) =>
  async ({ substituteId, from, until, by }: Substitute & { by: Person }): Promise<ShownSubstitute> => {
    const span = { substituteId, from, until }
    const substitute = await requireSpan({ people, clock }, by.id, span)
    const { name } = substitute
    const stands = (await people.withId(by.id))?.substitutes.some(
      (one) => one.substituteId === substituteId && one.from === from && one.until === until,
    )
    if (!stands)
      await acts.record(
        {
          ...{ type: 'SubstituteNamed', by: named(by), about: named(substitute) },
          facts: factsOf(span, by),
        },
        (rows) => people.nameSubstitute(by.id, span, rows),
      )
    return { ...span, name }
  }

/** Ends it at once, also one that has not begun: from here on the links of the substitute decide nothing. */
export const endSubstitute =
  ({ people, acts }: Needs) =>
  async ({ substituteId, from, by }: Omit<Substitute, 'until'> & { by: Person }): Promise<void> => {
    const span = (await people.withId(by.id))?.substitutes.find(
      (one) => one.substituteId === substituteId && one.from === from,
    )
    if (!span) return
    const name = (await people.withId(substituteId))?.name ?? substituteId
    try {
      await acts.record(
        {
          ...{ type: 'SubstituteEnded', by: named(by), about: { id: substituteId, name } },
          facts: factsOf(span, by),
        },
        (rows) => people.endSubstitute(by.id, span, rows),
      )
    } catch (error) {
      // Ended twice at once: the other press recorded it.
      if (!(error instanceof ConditionFailed)) throw error
    }
  }

/** Who decides in this person's place, today or later; the next to begin first. */
export const listSubstitutes =
  ({ people, clock }: Pick<Needs, 'people' | 'clock'>) =>
  async (person: Person): Promise<ShownSubstitute[]> => {
    const today = beijingDate(clock.now())
    const current = person.substitutes.filter(({ until }) => today <= until)
    return Promise.all(
      current.map(async (one) => ({
        ...one,
        name: (await people.withId(one.substituteId))?.name ?? one.substituteId,
      })),
    )
  }
