import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { openReview } from '../../lib/approval/close-review'
import { json } from '../../lib/platform/http'
import { At } from '../../lib/platform/requests'
import { spoken } from '../../lib/policy/visible'
import { reopenRequest } from '../../lib/request/answer-request'
import { withdrawSubmission } from '../../lib/submission/withdraw-submission'
import { callbacks, requestMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { requests, signedIn, tiers } from '../wire/rows'

const door = signedIn()
const room = wire({ ...tiers(), requests, callbacks, waits, machine: requestMachine })
const review = openReview(room)
const withdraw = withdrawSubmission({ ...room, review })
/** Article 5: material that is taken back is asked for again. */
const reopen = reopenRequest(room)

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
