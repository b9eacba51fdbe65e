import * as z from 'zod'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'
import { closeRequest, lookAtRequest, tellUnit } from '../../lib/request/run-request'
import { awaitAnswer } from '../../lib/request/wake'
import { waits } from '../wire/machines'
import { wire } from '../wire/part'
import { calendar, clock, mail, people, publicUrl, requests, submissions } from '../wire/rows'

const room = wire({ clock, calendar, publicUrl, people, submissions, requests, mail, waits })
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
