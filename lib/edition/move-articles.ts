import type { Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import { beijingDate, beijingDayStart } from '../policy/working-days'
import { cancelEdition } from './cancel-edition'
import { composeEdition, requireComposable, type ComposeNeeds } from './compose-edition'
import { changeable, requireEditionState, type Edition } from './edition'
import { settleMembership } from './membership'

interface Wish {
  /** the day they are taken out of */
  date: string
  /** the day they go to, behind what is there */
  to: string
  submissionIds: string[]
  /** Beijing time HH:MM of the day they go to, null for at once; default: its own, for an empty day that they left */
  hour?: string | null
  by: Person
}

const idsOf = (edition: Edition | undefined): string[] =>
  edition && edition.state !== 'cancelled' ? edition.items.map((item) => item.submissionId) : []

/** Beijing time HH:MM at which an edition may go. */
function hourOf({ date, sendAt }: Edition): string {
  const minutes = (Date.parse(sendAt) - beijingDayStart(date).getTime()) / 60_000
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/**
 * Articles to another Beijing date. The new day is looked at first, so that a refusal changes nothing; a crash between
 * the two days leaves the articles in neither, and the same call again puts them where they belong.
 */
export const moveArticles =
  (needs: ComposeNeeds) =>
  async ({ date, to, submissionIds, hour, by }: Wish): Promise<Edition> => {
    if (date === to)
      throw new Refusal('InvalidRequest', { zh: '请选另一天', en: 'choose another day' }, { facts: { date } })
    const [from, target] = await Promise.all([needs.editions.withId(date), needs.editions.find(to)])
    if (target) requireEditionState(target, ...changeable)
    const wish = { date: to, submissionIds: [...new Set([...idsOf(target), ...submissionIds])], by }
    const today = beijingDate(needs.clock.now())
    requireComposable(wish, needs.clock.now())
    await requireHereOrFree(submissionIds)

    const staying = idsOf(from).filter((id) => !submissionIds.includes(id))
    if (staying.length === idsOf(from).length) await settleMembership(needs)(from, by.id)
    else {
      requireEditionState(from, ...changeable)
      // A day that has passed is not composed anew: what stays behind goes back to the pool.
      if (staying.length > 0 && date >= today)
        await composeEdition(needs)({ date, submissionIds: staying, by })
      else await cancelEdition(needs)({ date, reason: `移到 / moved to ${to}`, by })
    }
    const kept = idsOf(target).length > 0 ? undefined : hourOf(from)
    return composeEdition(needs)({ ...wish, hour: hour === undefined ? kept : hour })

    /** In one of the two days, or in the pool after a crash: anything else has to be taken out by name first. */
    async function requireHereOrFree(ids: string[]) {
      for (const submission of await Promise.all(ids.map((id) => needs.submissions.withId(id)))) {
        const { state, editionDate } = submission
        const here = state === 'scheduled' && (editionDate === date || editionDate === to)
        if (here || state === 'approved') continue
        throw new Refusal(
          'WrongState',
          {
            zh: `《${submission.content.title}》不在这一天，不能移动`,
            en: `“${submission.content.title}” is not in this day and cannot be moved`,
          },
          { facts: { submissionId: submission.id, state, ...(editionDate && { editionDate }) } },
        )
      }
    }
  }
