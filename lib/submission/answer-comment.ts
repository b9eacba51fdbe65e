import type { People } from '../people/store'
import type { Outbox } from '../outbox/outbox'
import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { requireReader } from './access'
import { commentable, requireRoom, threadsOf, threadWith } from './comment'
import type { Submissions } from './store'
import { requireState } from './submission'
import { tellComment } from './tell-comment'

interface Needs {
  submissions: Submissions
  people: People
  mail: Outbox
  clock: Clock
}

/** Answers a comment; one that was settled is open again by it. */
export const answerComment = (needs: Needs) => {
  const { submissions, clock } = needs
  const tell = tellComment(needs)
  return async (ask: {
    submissionId: string
    commentId: string
    text: string
    by: Person
  }): Promise<{ id: string }> => {
    const { submissionId, commentId: id, text, by } = ask
    const seen = await submissions.withId(submissionId)
    requireReader(seen, by, beijingDate(clock.now()))
    const threads = threadsOf(await submissions.ledger(submissionId))
    const thread = threadWith(threads, id)
    requireRoom(threads, thread)
    const writes = await tell(seen, { by, text, quote: thread.passage.quote, thread })
    await submissions.change(submissionId, (submission) => {
      requireState(submission, ...commentable)
      const open = submission.openComments ?? []
      return {
        submission: { ...submission, openComments: open.includes(id) ? open : [...open, id] },
        happened: { by: by.id, type: 'CommentAnswered', facts: { comment: id, text } },
        writes,
      }
    })
    return { id }
  }
}
