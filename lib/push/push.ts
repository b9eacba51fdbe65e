import * as z from 'zod'
import type { WechatPush } from '../channels/wechat/callback/event'

/** The stream should have told of it by then: until then the sweep leaves it alone. */
const streamMs = 30_000
const longestPauseMs = 15 * 60_000

/** A push that was believed and kept, until it has been acted on. */
export const WaitingPush = z.object({
  /** SHA-256 of what makes it one */
  id: z.string(),
  /** what may be read of it by whoever sees the table */
  push: z.record(z.string(), z.unknown()),
  keptAt: z.iso.datetime(),
  /** not looked at by the sweep before this */
  due: z.iso.datetime(),
  /** times it could not be acted on */
  attempts: z.number().int(),
  /** the whole of it; gone when it has been acted on */
  sealed: z.string(),
})
export type WaitingPush = z.infer<typeof WaitingPush>

/**
 * What of a push lies open in the table: the end of a send as it came, of anything else that it was. Who wrote and what
 * (words, pictures, places) is sealed here until the complaint desk keeps it, sealed too (article 4).
 */
export function openPartOf(push: WechatPush): Record<string, unknown> {
  const createdAt = push.createdAt.toISOString()
  if (push.kind === 'mass-send-finished') {
    const { from: _from, dedupeKey: _key, ...end } = push
    return { ...end, createdAt }
  }
  const { kind } = push
  if (kind === 'text') return { kind, createdAt }
  return { kind, msgType: push.msgType, ...(push.event && { event: push.event }), createdAt }
}

export const kept = (id: string, push: WechatPush, now: Date): Omit<WaitingPush, 'sealed'> => ({
  ...{ id, push: openPartOf(push), attempts: 0 },
  keptAt: now.toISOString(),
  due: new Date(now.getTime() + streamMs).toISOString(),
})

export const putOff = (waiting: WaitingPush, now: Date): WaitingPush => ({
  ...waiting,
  attempts: waiting.attempts + 1,
  due: new Date(
    now.getTime() + Math.min(longestPauseMs, streamMs * 2 ** Math.min(waiting.attempts, 10)),
  ).toISOString(),
})
