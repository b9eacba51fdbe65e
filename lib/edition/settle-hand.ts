import type { ReadCalendar } from '../calendar/calendar'
import { articleAddress, type ArticlePages } from '../channels/wechat/article-page'
import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { handDue, handSeconds, isHandOver } from '../calendar/hand-wait'
import { rungAt, rungsReached } from '../policy/ladder'
import type { Submissions } from '../submission/store'
import type { AtAttempt } from './at'
import type { Edition } from './edition'
import { eventsAbout } from './events-about'
import type { Next } from './failing'
import { approvedArticles, articlesIn, checkPages, keepForArchive, type HandCheck } from './hand-check'
import { askByHand, tellHandUnknown } from './hand-letters'
import { learn, type Learnt } from './keep-send'
import type { EditionPost } from './letters'
import type { Finished, Send } from './rows'
import { isOpen, onlySuccess } from './sending'
import type { Editions } from './store'

interface Needs extends EditionPost {
  editions: Editions
  submissions: Submissions
  wechat: Pick<Wechat, 'listPublished'>
  pages: ArticlePages
  /** WeChat's address, or its twin's */
  baseUrl: string
  clock: Clock
  calendar: ReadCalendar
}

/** `read` are the articles as they stand there. */
type Found =
  | { known: 'list'; read: HandCheck['articles'] }
  | { known: 'event'; read: HandCheck['articles']; event: Finished }

/** Readers have exactly what was approved: a finish event or WeChat's list of publications names its articles. */
async function lookForIt(
  needs: Needs,
  edition: Edition,
  send: Send,
  events: Finished[],
): Promise<Found | undefined> {
  const { wechat, pages, submissions } = needs
  const approved = await approvedArticles(submissions, edition)
  const event = onlySuccess(events, edition.items.length)
  if (event && event.articles.length === approved.length) {
    const urls = event.articles.map(({ url }) => articleAddress(url, needs.baseUrl) ?? '')
    const { differences, unread, articles: read } = await checkPages(pages, edition, approved, urls)
    if (differences.length + unread.length === 0) return { known: 'event', event, read }
  }
  const listed = await wechat.listPublished({ offset: 0, count: 20 })
  if (listed.kind !== 'done') return undefined
  for (const one of listed.value.published) {
    if (one.updatedAt.toISOString() < send.intendedAt.slice(0, 19)) break
    const read = articlesIn(one, approved)
    if (read) return { known: 'list', read }
  }
  return undefined
}

/**
 * What became of a send by hand (invariants 3 and 5): found at WeChat word for word it is sent; else the editors are
 * reminded; at the deadline silence is no failure but unknown, and stays so until a person proves or denies it.
 */
export const settleHand =
  (needs: Needs) =>
  async (at: AtAttempt, edition: Edition, before: Send & { hand: NonNullable<Send['hand']> }) => {
    const { editions, clock, calendar } = needs
    const { isWorkingDay } = await calendar()
    const now = clock.now()
    const events = await eventsAbout(needs, before)
    const found = await lookForIt(needs, edition, before, events)
    if (found) await keepForArchive(needs.submissions, edition, found.read, now)
    const { edition: head, send = before } = await learn({ editions, now: () => now }, at, (current) =>
      current.revision === before.revision && isOpen(current) ? next(current) : undefined,
    )
    if (!isOpen(send)) return { next: (send.state === 'sent' ? 'sent' : 'close') as Next, waitSeconds: 1 }
    if (send.state === 'unknown') {
      measure('MassSendUnknown', 1)
      if (send.reminded > 0) await tellHandUnknown(needs)(head, send, send.reminded)
    } else if (send.hand && send.hand.passed > 0) await askByHand(needs)(head, send, send.hand.passed)
    const waitSeconds =
      send.state === 'by-hand' && send.hand ? handSeconds(send.hand, now) : secondsToReminder(send.reminded)
    return { next: 'wait' as Next, waitSeconds }

    /** The next reminder, or at least four looks a day at WeChat's list. */
    function secondsToReminder(count: number): number {
      const due = rungAt(new Date(before.hand.deadline), count, isWorkingDay)?.getTime() ?? Infinity
      return Math.min(6 * 3_600, Math.max(60, Math.ceil((due - now.getTime()) / 1000)))
    }

    function next(send: Send): Learnt | undefined {
      const { hand } = before
      const moved = { ...send, heard: events.length, looks: send.looks + 1, revision: send.revision + 1 }
      if (found) {
        const { known, read } = found
        const proof = { known, at: now.toISOString(), readBack: read.length }
        const event = known === 'event' ? found.event : undefined
        return {
          send: { ...moved, state: 'sent', proof, ...(event && { msgId: event.msgId }) },
          ...{ articles: read.map(({ index, url }) => ({ index, url })), type: 'HandFound' },
          ...(event && { event }),
        }
      }
      if (isHandOver(hand, now)) {
        const reminded = rungsReached(new Date(hand.deadline), now, isWorkingDay)
        const news = send.state === 'by-hand' || reminded > send.reminded || events.length > send.heard
        const type = send.state === 'by-hand' ? 'HandExpired' : 'HandReminded'
        return news
          ? { send: { ...moved, state: 'unknown', reminded }, type, facts: { reminded } }
          : undefined
      }
      const passed = handDue(hand, now)
      if (passed <= hand.passed && events.length <= send.heard) return undefined
      return { send: { ...moved, hand: { ...hand, passed } }, type: 'HandReminded', facts: { count: passed } }
    }
  }
