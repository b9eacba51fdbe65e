import { readPush } from '../channels/wechat/callback/read-push'
import type { CallbackAccount, CallbackQuery } from '../channels/wechat/callback/push'
import type { MassSendFinished, WechatPush } from '../channels/wechat/callback/event'
import type { Waits } from '../matter/waiting'
import type { Clock } from '../platform/clock'
import { sha256 } from '../platform/ids'
import { log } from '../platform/log'
import type { Submissions } from '../submission/store'
import { addAddresses } from './add-addresses'
import { datesOf } from './events-about'
import { hearEvent } from './hear-event'
import type { EditionPost } from './letters'
import type { Finished } from './rows'
import type { Editions } from './store'
import { wakeResults } from './wake'

const keptForDays = 30
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
 * What of a push lies in the table: the end of a send as it came, of anything else that it was. Who wrote and what
 * (words, pictures, places) is kept by the complaint desk alone, sealed (article 4).
 */
function keptOf(push: WechatPush): Record<string, unknown> {
  const createdAt = push.createdAt.toISOString()
  if (push.kind === 'mass-send-finished') {
    const { from: _from, dedupeKey: _key, ...end } = push
    return { ...end, createdAt }
  }
  const { kind } = push
  if (kind === 'text') return { kind, createdAt }
  return { kind, msgType: push.msgType, ...(push.event && { event: push.event }), createdAt }
}

/**
 * One push of WeChat's: believed only when signed, fresh and clean, kept before it is answered, and acted on by
 * waking whoever waits. Repeats, at this instance or another, change nothing. False: not believed, nothing done.
 */
export const receivePush =
  ({
    editions,
    submissions,
    waits,
    clock,
    onPush,
    ...post
  }: EditionPost & {
    editions: Editions
    submissions: Submissions
    waits: Waits
    clock: Clock
    /** what another room does with a believed push; may be done twice */
    onPush?: (push: WechatPush) => Promise<void>
  }) =>
  async (request: { query: CallbackQuery; body: string; account: CallbackAccount }): Promise<boolean> => {
    const now = clock.now()
    const read = readPush({ ...request, now })
    if (!read.ok) {
      log.warn('push refused', { reason: read.reason, detail: read.detail })
      return false
    }
    const { push } = read
    // Work that may be done twice comes first: a crash before the push is kept lets WeChat's retry do it again.
    if (push.kind === 'mass-send-finished') {
      // A word nobody knows is no result: the settler, woken, asks WeChat itself.
      if (push.result === 'unknown') log.warn('finish event not understood', { status: push.status })
      const event = push.result === 'unknown' ? undefined : finishedOf(push, push.result)
      if (event) await editions.saveFinished(event, datesOf(event))
      await wakeResults({ editions, waits })(push.createdAt)
      if (event) await hearEvent({ editions, clock, ...post })(event)
      if (event) for (const date of datesOf(event)) await addAddresses({ editions, submissions })(event, date)
    }
    await onPush?.(push)
    const ttl = Math.ceil(now.getTime() / 1000) + keptForDays * 86_400
    const first = await editions.keepPush(sha256(push.dedupeKey), keptOf(push), ttl)
    log.info(first ? 'push kept' : 'push repeated', { kind: push.kind })
    return true
  }
