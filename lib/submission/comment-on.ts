import type { People } from '../people/store'
import type { Outbox } from '../outbox/outbox'
import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { sha256 } from '../platform/ids'
import { beijingDate } from '../policy/working-days'
import { requireReader } from './access'
import { commentable, requireRoom, threadsOf, type Passage } from './comment'
import type { Submissions } from './store'
import { requireState } from './submission'
import { tellComment } from './tell-comment'

interface Needs {
  submissions: Submissions
  people: People
  mail: Outbox
  clock: Clock
}

/**
 * Who may read a submission says something of a passage of it: in its ledger, counted on its head, no part of what is
 * hashed or decided. `key` names the wish: said again it is the same comment.
 */
export const commentOn = (needs: Needs) => {
  const { submissions, clock } = needs
  const tell = tellComment(needs)
  return async (ask: {
    submissionId: string
    about: Passage
    text: string
    by: Person
    key: string
  }): Promise<{ id: string }> => {
    const { submissionId, about: passage, text, by } = ask
    const id = sha256(`${submissionId} ${by.id} ${ask.key}`).slice(0, 12)
    const seen = await submissions.withId(submissionId)
    requireReader(seen, by, beijingDate(clock.now()))
    const threads = threadsOf(await submissions.ledger(submissionId))
    if (threads.some((one) => one.id === id)) return { id }
    requireRoom(threads)
    const writes = await tell(seen, { by, text, quote: passage.quote })
    await submissions.change(submissionId, (submission) => {
      requireState(submission, ...commentable)
      const open = submission.openComments ?? []
      if (open.includes(id)) return undefined
      return {
        submission: { ...submission, openComments: [...open, id] },
        happened: {
          ...{ by: by.id, type: 'PassageCommented' },
          facts: { comment: id, version: submission.version, passage, text },
        },
        writes,
      }
    })
    return { id }
  }
}
