import type { ReadCalendar } from '../calendar/calendar'
import type { ArticlePages } from '../channels/wechat/article-page'
import type { Wechat } from '../channels/wechat/wechat'
import { isOldRun } from '../matter/runs'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { beijingDate } from '../policy/working-days'
import type { Submissions } from '../submission/store'
import type { AtAttempt } from './at'
import { draftNow, readsAs } from './draft-check'
import type { Edition } from './edition'
import type { Next } from './failing'
import { eventsAbout } from './events-about'
import { hearEvent } from './hear-event'
import { learn } from './keep-send'
import { settleHand } from './settle-hand'
import { nudgeAdministrators, remindUnsettled, tellUnknown, type EditionPost } from './letters'
import type { Finished, Send } from './rows'
import {
  afterEvent,
  afterRepeat,
  afterStatus,
  asksAdministrator,
  callOf,
  foundPublished,
  isAdministratorsNo,
  isOpen,
  lookAgainSeconds,
  mayRepeat,
  nudgesDue,
  onlySuccess,
  repeatOf,
  repeatsLater,
  unheard,
  waitsForAddresses,
  withChangedDraft,
} from './sending'
import type { Editions } from './store'
import { unsettledReminders } from './unsettled'

interface Needs extends EditionPost {
  editions: Editions
  submissions: Submissions
  wechat: Wechat
  pages: ArticlePages
  baseUrl: string
  clock: Clock
  calendar: ReadCalendar
}

/** What stands in the send ledger, and what is known beyond it. */
interface Look {
  seen: Send
  looked: Send
  /** addresses read from what WeChat lists as published */
  articles?: { index: number; url: string }[]
}

/** One more thing learnt, from whichever source has something to say. */
async function look(needs: Needs, edition: Edition, send: Send, events: Finished[]): Promise<Look> {
  const learnt = (looked: Send): Look => ({ seen: send, looked })
  const { wechat, clock } = needs
  const now = clock.now()
  const isAbout = (one: Finished) =>
    send.msgId === undefined ? asksAdministrator(send) && isAdministratorsNo(one) : one.msgId === send.msgId
  // Once WeChat has contradicted its own events, only its status counts.
  const event = send.reopened > 0 ? undefined : events.find(isAbout)
  if (event) return learnt(afterEvent(send, event))
  if (send.msgId !== undefined) return learnt(afterStatus(send, await wechat.massSendStatus(send.msgId), now))
  const sameDay = beijingDate(now) === edition.date
  if (mayRepeat(send, { sameDay, administratorSpoke: events.length > 0, now })) {
    const draft = await draftNow(wechat, edition, send.mediaId)
    if (draft === 'unknown') return learnt(unheard(send, now))
    if (draft === 'changed') return learnt(told(withChangedDraft(send)))
    const asked = await repeat(needs, edition, send)
    return asked.looked.msgId === undefined ? { ...asked, looked: told(asked.looked) } : asked
  }
  if (repeatsLater(send, { sameDay, now })) return learnt(unheard(send, now))
  const last = told(unheard(send, now))
  return isOpen(last) ? published(last) : learnt(last)

  /** Nothing may be asked again: what WeChat lists as published is proof when it is there, and none when it is not. */
  async function published(unknown: Send): Promise<Look> {
    const { draft } = edition
    const listed = draft && (await wechat.listPublished({ offset: 0, count: 20 }))
    if (!draft || listed?.kind !== 'done') return learnt(unknown)
    const found = listed.value.published.find(
      ({ updatedAt, articles }) =>
        updatedAt.toISOString() >= send.intendedAt.slice(0, 19) && readsAs(draft.fingerprint, articles),
    )
    if (!found) return learnt(unknown)
    const articles = found.articles.flatMap(({ url }, at) => (url ? [{ index: at + 1, url }] : []))
    return { ...learnt(foundPublished(unknown)), articles }
  }

  /** Asking has led to no msg_id: what is left is an event that can be about nothing else. */
  function told(asked: Send): Send {
    const success = isOpen(asked) ? onlySuccess(events, edition.items.length) : undefined
    return success ? afterEvent(asked, success) : asked
  }
}

