import * as z from 'zod'
import type { LedgerEvent } from '../ledger/event'
import { Refusal } from '../platform/refusal'
import type { State } from './submission'

/** The words a comment is about, with some of those around them, so that they are found again after edits. */
export const Passage = z.object({
  quote: z.string().trim().min(1).max(300),
  before: z.string().max(40).default(''),
  after: z.string().max(40).default(''),
  /** which block of the body it stood in, from 0 */
  block: z.number().int().min(0).max(10_000),
})
export type Passage = z.infer<typeof Passage>

/** Plain words, as typed. */
export const CommentText = z.string().trim().min(1).max(1_000)

const Said = z.object({ by: z.string(), at: z.iso.datetime(), text: z.string() })

/** A comment with what was answered. */
export const Thread = Said.extend({
  id: z.string(),
  /** of the submission, when it was written */
  version: z.number().int(),
  passage: Passage,
  answers: z.array(Said),
  resolved: z.object({ by: z.string(), at: z.iso.datetime() }).optional(),
})
export type Thread = z.infer<typeof Thread>

/** Of one submission; enough for any review, and a ledger stays one that can be read. */
const mostComments = 200
const mostAnswers = 50

/** While it is written or decided on, and after it was sent back: later nobody can act on it any more. */
export const commentable: State[] = [
  ...(['draft', 'checking', 'in-review', 'rejected', 'withdrawn', 'expired', 'unused'] as const),
]

const Commented = z.object({ comment: z.string(), version: z.number(), passage: Passage, text: z.string() })
const Answered = z.object({ comment: z.string(), text: z.string() })
const Resolved = z.object({ comment: z.string() })

/** The comments of a submission with their answers, as its ledger has them, oldest first. */
export function threadsOf(ledger: LedgerEvent[]): Thread[] {
  const threads = new Map<string, Thread>()
  for (const { type, facts, by, at } of ledger)
    if (type === 'PassageCommented') {
      const { comment, version, passage, text } = Commented.parse(facts)
      threads.set(comment, { id: comment, version, passage, text, by, at, answers: [] })
    } else if (type === 'CommentAnswered') {
      const { comment, text } = Answered.parse(facts)
      const thread = threads.get(comment)
      // Whoever answers has not done with it.
      if (thread)
        threads.set(comment, {
          ...thread,
          answers: [...thread.answers, { by, at, text }],
          resolved: undefined,
        })
    } else if (type === 'CommentResolved') {
      const { comment } = Resolved.parse(facts)
      const thread = threads.get(comment)
      if (thread) threads.set(comment, { ...thread, resolved: { by, at } })
    }
  return [...threads.values()]
}

/** @throws Refusal `NotFound` where no such comment was written */
export function threadWith(threads: Thread[], id: string): Thread {
  const thread = threads.find((one) => one.id === id)
  if (!thread) throw new Refusal('NotFound', { zh: '没有这条意见', en: 'there is no such comment' })
  return thread
}

/** @throws Refusal `TooLarge` once there are more than a review can use */
export function requireRoom(threads: Thread[], thread?: Thread): void {
  if ((thread ? thread.answers.length : threads.length) < (thread ? mostAnswers : mostComments)) return
  throw new Refusal('TooLarge', {
    zh: thread
      ? `一条意见最多答复 ${mostAnswers} 次，请另写一条`
      : `一篇稿件最多 ${mostComments} 条意见，请先与对方当面商量`,
    en: thread
      ? `a comment takes ${mostAnswers} answers at most; write another`
      : `a submission takes ${mostComments} comments at most; please talk to each other first`,
  })
}
