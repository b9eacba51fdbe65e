import type { MassSendFinished, WechatPush } from '../channels/wechat/callback/event'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import type { Submissions } from '../submission/store'
import { addAddresses } from './add-addresses'
import { datesOf } from './events-about'
import { hearEvent } from './hear-event'
import type { EditionPost } from './letters'
import type { Finished } from './rows'
import type { Editions } from './store'
import { wakeResults } from './wake'

/** AuditState of an article that was not checked, is being checked, or passed (reference sheet, 6.7). */
const notJudged = [0, 1, 11]

const finishedOf = (push: MassSendFinished & WechatPush, result: Finished['result']): Finished => ({
  msgId: push.msgId,
  result,
  ...(push.refusal && { code: push.refusal.code }),
  status: push.status,
  articles: push.articles,
  counts: push.counts,
  reprints: push.originality.articles
    .filter(({ auditState }) => !notJudged.includes(auditState))
    .map(({ index, canReprint, originalUrl, replaced }) => ({
      ...{ index, canReprint, replaced },
      ...(originalUrl && { originalUrl }),
    })),
  createdAt: push.createdAt.toISOString(),
})

/**
 * What the edition does with a push: the end of a send wakes whoever waits for it. Repeats change nothing, and an event
 * that comes before the machine waits is found by it.
 */
export const hearPush =
  ({
    editions,
    submissions,
    waits,
    clock,
    ...post
  }: EditionPost & {
    editions: Editions
    submissions: Submissions
    waits: Waits
    clock: Clock
  }) =>
  async (push: WechatPush): Promise<void> => {
    if (push.kind !== 'mass-send-finished') return
    // A word nobody knows is no result: the settler, woken, asks WeChat itself.
    if (push.result === 'unknown') log.warn('finish event not understood', { status: push.status })
    const event = push.result === 'unknown' ? undefined : finishedOf(push, push.result)
    if (event) await editions.saveFinished(event, datesOf(event))
    await wakeResults({ editions, waits })(push.createdAt)
    if (!event) return
    await hearEvent({ editions, clock, ...post })(event)
    for (const date of datesOf(event)) await addAddresses({ editions, submissions })(event, date)
  }
