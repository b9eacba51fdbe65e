import type { Approvals } from '../approval/store'
import type { WeiboOutcome } from '../channels/weibo/outcome'
import type { Post, PostPicture, Weibo } from '../channels/weibo/weibo'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import { sha256 } from '../platform/ids'
import { log, measure } from '../platform/log'
import { isRefusal, Refusal } from '../platform/refusal'
import { ConditionFailed, type Write } from '../platform/table'
import { releasedCheck, type Submissions } from '../submission/store'
import { isTakenDown } from '../submission/submission'
import { record, isAttempt, type AtPost, type Step } from './at'
import { nextLookSeconds, textOf, type Under, type WeiboPost } from './post'
import { takenDown } from './public-article'
import { postedPictures, publicCopyKey } from './public-copies'
import { requireApproved } from './release-post'
import type { Posts, PostChange } from './store'

/**
 * Conditions that have to hold in the same moment as the intent: the right to post, under which it was released. Throws
 * a Refusal when that right is gone already; the post then returns with its words.
 */
export type MayPost = Partial<Record<Under['kind'], (post: WeiboPost) => Promise<Write[]>>>

export interface SendNeeds {
  posts: Posts
  submissions: Submissions
  approvals: Approvals
  bucket: Pick<Bucket, 'read'>
  weibo: Pick<Weibo, 'share'>
  clock: Clock
  publicUrl: string
  mayPost: MayPost
}

/** The right the post was released in, as rows to check; no right known means none is had. */
async function rightsOf({ mayPost, approvals, submissions }: SendNeeds, post: WeiboPost): Promise<Write[]> {
  const { under } = post
  if (under.kind === 'approval') {
    const submission = await submissions.withId(under.submissionId)
    await requireApproved(approvals, submission)
    if (isTakenDown(submission)) throw takenDown()
    return [releasedCheck(under.submissionId, { ...under, postId: post.id })]
  }
  const checks = mayPost[under.kind]
  if (!checks) throw new Error(`nothing says whether a post under a ${under.kind} may go out`)
  return checks(post)
}

const lost = (post: WeiboPost, why?: Refusal): PostChange => ({
  next: {
    ...post,
    state: 'returned',
    outcome: {
      code: why?.code ?? 'RightLost',
      said: why?.said ?? {
        zh: '发出之前，批准的内容或借用的权利已经改变，没有发出',
        en: 'before it went out, the approved content or the right to post had changed; it did not go out',
      },
    },
  },
  happened: {
    by: 'system',
    type: 'PostReturned',
    facts: { attempt: post.attempt, ...(why && { code: why.code }) },
  },
})

/** Invariant 3: the intent and the right to post are one write; undefined when another run was faster or the right is gone. */
async function intend(needs: SendNeeds, at: AtPost): Promise<WeiboPost | undefined> {
  const { posts, clock } = needs
  let won = false
  try {
    const post = await posts.change(at.postId, async (current) => {
      won = current.state === 'released' && isAttempt(current, at)
      if (!won) return undefined
      const intendedAt = clock.now().toISOString()
      return {
        next: { ...current, state: 'posting', intendedAt, looks: 0 },
        happened: {
          by: 'system',
          type: 'PostIntended',
          facts: { attempt: at.attempt, under: current.under },
        },
        writes: await rightsOf(needs, current),
      }
    })
    return won ? post : undefined
  } catch (error) {
    // Content that is not what was approved stops the run instead: somebody has to look (invariant 1).
    const gone = isRefusal(error) && error.code !== 'ContentChanged' ? error : undefined
    if (!gone && !(error instanceof ConditionFailed)) throw error
    await posts.change(at.postId, (current) =>
      current.state === 'released' && isAttempt(current, at) ? lost(current, gone) : undefined,
    )
    return undefined
  }
}

const copyChanged = (fileName: string) =>
  new Refusal('ContentChanged', {
    zh: `图片“${fileName}”的公开副本与批准时不一致，已停止`,
    en: `the public copy of “${fileName}” is not the one that was approved; stopped`,
  })

async function pictureOf({ bucket }: SendNeeds, post: WeiboPost): Promise<PostPicture | undefined> {
  const [pin] = postedPictures(post)
  if (!pin) return undefined
  const bytes = await bucket.read({ key: publicCopyKey(post.id, pin.id) })
  if (pin.copy && `sha256:${sha256(bytes)}` !== pin.copy.checksum) throw copyChanged(pin.fileName)
  return { name: `${pin.id}.jpg`, contentType: 'image/jpeg', bytes }
}

/** What Weibo's answer makes of the post. `repeated` may mean that it stands already: nobody knows until it was looked. */
export function afterShare(post: WeiboPost, answer: WeiboOutcome<Post>, now: Date): PostChange {
  const facts = { attempt: post.attempt }
  if (answer.kind === 'done') {
    const { id, url, createdAt, text } = answer.value
    return {
      next: {
        ...post,
        state: 'posted',
        doubt: undefined,
        standing: { id, url, at: createdAt, known: 'answer', shown: text },
      },
      happened: { by: 'system', type: 'PostStands', facts: { ...facts, id, url, known: 'answer' } },
    }
  }
  if (answer.kind === 'unknown' || answer.refusal.class === 'repeated') {
    const doubt =
      answer.kind === 'unknown'
        ? `${answer.cause}: ${answer.detail}`
        : `${answer.refusal.code} ${answer.refusal.error}`
    return {
      next: { ...post, state: 'unknown', doubt },
      happened: { by: 'system', type: 'PostUnknown', facts: { ...facts, doubt } },
    }
  }
  const { code, error, advice } = answer.refusal
  return {
    next: { ...post, state: 'refused', outcome: { code: String(code), said: advice } },
    happened: { by: 'system', type: 'PostRefused', facts: { ...facts, code, error, at: now.toISOString() } },
  }
}

/**
 * The one call of this attempt. A run that finds an intent never calls: it may have been made, so the timeline is
 * looked at instead.
 */
export const sendPost =
  (needs: SendNeeds) =>
  async (at: AtPost): Promise<Step> => {
    const { posts, weibo, clock, publicUrl } = needs
    const seen = await posts.withId(at.postId)
    if (!isAttempt(seen, at)) return record
    // Read before the intent: a file that cannot be read leaves nothing unknown behind.
    const picture = seen.state === 'released' ? await pictureOf(needs, seen) : undefined
    const intent = await intend(needs, at)
    if (!intent) return stepOf(await posts.withId(at.postId))
    const answer = await weibo.share({
      text: textOf(intent, publicUrl),
      ip: intent.ip,
      ...(picture && { picture }),
    })
    const post = await posts.change(at.postId, (current) =>
      // A look at the timeline may have been faster, after a time limit that ended us only for the machine.
      ['posting', 'unknown'].includes(current.state) && isAttempt(current, at)
        ? afterShare(current, answer, clock.now())
        : undefined,
    )
    log.info('weibo asked', { postId: post.id, attempt: at.attempt, state: post.state })
    if (post.state === 'unknown') measure('WeiboPostUnknown', 1)
    return stepOf(post)

    function stepOf(post: WeiboPost): Step {
      if (post.state !== 'posting' && post.state !== 'unknown') return record
      return { next: 'look', waitSeconds: nextLookSeconds(post, clock.now()) ?? 1 }
    }
  }
