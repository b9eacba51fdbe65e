import type { AtAttempt } from './at'
import { isAt, type Edition, type Outcome } from './edition'
import { beforeTheCall, failing, stopAttempt, type Next } from './failing'
import { tellDown, type EditionPost } from './letters'
import { confirmUntil } from './reminders'
import type { Editions } from './store'
import { WechatBusy } from './wechat-answer'

interface Needs extends EditionPost {
  editions: Editions
}

/** Where to go when WeChat could not be reached: the same step again after so many seconds. */
export interface Down {
  next: 'down'
  waitSeconds: number
}

const code = 'WechatDown'
/** Shorter silences are nobody's business. */
const tellAfterMs = 10 * 60_000

const sinceOf = ({ outcome }: Edition, now: Date): Date =>
  outcome?.code === code ? new Date(String(outcome.facts['since'])) : now

const waiting = (since: Date, detail: string): Outcome => ({
  code,
  said: {
    zh: '微信没有应答，系统会自动重试，直到当天结束；还没有向读者发出任何内容，不必重新开始',
    en: 'WeChat does not answer; the step is tried again until the day ends. Nothing has gone to readers, and nothing has to be started anew',
  },
  details: [],
  facts: { since: since.toISOString(), detail: detail.slice(0, 300) },
  at: since.toISOString(),
})

const dayOver = (since: Date, now: Date): Outcome => ({
  code: 'WechatDownAllDay',
  said: {
    zh: '微信直到当天结束都没有应答，这一期没有发出；请改编到今天或以后',
    en: 'WeChat did not answer until the day ended and this edition was not sent; compose it for today or later',
  },
  details: [],
  facts: { since: since.toISOString() },
  at: now.toISOString(),
})

/** Every minute at first, later at a tenth of the outage, at most every 15 minutes. */
export const tryAgainSeconds = (since: Date, now: Date): number =>
  Math.min(900, Math.max(60, Math.floor((now.getTime() - since.getTime()) / 10_000)))

/**
 * Runs a step that comes before the mass send. As `failing`, and where WeChat is busy or out of reach the attempt waits
 * it out, saying so, until the edition's day ends: no test and code start anew for it (invariant 10).
 */
export const outlasting =
  (needs: Needs) =>
  async <T extends { next: Next }>(
    at: AtAttempt,
    run: () => Promise<T>,
  ): Promise<T | { next: 'close' } | Down> => {
    const { editions, clock } = needs
    try {
      return await failing({ editions, clock })(at, run)
    } catch (error) {
      if (!(error instanceof WechatBusy)) throw error
      return waitOut(error.message)
    }

    async function waitOut(detail: string): Promise<{ next: 'close' } | Down> {
      const now = clock.now()
      const seen = await editions.withId(at.date)
      if (!isAt(seen, at.attempt, ...beforeTheCall)) return { next: 'close' }
      const since = sinceOf(seen, now)
      if (now >= confirmUntil(seen)) {
        await stopAttempt(editions, at, dayOver(since, now))
        return { next: 'close' }
      }
      const edition = await editions.change(at.date, (current) =>
        isAt(current, at.attempt, ...beforeTheCall) && current.outcome?.code !== code
          ? {
              next: { ...current, outcome: waiting(since, detail) },
              happened: { by: 'system', type: 'WechatDown', facts: { attempt: at.attempt, detail } },
            }
          : undefined,
      )
      if (now.getTime() - since.getTime() >= tellAfterMs) await tellDown(needs)(edition, since)
      return { next: 'down', waitSeconds: tryAgainSeconds(since, now) }
    }
  }
