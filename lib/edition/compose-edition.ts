import type { Person } from '../people/person'
import type { People } from '../people/store'
import { lookAgain } from '../matter/look-again'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { canonicalJson } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { emptyChain } from '../ledger/event'
import { outOfReach } from '../policy/horizon'
import { policy } from '../policy/policy'
import { checkEdition } from '../policy/send-rule'
import { beijingDayStart } from '../policy/working-days'
import { takenWrites, type Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { changeable, editionHashOf, requireEditionState, type Edition, type Item } from './edition'
import { requireFit, settleMembership } from './membership'
import type { Editions } from './store'
import { wakeConfirmation } from './wake'

export interface ComposeNeeds {
  editions: Editions
  submissions: Submissions
  people: People
  waits: Waits
  clock: Clock
}

interface Wish {
  date: string
  /** in the editor's order */
  submissionIds: string[]
  /** Beijing time HH:MM; null: at once when confirmed, from the start of the day; default: as it was, or at opening */
  hour?: string | null
  by: Person
}

const sendAtOf = (date: string, hour: string | null | undefined): string => {
  const [hours = policy.workingHours.opens, minutes = 0] =
    hour === null ? [0] : (hour?.split(':').map(Number) ?? [])
  return new Date(beijingDayStart(date).getTime() + (hours * 60 + minutes) * 60_000).toISOString()
}

/**
 * 10.3: 1 to 8 different articles, for a day from today to the horizon. Any other day gets nothing new, but `standing`
 * articles may be taken out of it, so that none stays there for ever.
 */
export function requireComposable(
  wish: Pick<Wish, 'date' | 'submissionIds'>,
  now: Date,
  standing: string[] = [],
): void {
  const refused = checkEdition({ articles: wish.submissionIds.length }).filter(
    (finding) => finding.severity === 'refuse',
  )
  if (refused.length > 0)
    throw new Refusal(
      'PolicyRefused',
      { zh: '这一期的篇数不符合规定', en: 'the number of articles breaks the rules' },
      { details: refused },
    )
  if (new Set(wish.submissionIds).size < wish.submissionIds.length)
    throw new Refusal('InvalidRequest', { zh: '同一篇稿件列了两次', en: 'a submission is named twice' })
  const reason = outOfReach(wish.date, now)
  if (reason && !wish.submissionIds.every((id) => standing.includes(id)))
    throw new Refusal('InvalidRequest', reason, { facts: { date: wish.date } })
}

/**
 * 10.3, 11.3: the editor puts 1 to 8 approved articles in order for a Beijing date. Whatever changes voids test and
 * confirmation and stops a send under way; once WeChat was asked to send, nothing can be changed.
 */
export const composeEdition =
  ({ editions, submissions, people, waits, clock }: ComposeNeeds) =>
  async (wish: Wish): Promise<Edition> => {
    const standing = (await editions.find(wish.date))?.items.map((item) => item.submissionId)
    requireComposable(wish, clock.now(), standing)
    const units = new Map((await people.units()).map((unit) => [unit.id, unit.name]))
    const itemOf = (submission: Submission): Item => {
      requireFit(submission, wish.date)
      return {
        submissionId: submission.id,
        version: submission.version,
        title: submission.content.title,
        unitId: submission.unitId,
        unitName: units.get(submission.unitId) ?? submission.unitId,
        contentHash: submission.contentHash ?? '',
      }
    }
    const by = { id: wish.by.id, name: wish.by.name }
    // What moved meanwhile, e.g. ended in the pool, is read anew.
    const composed = await lookAgain(async () => {
      const chosen = await Promise.all(wish.submissionIds.map((id) => submissions.withId(id)))
      const items = chosen.map(itemOf)
      return editions.changeOrCreate(wish.date, (before) => {
        if (before) requireEditionState(before, ...changeable)
        const now = clock.now().toISOString()
        const edition = composing(before, {
          account: editions.account,
          date: wish.date,
          items,
          sendAt: wish.hour !== undefined || !before ? sendAtOf(wish.date, wish.hour) : before.sendAt,
          by,
          now,
        })
        if (before && sameWish(before, edition)) return undefined
        return {
          next: edition,
          happened: {
            by: by.id,
            type: 'EditionComposed',
            facts: { hash: edition.hash, sendAt: edition.sendAt, submissions: wish.submissionIds },
          },
          writes: chosen.flatMap((seen) => takenWrites(seen, { date: wish.date, at: now })),
        }
      })
    })
    await settleMembership({ submissions, clock })(composed, by.id)
    await wakeConfirmation({ editions, waits })(composed)
    return composed
  }

const sameWish = (before: Edition, after: Edition): boolean =>
  before.state !== 'cancelled' &&
  before.sendAt === after.sendAt &&
  canonicalJson(before.items) === canonicalJson(after.items)

/** The edition as wished; draft and test stay when the content is the same, the confirmation never does. */
function composing(
  before: Edition | undefined,
  wish: Pick<Edition, 'account' | 'date' | 'items' | 'sendAt' | 'by'> & { now: string },
): Edition {
  const { now, ...rest } = wish
  const round = before?.round ?? 1
  const ids = new Set(rest.items.map((item) => item.submissionId))
  const gone = [...(before?.items.map((item) => item.submissionId) ?? []), ...(before?.leaving ?? [])]
  return {
    ...rest,
    state: 'composing',
    leaving: [...new Set(gone)].filter((id) => !ids.has(id)),
    hash: editionHashOf({ ...rest, round }),
    round,
    attempt: before?.attempt ?? 0,
    draft: before?.draft,
    tested: before?.tested,
    strange: before?.strange ?? [],
    reminded: 0,
    startedBy: undefined,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    revision: before?.revision ?? 0,
    chain: before?.chain ?? emptyChain,
  }
}
