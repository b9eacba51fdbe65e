import * as z from 'zod'
import { Refusal } from '../platform/refusal'

/** Codes mailed anew for one edition, the last hour's. */
export const Resends = z.object({
  sent: z.array(z.object({ at: z.iso.datetime(), by: z.string() })),
  revision: z.number().int(),
})
export type Resends = z.infer<typeof Resends>

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const anHour = 5

const tooSoon = (against: string, againAt: Date, zh: string, en: string) =>
  new Refusal('TooManyAttempts', { zh, en }, { facts: { limit: against, againAt: againAt.toISOString() } })

/**
 * One more code for this person: at most one a minute, and five an hour for the edition whoever asks, so that no
 * session floods a mailbox. Throws TooManyAttempts with the moment from which it goes again.
 */
export function withOneMore(before: Resends | undefined, by: string, now: Date): Resends {
  const recent = (before?.sent ?? []).filter(({ at }) => Date.parse(at) > now.getTime() - hourMs)
  const own = recent.findLast((one) => one.by === by && Date.parse(one.at) > now.getTime() - minuteMs)
  if (own)
    throw tooSoon(
      'minute',
      new Date(Date.parse(own.at) + minuteMs),
      '确认码刚刚发出，请查收邮件；一分钟后可以再发',
      'a code was mailed just now; look for it, in a minute another can be sent',
    )
  const oldest = recent[recent.length - anHour]
  if (oldest)
    throw tooSoon(
      'hour',
      new Date(Date.parse(oldest.at) + hourMs),
      `这一期一小时内已重发 ${anHour} 次确认码，请稍后再试；邮件可能在垃圾箱里`,
      `${anHour} codes were mailed anew for this edition within an hour; wait, and look into the spam folder`,
    )
  return { sent: [...recent, { at: now.toISOString(), by }], revision: (before?.revision ?? 0) + 1 }
}
