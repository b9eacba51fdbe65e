import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { openReview } from '../../lib/approval/close-review'
import { openRoom } from '../../lib/approval/open-room'
import { waits } from '../../lib/matter/waiting'
import { openPortal } from '../../lib/people/open-portal'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'
import { machineAt, taskCallbacks } from '../../lib/platform/machine'
import { At } from '../../lib/platform/requests'
import { spoken } from '../../lib/policy/visible'
import { reopenRequest } from '../../lib/request/answer-request'
import { requestStore } from '../../lib/request/store'
import { withdrawSubmission } from '../../lib/submission/withdraw-submission'

const { door, table, clock } = openPortal()
const room = openRoom()
const { submissions } = room
const callbacks = taskCallbacks()
const review = openReview({ ...room, callbacks, waits: waits({ table, callbacks, clock }) })
const withdraw = withdrawSubmission({ submissions, review, clock })
const { REQUEST_MACHINE_ARN } = configFrom(Env.pick({ REQUEST_MACHINE_ARN: true }))
/** Article 5: material that is taken back is asked for again. */
const reopen = reopenRequest({
  requests: requestStore(table, clock),
  machine: machineAt(REQUEST_MACHINE_ARN),
})

const Request = z.object({
  path: At,
  body: z.strictObject({ reason: spoken(500) }),
})

/** Article 11: an officer takes back what is not yet published, the editor a removal of the own asking. */
export const handler = door(
  { request: Request, roles: ['officer', 'editor'], answer: OneSubmission },
  async ({ path, body, person }) => {
    const submission = await withdraw({ ...path, reason: body.reason, by: person })
    await reopen(submission)
    return json(200, { submission })
  },
)
