import type { Waits } from '../matter/waiting'
import { log } from '../platform/log'
import type { WeiboPost } from './post'
import { recordPost, type RecordNeeds } from './record-post'
import { postWait } from './store'

export interface FinishNeeds extends RecordNeeds {
  waits: Waits
}

/**
 * A person ended the post: a waiting machine is woken, and what the end means is recorded here and now, because the
 * machine may wait for its next look or may never have started. What cannot be recorded in this moment is left to it:
 * the watch starts a machine that never began.
 */
export const finishPost =
  (needs: FinishNeeds) =>
  async ({ id, attempt }: WeiboPost): Promise<void> => {
    await needs.waits.wake(postWait(id))
    try {
      await recordPost(needs)({ postId: id, attempt })
    } catch (error) {
      log.warn('the end of a post is recorded later', { postId: id, attempt, error: String(error) })
    }
  }
