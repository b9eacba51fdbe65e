/**
 * Reference sheet, section 5: one user within one app may call 100 times a day over all interfaces and post 30 times
 * an hour. Looking stops earlier than posting, so that a settler cannot use up the calls a post needs.
 */
export const callLimits = { callsADay: 100, keptForPosts: 10, postsAnHour: 30 } as const

/** What a call does: posts, or only looks. */
export type CallKind = 'post' | 'look'

/** Calls of one Beijing day, and posts of its latest hour. */
export interface CallCount {
  calls: number
  /** Beijing hour, 0 to 23, that `posts` is about */
  hour: number
  posts: number
}

export type SpentCall = { allowed: true; count: CallCount } | { allowed: false; over: 'hour' | 'day' }

/** The count after one more call in this hour, or the limit that forbids it. */
export function spendCall(seen: CallCount | undefined, kind: CallKind, hour: number): SpentCall {
  const calls = seen?.calls ?? 0
  const posts = seen?.hour === hour ? seen.posts : 0
  const limit = callLimits.callsADay - (kind === 'post' ? 0 : callLimits.keptForPosts)
  if (calls >= limit) return { allowed: false, over: 'day' }
  if (kind === 'post' && posts >= callLimits.postsAnHour) return { allowed: false, over: 'hour' }
  return { allowed: true, count: { calls: calls + 1, hour, posts: posts + (kind === 'post' ? 1 : 0) } }
}

/** Where all instances count together; `tableCallBudget` keeps it in the table. */
export interface CallBudget {
  /** Counts a call before it is made, or names the limit that forbids it. */
  spend(kind: CallKind): Promise<'allowed' | 'hour' | 'day'>
}

/** For scripts and tests that do not care. */
export const unlimitedCalls: CallBudget = { spend: async () => 'allowed' }
