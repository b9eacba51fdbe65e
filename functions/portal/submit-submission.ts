import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { requireApprovers } from '../../lib/approval/require-approvers'
import { json } from '../../lib/platform/http'
import { At, RequestKey } from '../../lib/platform/requests'
import { deliverAnswer } from '../../lib/request/answer-request'
import { submitSubmission } from '../../lib/submission/submit-submission'
import { approveMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { clock, once, people, requests, signedIn, submissions, themes, wordLists } from '../wire/rows'

const door = signedIn()
const room = wire({
  ...{ submissions, wordLists, themes, people, requests, once, clock },
  ...{ waits, machine: approveMachine },
})
const approvers = requireApprovers(room)
const submit = submitSubmission(room)

/** Article 5: what this answers is delivered with it. */
const deliver = deliverAnswer(room)

/** Articles 6 and 8: both statements are signed by name, per version; without them nothing is submitted. */
const Request = z.object({
  path: At,
  headers: RequestKey,
  body: z.strictObject({
    version: z.number().int().positive(),
    /** as the page showed them: a statement is signed over what was read */
    edits: z.number().int().nonnegative(),
    agreed: z.strictObject({ truth: z.literal(true), unclassified: z.literal(true) }),
  }),
})

/** Signs both statements over what was read, and sends a version into its review. */
export const handler = door(
  { request: Request, roles: ['officer'], answer: OneSubmission },
  async ({ path, headers, body, person }) => {
    const submission = await room.once(
      { owner: person.id, key: headers['idempotency-key'], request: ['submit-submission', path, body] },
      async () => {
        await approvers({ ...path, by: person })
        return submit({ ...path, ...body, by: person })
      },
    )
    await deliver(submission)
    return json(202, { submission })
  },
)