/** Written down before it is asked, like the first time; not asked where another hand has written meanwhile. */
async function repeat({ editions, wechat, clock }: Needs, { date }: Edition, send: Send): Promise<Look> {
  const now = clock.now()
  const begun = repeatOf(send, now)
  const at = { date, attempt: send.attempt }
  let written = false
  const { send: standing = send } = await learn({ editions, now: () => now }, at, (current) => {
    written = current.revision === send.revision
    return written ? { send: begun, facts: { repeat: begun.repeats } } : undefined
  })
  if (!written) return { seen: send, looked: standing }
  const outcome = await wechat.massSend(callOf(send))
  return { seen: begun, looked: afterRepeat(begun, outcome, clock.now()) }
}

/** An intent without an answer: the process that wrote it died or is about to; nobody knows. */
const doubt = (send: Send): Send => (send.state === 'intended' ? { ...send, state: 'unknown' } : send)

/**
 * Finds out what became of a send (invariant 3): by the finish event, `mass/get`, or the same clientmsgid again after
 * at least 60 s, in any order and as often as it takes. It never frees a day without a definite no.
 */
const settle =
  (needs: Needs) =>
  async (at: AtAttempt): Promise<{ next: Next; waitSeconds: number }> => {
    const { editions, clock } = needs
    const edition = await editions.withId(at.date)
    const before = await editions.send(edition, at.attempt)
    if (!before) return { next: 'close', waitSeconds: 1 }
    const { hand } = before
    if (hand && isOpen(before)) return settleHand(needs)(at, edition, { ...before, hand })
    const events = await eventsAbout(needs, before)
    const { seen, looked, articles }: Look = isOpen(before)
      ? await look(needs, edition, before, events)
      : { seen: before, looked: before }
    const event = looked.msgId === undefined ? undefined : await editions.finished(looked.msgId)
    const known = await learn({ editions, now: () => clock.now() }, at, (current, head) => {
      if (current.revision !== seen.revision) return undefined
      const addresses =
        event?.result === 'sent' && head.state === 'sent' && head.result?.articles.length === 0
      if (!isOpen(current) && !addresses) return undefined
      return {
        send: {
          ...doubt(looked),
          looks: seen.looks + 1,
          heard: events.length,
          revision: seen.revision + 1,
        },
        ...(event && { event }),
        ...(articles && { articles }),
      }
    })
    const send = known.send ?? looked
    await tell(known.edition, send)
    // Heard while nobody knew whose they were: now it is known that they are not this one's.
    if (!isOpen(send))
      for (const other of events) if (other.msgId !== send.msgId) await hearEvent(needs)(other)
    if (send.state === 'failed' || send.state === 'refused') return { next: 'close', waitSeconds: 1 }
    if (send.state === 'sent' && !waitsForAddresses(send, event, clock.now()))
      return { next: 'sent', waitSeconds: 1 }
    return { next: 'wait', waitSeconds: lookAgainSeconds(send, clock.now(), events.length > 0) }

    /** Its day is over: pressed up the ladder, until somebody knows. */
    async function remind(current: Edition, send: Send): Promise<void> {
      const { isWorkingDay } = await needs.calendar()
      const due = unsettledReminders(current, clock.now(), isWorkingDay)
      if (due <= send.reminded) return
      await remindUnsettled(needs)(current, send, due)
      await learn({ editions, now: () => clock.now() }, at, (now) =>
        now.reminded < due && isOpen(now)
          ? { send: { ...now, reminded: due, revision: now.revision + 1 }, facts: { reminded: due } }
          : undefined,
      )
    }

    /** Letters carry the same Message-ID when they are written again. */
    async function tell(current: Edition, send: Send): Promise<void> {
      if (send.state === 'unknown') {
        measure('MassSendUnknown', 1)
        await tellUnknown(needs)(current, send)
        await remind(current, send)
      }
      const due = nudgesDue(send, clock.now())
      if (due <= send.nudged) return
      await nudgeAdministrators(needs)(current, send, due)
      await learn({ editions, now: () => clock.now() }, at, (now) =>
        now.nudged < due && isOpen(now)
          ? { send: { ...now, nudged: due, revision: now.revision + 1 }, facts: { nudged: due } }
          : undefined,
      )
    }
  }

/** As `settle`; a run that is old ends while nobody knows, and the watch begins the next, which looks on. */
export const settleSend =
  (needs: Needs) =>
  async ({
    startedAt,
    ...at
  }: AtAttempt & { startedAt?: string }): Promise<{ next: Next; waitSeconds: number }> => {
    const step = await settle(needs)(at)
    const isOld = step.next === 'wait' && isOldRun(startedAt, needs.clock.now())
    return isOld ? { ...step, next: 'renew' } : step
  }
