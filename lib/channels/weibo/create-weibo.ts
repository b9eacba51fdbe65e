import * as z from 'zod'
import { type Clock, systemClock } from '../../platform/clock'
import { call, type WeiboCall, type WeiboFetch, type WeiboLine } from './call'
import type { CallBudget } from './call-budget'
import { weiboRefusal } from './error-codes'
import type { WeiboOutcome } from './outcome'
import { WirePost, WireTimeline } from './post-wire'
import { shareRefusal } from './share-limits'
import type { Share, Weibo } from './weibo'

/** Fits the logger of `lib/platform/log`. */
export interface WeiboLog {
  info(message: string, facts: Record<string, string | number>): void
  warn(message: string, facts: Record<string, string | number>): void
}

export interface WeiboSettings {
  fetch?: WeiboFetch
  /** `https://api.weibo.com`, or the twin's address */
  baseUrl: string
  /** read at each call, so that a renewed authorisation needs no deploy; undefined while nobody has authorised */
  accessToken: () => Promise<string | undefined>
  budget: CallBudget
  /** host of the links a post of ours carries; with it, what Weibo would refuse for certain is not asked at all */
  ownHost?: string
  /** of one call */
  timeoutMs: number
  log: WeiboLog
  clock?: Clock
}

const Id = z.union([z.string(), z.number()]).transform(String)
const Seconds = z.coerce.number().int()

/** `expire_in` in the sheet, `expires_in` in the token's own reply; both as number or text. */
const TokenAnswer = z
  .object({ uid: Id, expire_in: Seconds.optional(), expires_in: Seconds.optional() })
  .transform(({ uid, expire_in, expires_in }, context) => {
    const seconds = expire_in ?? expires_in
    if (seconds === undefined) context.addIssue({ code: 'custom', message: 'no expire_in' })
    return { uid, seconds: seconds ?? 0 }
  })

/** With a picture multipart, without one a form (sheet, 2). */
function shareFields({ text, picture, ip }: Share, token: string): Record<string, string> | FormData {
  const fields = { access_token: token, status: text, rip: ip }
  if (!picture) return fields
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('pic', new Blob([Uint8Array.from(picture.bytes)], { type: picture.contentType }), picture.name)
  return form
}

/** The client of the company's Weibo account. It keeps nothing between calls. */
export function createWeibo(settings: WeiboSettings): Weibo {
  const { baseUrl, timeoutMs, budget, log, ownHost, clock = systemClock } = settings
  const line: WeiboLine = { fetch: settings.fetch ?? globalThis.fetch, baseUrl, timeoutMs }

  function noted<T>(path: string, outcome: WeiboOutcome<T>): WeiboOutcome<T> {
    if (outcome.kind === 'done') log.info('weibo done', { path })
    else if (outcome.kind === 'unknown')
      log.warn('weibo unknown', { path, cause: outcome.cause, detail: outcome.detail })
    else {
      const { code, error } = outcome.refusal
      log.warn('weibo refused', { path, code, error, class: outcome.refusal.class })
    }
    return outcome
  }

  /** What keeps the call from being made at all is a definite refusal. */
  async function ask<T extends z.ZodType>(
    kind: 'post' | 'look',
    path: string,
    wanted: (token: string) => Omit<WeiboCall<T>, 'path'>,
  ): Promise<WeiboOutcome<z.output<T>>> {
    const token = await settings.accessToken()
    if (token === undefined)
      return noted(path, { kind: 'refused', refusal: weiboRefusal(21332, 'no account has authorised') })
    const spent = await budget.spend(kind)
    if (spent !== 'allowed') {
      const code = spent === 'day' ? 10023 : 10024
      return noted(path, {
        kind: 'refused',
        refusal: weiboRefusal(code, `the ${spent} is used up by our count`),
      })
    }
    return noted(path, await call(line, { path, ...wanted(token) }))
  }

  return {
    async share(share) {
      const path = '/2/statuses/share.json'
      const refusal = ownHost === undefined ? undefined : shareRefusal(share, ownHost)
      if (refusal) return noted(path, { kind: 'refused', refusal })
      return ask('post', path, (token) => ({
        method: 'POST',
        fields: shareFields(share, token),
        answer: WirePost,
        posts: true,
      }))
    },

    timeline: (count = 100) =>
      ask('look', '/2/statuses/user_timeline.json', (token) => ({
        method: 'GET',
        fields: { access_token: token, count: String(Math.min(count, 100)) },
        answer: WireTimeline,
      })),

    tokenInfo: () =>
      ask('look', '/oauth2/get_token_info', (token) => ({
        method: 'POST',
        fields: { access_token: token },
        // What is left counts from now: the sheet's example has a create_at and a rest shorter than five years.
        answer: TokenAnswer.transform(({ uid, seconds }) => ({
          uid,
          expiresAt: new Date(clock.now().getTime() + seconds * 1000).toISOString(),
        })),
      })),
  }
}
