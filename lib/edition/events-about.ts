import type { Finished, Send } from './rows'
import { asksAdministrator, mayTellOf } from './sending'
import type { Editions } from './store'

/** Finish events that may be about this send; where an administrator is asked, WeChat tells us no msg_id. */
export async function eventsAbout({ editions }: { editions: Editions }, send: Send): Promise<Finished[]> {
  if (asksAdministrator(send))
    return (await editions.finishedSince(send.intendedAt.slice(0, 19))).filter((one) => mayTellOf(send, one))
  const event = send.msgId === undefined ? undefined : await editions.finished(send.msgId)
  return event ? [event] : []
}
