import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { isRefusal, Refusal } from '../platform/refusal'
import type { AccountKind } from '../policy/policy'
import { wechatByHandReasons } from '../policy/wechat-way'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import { attemptName, outcomeOf, requireEditionState, standing, type Edition } from './edition'
import { dayClaimed } from './claim-day'
import { stopAttempt } from './failing'
import { settleMembership } from './membership'
import { requireQuota } from './quota'
import type { Editions } from './store'

interface Needs {
  editions: Editions
  submissions: Submissions
  machine: Machine
  clock: Clock
  kind: AccountKind
}

const underWay = (edition: Edition) =>
  new Refusal(
    'InProgress',
    {
      zh: `这一期的发送已由${edition.startedBy?.name ?? ''}开始，请等它结束或先取消`,
      en: `sending this edition was already started by ${edition.startedBy?.name ?? ''}; wait for it or cancel it`,
    },
    { facts: standing(edition) },
  )

/** What follows the act of starting: articles that fit, and one execution by the attempt's name. May be done again. */
export const beginAttempt =
  ({ editions, submissions, machine, clock }: Omit<Needs, 'kind'>) =>
  async (edition: Edition): Promise<void> => {
    const at = { date: edition.date, attempt: edition.attempt }
    try {
      await settleMembership({ submissions, clock })(edition, edition.startedBy?.id ?? 'system')
    } catch (error) {
      // No machine will end an attempt that never began: it ends here, with its reason.
      if (isRefusal(error)) await stopAttempt(editions, at, outcomeOf(error, clock.now()))
      throw error
    }
    await machine.start(attemptName(edition), at)
  }

/** Why WeChat's API cannot send these articles, and the editor's own reason, if any: then a hand sends them. */
async function byHandOf(submissions: Submissions, { items }: Edition, reason: string | undefined) {
  const all = await Promise.all(items.map(({ submissionId }) => submissions.withId(submissionId)))
  const reasons = all.flatMap(({ content, pins }) =>
    wechatByHandReasons({ videos: pins.filter(({ kind }) => kind === 'video').length }).map(
      ({ message }) => ({
        zh: `《${content.title}》：${message.zh}`,
        en: `“${content.title}”: ${message.en}`,
      }),
    ),
  )
  return [...reasons, ...(reason === undefined ? [] : [{ zh: reason, en: reason }])]
}

/**
 * 11.3: starts draft, test, confirmation and send; or, where the API cannot take it or the editor gives a `byHand`
 * reason, the day's claim and the handing over. The execution's name makes a repeat by the same person harmless;
 * a second send of the day is told who, when, what and how far.
 */
export const startSend =
  ({ editions, submissions, machine, clock, kind }: Needs) =>
  async ({ date, byHand, by }: { date: string; byHand?: string; by: Person }): Promise<Edition> => {
    const now = clock.now()
    if (date < beijingDate(now))
      throw new Refusal('WrongState', {
        zh: '这一天已经过去，请把文章编到今天或以后',
        en: 'this day has passed; compose for today or later',
      })
    const claim = await editions.claimOf(date)
    if (claim) throw dayClaimed(claim, await editions.find(date))
    await requireQuota({ editions, kind })(date)
    const started = await editions.change(date, async (edition) => {
      if (edition.state === 'building' && edition.startedBy?.id === by.id) return undefined
      if (['building', 'testing', 'awaiting-confirmation', 'scheduled', 'claiming'].includes(edition.state))
        throw underWay(edition)
      requireEditionState(edition, 'composing', 'failed')
      const attempt = edition.attempt + 1
      const reasons = await byHandOf(submissions, edition, byHand)
      return {
        next: {
          ...edition,
          state: 'building',
          attempt,
          outcome: undefined,
          confirmation: undefined,
          reminded: 0,
          byHand: reasons.length > 0 ? reasons : undefined,
          startedBy: { id: by.id, name: by.name, at: now.toISOString() },
        },
        happened: {
          by: by.id,
          type: 'SendStarted',
          facts: { attempt, hash: edition.hash, ...(reasons.length > 0 && { byHand: reasons }) },
        },
      }
    })
    await beginAttempt({ editions, submissions, machine, clock })(started)
    return started
  }
