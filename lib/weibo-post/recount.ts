import type { WorkCalendar } from '../calendar/calendar'
import type { Recount } from '../calendar/shifts'
import { handWait } from '../calendar/hand-wait'
import type { WeiboPost } from './post'
import type { Posts } from './store'

/** The time for posting by hand by this calendar; nothing where it would not be later. */
function recounted({ state, hand }: WeiboPost, calendar: WorkCalendar): WeiboPost['hand'] {
  if (state !== 'by-hand' || !hand?.from) return undefined
  const fresh = handWait('weibo', new Date(hand.from), calendar)
  return fresh.deadline > hand.deadline ? { ...fresh, passed: hand.passed } : undefined
}

/** How a post that a person has to make follows a new list of holidays. */
export const recountPost = ({ posts }: { posts: Posts }): Recount => ({
  async look(id, calendar) {
    const post = await posts.withId(id)
    const hand = recounted(post, calendar)
    return hand && { title: post.title, from: post.hand!.deadline, to: hand.deadline }
  },
  async move(id, calendar) {
    await posts.change(id, (post) => {
      const hand = recounted(post, calendar)
      return (
        hand && {
          next: { ...post, hand },
          happened: {
            by: 'system',
            type: 'DeadlineMoved',
            facts: { from: post.hand?.deadline, to: hand.deadline, calendar: calendar.number },
          },
        }
      )
    })
  },
})
