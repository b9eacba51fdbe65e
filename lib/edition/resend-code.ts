import type { Person } from '../people/person'
import { isAsked, renewCode, requireUnlocked, type ConfirmationPost } from './ask-to-confirm'
import { requireEditionState } from './edition'
import { withOneMore } from './resends'

/**
 * The mail was lost: a new code for what now waits, to the asker's registered address; the old one is void. Counted
 * before it is mailed; of two that ask at the same moment the second is counted after the first.
 */
export const resendCode =
  (post: ConfirmationPost) =>
  async ({ date, by }: { date: string; by: Person }): Promise<{ sentTo: string }> => {
    const edition = await post.editions.withId(date)
    requireEditionState(edition, 'awaiting-confirmation')
    const ask = await post.editions.confirmAsk(date, by.id)
    if (ask && isAsked(ask, edition)) requireUnlocked(ask)
    await post.editions.countResend(date, (before) => withOneMore(before, by.id, post.clock.now()))
    await renewCode(post)(edition, by, await post.editions.confirmAsk(date, by.id))
    return { sentTo: by.email }
  }
