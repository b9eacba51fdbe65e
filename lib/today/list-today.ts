import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { loanStateNames, type LoanState } from '../loan/loan'
import type { Loans } from '../loan/store'
import type { Proposals } from '../oversight/store'
import { titleOf } from '../oversight/words'
import { asked } from './asked'
import { meOf, plainly, type Me } from './me'
import { noticesFor } from './notices'
import { editionsAround, ofEditor } from './office'
import { ofOwnUnit, written } from './own-unit'
import type { Today, Waiting } from './today'

type Needs = Parameters<typeof asked>[0] &
  Parameters<typeof written>[0] &
  Parameters<typeof ofEditor>[0] &
  Parameters<typeof noticesFor>[0] & {
    loans: Pick<Loans, 'ofUnit'>
    proposals: Pick<Proposals, 'page'>
    clock: Clock
  }

const openLoans: LoanState[] = ['applied', 'granted', 'open']

/** What else this person began: loans they applied for, and changes they proposed. */
async function alsoBegan({ loans, proposals }: Needs, me: Me): Promise<Today['others']> {
  const { id, unitId } = me.person
  const [lent, changes] = await Promise.all([
    me.isInUnit('officer', 'unit-head')
      ? loans.ofUnit(unitId, { states: openLoans, limit: 20 }).then(({ items }) => items)
      : [],
    me.is('admin', 'editor') ? proposals.page({ limit: 20 }).then(({ items }) => items) : [],
  ])
  return [
    ...lent
      .filter(({ appliedBy }) => appliedBy.id === id)
      .map((loan) => ({
        ...{ title: plainly(loan.event), state: loanStateNames[loan.state], href: `/loans/${loan.id}` },
      })),
    ...changes
      .filter(({ state, proposedBy }) => state === 'waiting' && proposedBy.id === id)
      .map(({ act }) => ({
        ...{ title: titleOf(act), href: '/changes' },
        state: { zh: '等第二人确认', en: 'waits for a second person' },
      })),
  ]
}

/** Who may open the calendar of editions. */
const seesEditions = [
  'editor',
  'department-head',
  'office-reviewer',
  'admin',
  'company-leader',
  'inspector',
] as const

/** Late first, then by date, then what has none; equal ones stay as they came. */
const inOrder = (one: Waiting, other: Waiting): number =>
  Number(other.late) - Number(one.late) || (one.due ?? '~').localeCompare(other.due ?? '~')

/**
 * The first page of a person: what waits for them, what they began, what goes out today, what they should know. Each part
 * reads a page of a list that is there for it; nothing is scanned and nothing is kept.
 */
export const listToday =
  (needs: Needs) =>
  async (person: Person): Promise<Today> => {
    const me = meOf(person, needs.clock)
    const [questions, own, unit, around, others, notices] = await Promise.all([
      asked(needs, me),
      written(needs, me),
      ofOwnUnit(needs, me),
      me.is(...seesEditions) ? editionsAround(needs, me) : [],
      alsoBegan(needs, me),
      noticesFor(needs, me),
    ])
    const office = me.is('editor') ? await ofEditor(needs, me, around) : []
    // A complaint of an editor's own unit stands in both.
    const waits = [...questions.items, ...own.waits, ...unit, ...office].filter(
      (one, at, all) => one.kind !== 'complaint' || all.findIndex(({ href }) => href === one.href) === at,
    )
    const edition = around.find(({ date }) => date === me.today)
    return {
      waits: waits.sort(inOrder),
      more: questions.next !== undefined,
      ...{ began: own.began, others, notices },
      ...(edition && {
        edition: (({ date, state, sendAt, items }) => ({ date, state, sendAt, items }))(edition),
      }),
    }
  }
