import type { Person } from '../people/person'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import { requireAuthor } from '../submission/access'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { startRequest } from './ask-material'
import { isWanted, requireWanted, type MaterialRequest } from './request'
import type { Waits } from '../matter/waiting'
import { answersWrite, requestWait, type Requests } from './store'

interface Needs {
  requests: Requests
  submissions: Submissions
  waits: Waits
  clock: Clock
}

/** Out of the officer's hands, or through them and back: delivered all the same. Withdrawn is not. */
const isSubmitted = ({ state, version }: Submission): boolean =>
  state !== 'withdrawn' && (state !== 'draft' || version > 1)

/** Article 5 wants new material: what had been submitted before it was asked for is none. */
function requireSubmittedSince({ askedAt }: MaterialRequest, submission: Submission): void {
  const at = submission.statement?.at
  if (!isSubmitted(submission) || at === undefined || at >= askedAt) return
  throw new Refusal(
    'WrongState',
    {
      zh: '这篇稿件在提出请求之前就已送审，不能用来答复；请另写一篇，或与企管部联系',
      en: 'this was submitted before the material was asked for and does not answer it; write another one, or talk to the office',
    },
    { facts: { askedAt, submittedAt: at } },
  )
}

const delivered = (request: MaterialRequest, submission: Submission, by: string, at: string) => ({
  next: { ...request, state: 'delivered' as const, submissionId: submission.id, deliveredAt: at },
  happened: {
    by,
    type: 'MaterialDelivered',
    facts: { submissionId: submission.id, title: submission.content.title },
  },
})

/** A unit answers with a submission of its own: delivered at once, or as soon as that draft is submitted. */
export const answerRequest =
  (needs: Needs) =>
  async (given: { requestId: string; submissionId: string; by: Person }): Promise<MaterialRequest> => {
    const { requests, submissions, clock } = needs
    const [seen, submission] = await Promise.all([
      requests.withId(given.requestId),
      submissions.withId(given.submissionId),
    ])
    requireAuthor(submission, given.by, beijingDate(clock.now()))
    if (submission.unitId !== seen.unitId)
      throw new Refusal('NotAllowed', {
        zh: '请用被要求单位自己的稿件答复',
        en: 'answer with a submission of the unit that was asked',
      })
    requireSubmittedSince(seen, submission)
    const request = await changeOrTaken(given.requestId, (current) => {
      if (current.submissionId === submission.id && !isWanted(current)) return undefined
      requireWanted(current)
      const at = clock.now().toISOString()
      const change = isSubmitted(submission)
        ? delivered(current, submission, given.by.id, at)
        : {
            next: { ...current, submissionId: submission.id },
            happened: { by: given.by.id, type: 'AnswerBegun', facts: { submissionId: submission.id } },
          }
      return { ...change, writes: [answersWrite(submission.id, current.id)] }
    })
    if (!isWanted(request)) await needs.waits.wake(requestWait(request.id))
    return request

    /** One submission is one delivery: it does not answer two requests. */
    async function changeOrTaken(...change: Parameters<Requests['change']>): Promise<MaterialRequest> {
      try {
        return await requests.change(...change)
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        throw new Refusal(
          'WrongState',
          {
            zh: '这篇稿件已经用来答复另一项请求，请另写一篇',
            en: 'this submission already answers another request; write another one',
          },
          { facts: { requestId: String(error.row?.['requestId'] ?? '') } },
        )
      }
    }
  }

/** Called after every submitting: what the submission answers is delivered. */
export const deliverAnswer =
  (needs: Pick<Needs, 'requests' | 'waits' | 'clock'>) =>
  async (submission: Submission): Promise<void> => {
    const { requests, clock } = needs
    const requestId = await requests.answeredBy(submission.id)
    if (requestId === undefined || !isSubmitted(submission)) return
    const at = clock.now().toISOString()
    await requests.change(requestId, (current) =>
      isWanted(current) && current.submissionId === submission.id
        ? delivered(current, submission, submission.statement?.by ?? submission.officerId, at)
        : undefined,
    )
    await needs.waits.wake(requestWait(requestId))
  }

/** Called after every withdrawal: material that was taken back is asked for again (article 5 knows no refusing). */
export const reopenRequest =
  ({ requests, machine }: { requests: Requests; machine: Machine }) =>
  async (submission: Submission): Promise<void> => {
    const requestId = await requests.answeredBy(submission.id)
    if (requestId === undefined) return
    const request = await requests.change(requestId, (current) =>
      current.submissionId === submission.id && current.state === 'delivered'
        ? {
            next: {
              ...current,
              state: 'open',
              round: current.round + 1,
              submissionId: undefined,
              deliveredAt: undefined,
            },
            happened: { by: 'system', type: 'RequestReopened', facts: { submissionId: submission.id } },
          }
        : undefined,
    )
    if (request.state === 'open') await startRequest(machine)(request)
  }
