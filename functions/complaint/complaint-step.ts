import * as z from 'zod'
import { openComplaintRoom } from '../../lib/complaint/open-room'
import { acknowledge, lookAtComplaint } from '../../lib/complaint/run-complaint'
import { awaitPerson } from '../../lib/complaint/wake'
import { taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'

const room = openComplaintRoom()
const verbs = { acknowledge: acknowledge(room), look: lookAtComplaint(room) }
const keepWaiting = awaitPerson({ ...room, callbacks: taskCallbacks() })

const AtComplaint = z.object({ complaintId: z.uuid() })
const Input = z.discriminatedUnion('step', [
  AtComplaint.extend({ step: z.enum(['acknowledge', 'look']) }),
  AtComplaint.extend({
    step: z.literal('wait'),
    /** the revision the machine looked at */
    seen: z.number().int(),
    taskToken: z.string().min(1).max(2048),
  }),
])

/** One step of a run; `wait` is called with the task token of the waiting machine, which goes no further than the table. */
export const handler = step(Input, async (input): Promise<unknown> => {
  if (input.step === 'wait') return keepWaiting(input)
  return verbs[input.step](input)
})
