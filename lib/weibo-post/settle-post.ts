import { sameText } from '../channels/weibo/same-text'
import type { Post, Weibo } from '../channels/weibo/weibo'
import { log } from '../platform/log'
import { record, isAttempt, type AtPost, type Step } from './at'
import { nextLookSeconds, textOf, type WeiboPost } from './post'
import { pressUndecided, type UndecidedNeeds } from './press-undecided'
import type { PostChange } from './store'

interface Needs extends UndecidedNeeds {
  weibo: Pick<Weibo, 'timeline'>
  publicUrl: string
}

/** Weibo's clock and ours differ by seconds; nothing of an earlier release is that young. */
const skewMs = 60_000

/** The post in the timeline: ours by its words, made after the intent, or by hand after it was released. */
export const foundIn = (posts: Post[], post: WeiboPost, publicUrl: string): Post | undefined =>
  posts.find(
    ({ text, createdAt }) =>
      Date.parse(createdAt) >= Date.parse(post.intendedAt ?? post.releasedAt) - skewMs &&
      (text.includes(`/a/${post.id}`) || sameText(textOf(post, publicUrl), text)),
  )

/** The timeline shows it, so readers have it. */
export const stands = (post: WeiboPost, { id, url, createdAt, text }: Post): PostChange => ({
  next: {
    ...post,
    state: 'posted',
    doubt: undefined,
    standing: { id, url, at: createdAt, known: 'timeline', shown: text },
  },
  happened: {
    by: 'system',
    type: 'PostStands',
    facts: { attempt: post.attempt, id, url, known: 'timeline' },
  },
})

/**
 * Settles an unknown post by looking, never by posting again. Not finding it proves nothing: the timeline may lag, so
 * after the last look it stays unknown until a person decides.
 */
export const settlePost =
  (needs: Needs) =>
  async (at: AtPost): Promise<Step> => {
    const { posts, weibo, clock, publicUrl } = needs
    const seen = await posts.withId(at.postId)
    if (!isAttempt(seen, at) || !['posting', 'unknown'].includes(seen.state)) return record
    const answer = await weibo.timeline()
    const found = answer.kind === 'done' ? foundIn(answer.value.posts, seen, publicUrl) : undefined
    log.info('weibo timeline', { postId: seen.id, answer: answer.kind, found: found !== undefined })
    const post = await posts.change(at.postId, (current) => {
      if (!isAttempt(current, at) || !['posting', 'unknown'].includes(current.state)) return undefined
      if (found) return stands(current, found)
      return {
        next: {
          ...current,
          state: 'unknown',
          looks: current.looks + 1,
          // A run that died between intent and answer left no doubt in words.
          doubt: current.doubt ?? 'interrupted',
        },
        happened: {
          by: 'system',
          type: 'PostLookedFor',
          facts: { attempt: at.attempt, look: current.looks + 1, answer: answer.kind },
        },
      }
    })
    if (post.state !== 'unknown') return record
    const waitSeconds = nextLookSeconds(post, clock.now())
    if (waitSeconds !== undefined) return { next: 'look', waitSeconds }
    return pressUndecided(needs)(at)
  }
