import { renewRun, resumeRun } from '../matter/runs'
import type { Waits } from '../matter/waiting'
import { later, type Resume } from '../matter/watch'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { isAttempt, type AtPost } from './at'
import { executionName } from './post'
import { postWait, type Posts } from './store'

/** Keeps the token of a machine that waits for a person; it goes no further than the table. */
export const awaitEditor =
  ({ posts, waits }: { posts: Posts; waits: Waits }) =>
  (at: AtPost & { taskToken: string; waitSeconds: number }): Promise<void> =>
    waits.keep({ ...postWait(at.postId), ...at }, async () => {
      const post = await posts.withId(at.postId)
      return isAttempt(post, at) && ['by-hand', 'unknown'].includes(post.state) ? undefined : {}
    })

/**
 * Invariants 7 and 11: until the end of an attempt is recorded it has a machine, also when it was called off meanwhile;
 * woken, the machine looks at the post itself.
 */
export const resumePost =
  ({
    posts,
    machine,
    waits,
    clock,
  }: {
    posts: Posts
    machine: Machine
    waits: Waits
    clock: Clock
  }): Resume =>
  async ({ id }) => {
    const post = await posts.withId(id)
    if (post.recordedAt !== undefined) return undefined
    const input = { postId: id, attempt: post.attempt }
    if ((await resumeRun(machine)(executionName(post), input)) === 'running') await waits.wake(postWait(id))
    return later(clock.now())
  }

/** The next run of an attempt whose person has not decided; it looks at the timeline once more, and waits on. */
export const renewPost =
  ({ machine }: { machine: Machine }) =>
  ({ postId, attempt, execution }: AtPost & { execution: string }): Promise<void> =>
    renewRun(machine)(executionName({ id: postId, attempt }), execution, { postId, attempt })
