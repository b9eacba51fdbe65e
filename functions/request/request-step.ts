import * as z from 'zod'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'
import { openRequestRoom } from '../../lib/request/open-room'
import { closeRequest, lookAtRequest, tellUnit } from '../../lib/request/run-request'
import { awaitAnswer } from '../../lib/request/wake'

const room = openRequestRoom()
const verbs = { tell: tellUnit(room), look: lookAtRequest(room), close: closeRequest(room) }
const keepWaiting = awaitAnswer(room)

const AtRequest = z.object({ requestId: z.uuid(), round: z.number().int().positive() })
const Input = z.discriminatedUnion('step', [
  AtRequest.extend({ step: z.enum(['tell', 'look', 'close']) }),
  AtRequest.extend({ step: z.literal('wait'), ...Parked.shape }),
])

/** One step of a run; `wait` is called with the task token of the waiting machine, which goes no further than the table. */
export const handler = step(Input, async (input): Promise<unknown> => {
  if (input.step === 'wait') return keepWaiting(input)
  return verbs[input.step](input)
})
