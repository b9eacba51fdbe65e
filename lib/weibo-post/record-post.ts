import type { Clock } from '../platform/clock'
import { measure } from '../platform/log'
import { poolWrite, type Submissions, type Change } from '../submission/store'
import { leadingChannel, publishedOn, type Submission } from '../submission/submission'
import { isAttempt, type AtPost } from './at'
import { tellPosted, tellNotPosted, type PostMail } from './letters'
import { isOver, type WeiboPost } from './post'
import { attemptCheck, type Posts } from './store'

export interface RecordNeeds extends PostMail {
  posts: Posts
  submissions: Submissions
  clock: Clock
}

/** Readers have it: Weibo's address stands in the submission; where Weibo leads, it is published. */
function published(submission: Submission, post: WeiboPost): Change | undefined {
  const { standing } = post
  if (!standing || submission.publications.some(({ channel }) => channel === 'weibo')) return undefined
  return {
    submission: publishedOn(submission, {
      channel: 'weibo',
      id: standing.id,
      url: standing.url,
      at: standing.at,
    }),
    happened: {
      by: 'system',
      type: 'SubmissionPublished',
      facts: { channel: 'weibo', postId: post.id, ...standing },
    },
  }
}

/** Back in the pool, with the reason, so that it can be released again. */
function unreleased(submission: Submission, post: WeiboPost, at: string): Change | undefined {
  if (submission.postId !== post.id) return undefined
  return {
    submission: {
      ...submission,
      postId: undefined,
      ...(leadingChannel(submission) === 'weibo' && { state: 'approved' as const }),
    },
    happened: {
      by: 'system',
      type: 'WeiboNotPosted',
      facts: { postId: post.id, attempt: post.attempt, ...post.outcome },
    },
    // Released again meanwhile, it is another attempt's: this one's end must not take it back.
    writes: [poolWrite(submission, 'weibo', at), attemptCheck(post)],
  }
}

/** What the end of a post means: for the submission, its readers and those who wait to hear. Repeatable. */
export const recordPost =
  ({ posts, submissions, ...mail }: RecordNeeds) =>
  async (at: AtPost): Promise<{ recorded: boolean }> => {
    const post = await posts.withId(at.postId)
    if (!isAttempt(post, at) || !isOver(post)) return { recorded: false }
    if (post.recordedAt !== undefined) return { recorded: true }
    if (post.under.kind === 'approval') {
      const { submissionId } = post.under
      const { standing } = post
      if (standing?.shown !== undefined)
        await submissions.keepReadBack(submissionId, {
          channel: 'weibo',
          ref: standing.id ?? standing.url,
          at: standing.at,
          content: { text: standing.shown, url: standing.url, known: standing.known },
        })
      const now = mail.clock.now().toISOString()
      await submissions.change(submissionId, (submission) =>
        post.state === 'posted' ? published(submission, post) : unreleased(submission, post, now),
      )
    }
    await (post.state === 'posted' ? tellPosted(mail)(post) : tellNotPosted(mail)(post))
    await posts.change(at.postId, (current) =>
      isAttempt(current, at) && isOver(current) && current.recordedAt === undefined
        ? {
            next: { ...current, recordedAt: mail.clock.now().toISOString() },
            happened: {
              by: 'system',
              type: 'PostRecorded',
              facts: { attempt: at.attempt, state: current.state },
            },
          }
        : undefined,
    )
    measure(post.state === 'posted' ? 'WeiboPosted' : 'WeiboNotPosted', 1)
    return { recorded: true }
  }
