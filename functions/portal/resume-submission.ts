import * as z from 'zod'
import { OneSubmission } from '../../lib/api/submission'
import { openRoom } from '../../lib/approval/open-room'
import { resumeApproval } from '../../lib/approval/resume-approval'
import { waits } from '../../lib/matter/waiting'
import { openPortal } from '../../lib/people/open-portal'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'
import { machineAt, taskCallbacks } from '../../lib/platform/machine'
import { At } from '../../lib/platform/requests'

const { door } = openPortal()
const room = openRoom()
const callbacks = taskCallbacks()
const { APPROVE_MACHINE_ARN } = configFrom(Env.pick({ APPROVE_MACHINE_ARN: true }))
const resume = resumeApproval({
  ...{ ...room, callbacks, waits: waits({ ...room, callbacks }) },
  machine: machineAt(APPROVE_MACHINE_ARN),
})

/** Invariant 10: an approval that paused goes on at once, from the tier where it stands. */
export const handler = door(
  { request: z.object({ path: At }), roles: ['admin', 'editor'], answer: OneSubmission },
  async ({ path }) => {
    await resume({ kind: 'approval', id: path.submissionId, tries: 0 })
    return json(202, { submission: await room.submissions.withId(path.submissionId) })
  },
)
