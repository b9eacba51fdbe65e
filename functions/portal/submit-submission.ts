import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { requireApprovers } from '../../lib/approval/require-approvers'
import { waits } from '../../lib/matter/waiting'
import { openPortal } from '../../lib/people/open-portal'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'
import { machineAt, taskCallbacks } from '../../lib/platform/machine'
import { At, RequestKey } from '../../lib/platform/requests'
import { deliverAnswer } from '../../lib/request/answer-request'
import { requestStore } from '../../lib/request/store'
import { submissionStore } from '../../lib/submission/store'
import { submitSubmission } from '../../lib/submission/submit-submission'
import { wordListStore } from '../../lib/wording/store'

const { door, table, people, clock, once } = openPortal()
const { APPROVE_MACHINE_ARN } = configFrom(Env.pick({ APPROVE_MACHINE_ARN: true }))
const submissions = submissionStore(table, clock)
const approvers = requireApprovers({ submissions, people, clock })
const submit = submitSubmission({
  submissions,
  wordLists: wordListStore(table),
  people,
  machine: machineAt(APPROVE_MACHINE_ARN),
  clock,
})

/** Article 5: what this answers is delivered with it. */
const deliver = deliverAnswer({
  requests: requestStore(table, clock),
  waits: waits({ table, callbacks: taskCallbacks(), clock }),
  clock,
})

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
    const submission = await once(
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
