import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { policy, type Tier } from '../policy/policy'
import { routeOf } from '../policy/route'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { candidatesFor } from '../question/question'
import { tierDuty } from './approvers'

interface Needs {
  submissions: Pick<Submissions, 'withId'>
  people: People
  clock: Clock
}

/** Tiers for which nobody is left when each of the others has a person of its own (no two tiers of one submission). */
export function unfilled(tiers: readonly Tier[], candidates: readonly (readonly string[])[]): Tier[] {
  const tierOf = new Map<string, number>()
  const place = (tier: number, tried: Set<string>): boolean =>
    (candidates[tier] ?? []).some((person) => {
      if (tried.has(person)) return false
      tried.add(person)
      const other = tierOf.get(person)
      if (other !== undefined && !place(other, tried)) return false
      tierOf.set(person, tier)
      return true
    })
  return tiers.filter((_, tier) => !place(tier, new Set()))
}

const vacant = (tiers: Tier[]) =>
  new Refusal(
    'NothingToAsk',
    {
      zh: `现在没有人可以处理“${tiers.map((tier) => policy.tiers[tier].title.zh).join('、')}”：职务空缺，或在任者参与过本稿，或同一人不能兼两级。草稿已保存，请联系管理员补充人员后再送审`,
      en: `nobody can take “${tiers.map((tier) => policy.tiers[tier].title.en).join(', ')}” just now: the post is vacant, or its holders had a hand in this, or one person would sit in two steps. The draft is kept; ask the administrator to name somebody, then submit again`,
    },
    { facts: { tiers } },
  )

/**
 * Asked before anything is signed, so that a vacancy is not found after two people have approved: every tier of the
 * route has somebody who may decide it today. @throws Refusal `NothingToAsk` with the tiers
 */
export const requireApprovers =
  ({ submissions, people, clock }: Needs) =>
  async ({ submissionId, by }: { submissionId: string; by: Person }): Promise<void> => {
    const submission = await submissions.withId(submissionId)
    if (submission.state !== 'draft') return
    const { category, channels } = submission.content
    // Without a kind there is no route yet, and submitting says so (article 9).
    if (category === undefined) return
    const today = beijingDate(clock.now())
    const signed = { ...submission, hands: [...(submission.hands ?? []), by.id] }
    const tiers = routeOf({
      category,
      channels,
      openedByOffice: submission.openedByOffice,
    }).map(({ tier }) => tier)
    const candidates = await Promise.all(
      tiers.map(async (tier) =>
        (
          await candidatesFor(
            { people, question: tierDuty(people) },
            { turn: { tier }, submission: signed, earlier: [] },
            today,
          )
        ).map(({ person }) => person.id),
      ),
    )
    const missing = unfilled(tiers, candidates)
    if (missing.length > 0) throw vacant(missing)
  }
