import { beijingDate } from '../policy/working-days'
import type { Finished, Send } from './rows'
import { isOpen, mayTellOf } from './sending'
import type { Editions } from './store'

const dayMs = 86_400_000

/** Beijing dates of editions a finish event may be about: its own day, or the one before for a send near midnight. */
export const datesOf = ({ createdAt }: Pick<Finished, 'createdAt'>): string[] =>
  [0, dayMs].map((before) => beijingDate(new Date(Date.parse(createdAt) - before)))

/** Finish events that may be about this send: where WeChat has told us no msg_id, those of its time that fit no other. */
export async function eventsAbout({ editions }: { editions: Editions }, send: Send): Promise<Finished[]> {
  if (send.msgId !== undefined) {
    const event = await editions.finished(send.msgId)
    return event ? [event] : []
  }
  if (!isOpen(send)) return []
  const events = await editions.finishedSince(send.intendedAt.slice(0, 19))
  const may = events.filter((one) => mayTellOf(send, one))
  if (may.length === 0) return []
  const dates = [...new Set(may.flatMap(datesOf))]
  const others = (await Promise.all(dates.map((date) => editions.sends(date)))).flat()
  return may.filter((event) => others.every(({ msgId }) => msgId !== event.msgId))
}
