import type { ReadCalendar } from '../calendar/calendar'
import { oneWait } from '../matter/runs'
import type { Clock } from '../platform/clock'
import { rungAt, rungsReached } from '../policy/ladder'
import { isAttempt, record, type AtPost, type Step } from './at'
import { tellUnknown, type PostMail } from './letters'
import type { Posts } from './store'

export interface UndecidedNeeds extends PostMail {
  posts: Posts
  clock: Clock
  calendar: ReadCalendar
}

/**
 * Invariant 3: looking has not told whether it stands, so a person decides, however long that takes. The ladder is told,
 * in working time and once a rung; of several that passed unseen the last one speaks. After the last there are no more
 * letters: it stands on the editor's desk, and its machine goes on, run after run.
 */
export const pressUndecided =
  (needs: UndecidedNeeds) =>
  async (at: AtPost): Promise<Step> => {
    const { posts, clock, calendar } = needs
    const now = clock.now()
    const { isWorkingDay } = await calendar()
    const post = await posts.change(at.postId, (current) =>
      current.state === 'unknown' && isAttempt(current, at) && !current.undecided
        ? {
            next: { ...current, undecided: { since: now.toISOString(), told: 0 } },
            happened: { by: 'system', type: 'PostUndecided', facts: { attempt: at.attempt } },
          }
        : undefined,
    )
    if (post.state !== 'unknown' || !isAttempt(post, at) || !post.undecided) return record
    const { since, told } = post.undecided
    const reached = rungsReached(new Date(since), now, isWorkingDay)
    if (reached > told) {
      // Written before it is recorded: a crash in between finds the letter written.
      await tellUnknown(needs)(post, reached)
      await posts.change(at.postId, (current) =>
        current.undecided?.since === since && current.undecided.told < reached && current.state === 'unknown'
          ? {
              next: { ...current, undecided: { since, told: reached } },
              happened: {
                by: 'system',
                type: 'UndecidedPressed',
                facts: { attempt: at.attempt, count: reached },
              },
            }
          : undefined,
      )
    }
    const next = rungAt(new Date(since), reached, isWorkingDay)
    const seconds = next ? Math.ceil((next.getTime() - now.getTime()) / 1000) : Infinity
    return { next: 'person', waitSeconds: oneWait(Math.max(1, seconds)) }
  }
