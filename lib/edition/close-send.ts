import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Submissions } from '../submission/store'
import type { AtAttempt } from './at'
import { dropDraft, sweepDrafts } from './drafts'
import type { Edition } from './edition'
import { stopAttempt } from './failing'
import { tellFailed, type EditionPost } from './letters'
import { isOpen } from './sending'
import type { Editions } from './store'

interface Needs extends EditionPost {
  editions: Editions
  submissions: Submissions
  wechat: Pick<Wechat, 'deleteDraft' | 'listDrafts'>
  clock: Clock
}

export type Ending = 'sent' | 'failed' | 'unknown' | 'cancelled' | 'superseded'

const brokeOff = (trouble: string, at: Date) => ({
  code: 'SendBrokenOff',
  said: {
    zh: '系统出错，发送在交给微信之前中断，没有发出；管理员已收到告警，可重新开始',
    en: 'something broke before WeChat was asked; nothing was sent, an administrator is alarmed, start again',
  },
  details: [],
  facts: { trouble: trouble.slice(0, 500) },
  at: at.toISOString(),
})

/**
 * The end of an attempt that did not send: no day stays locked without a reason shown, submissions are movable again,
 * the editors are told. What WeChat may have got is left to the settler and never closed here.
 */
export const closeSend =
  ({ editions, submissions, wechat, clock, ...post }: Needs) =>
  async ({ trouble, ...at }: AtAttempt & { trouble?: string }): Promise<{ outcome: Ending }> => {
    const seen = await editions.withId(at.date)
    const send = await editions.send(seen, at.attempt)
    if (!send && trouble) {
      log.error('send broke off', { ...at, trouble })
      await stopAttempt(editions, at, brokeOff(trouble, clock.now()))
    }
    await editions.freeDay({ ...seen, attempt: at.attempt })
    const edition = await editions.withId(at.date)
    if (edition.attempt !== at.attempt) return { outcome: 'superseded' }
    if (send && isOpen(send)) return { outcome: 'unknown' }
    await backToScheduled(edition)
    await dropDraft({ editions, wechat, clock }, at)
    await sweepDrafts({ editions, wechat, clock })
    if (edition.state === 'failed') {
      measure('MassSendFailed', 1)
      await tellFailed({ clock, ...post })(edition, send !== undefined)
    }
    return { outcome: endingOf(edition) }

    async function backToScheduled({ items, date, state }: Edition): Promise<void> {
      if (state === 'sent') return
      for (const { submissionId } of items)
        await submissions.change(submissionId, (submission) =>
          submission.state === 'sending' && submission.editionDate === date
            ? {
                submission: { ...submission, state: 'scheduled' },
                happened: { by: 'system', type: 'SendingStopped', facts: { date } },
              }
            : undefined,
        )
    }
  }

const endingOf = ({ state }: Edition): Ending =>
  state === 'sent' || state === 'failed' || state === 'unknown' || state === 'cancelled'
    ? state
    : 'superseded'
