import * as z from 'zod'
import { acknowledge, lookAtComplaint, renewRun } from '../../lib/complaint/run-complaint'
import { awaitPerson } from '../../lib/complaint/wake'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'
import { complaintMachine, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { asking, cipher, complaints } from '../wire/rows'
import { wechat } from '../wire/wechat'

const room = wire({ ...asking, complaints, cipher, wechat, waits, machine: complaintMachine })
const verbs = {
  acknowledge: acknowledge(room),
  look: lookAtComplaint(room),
  renew: renewRun(room),
}
const keepWaiting = awaitPerson(room)

const AtComplaint = z.object({
  complaintId: z.uuid(),
  run: z.number().int().positive(),
  /** of this run */
  startedAt: z.iso.datetime(),
})
const Input = z.discriminatedUnion('step', [
  AtComplaint.extend({ step: z.enum(['acknowledge', 'look', 'renew']) }),
  AtComplaint.extend({
    step: z.literal('wait'),
    /** the revision the machine looked at */
    seen: z.number().int(),
    ...Parked.shape,
  }),
])

/** One step of a run; `wait` is called with the task token of the waiting machine, which goes no further than the table. */
export const handler = step(Input, async (input): Promise<unknown> => {
  if (input.step === 'wait') return keepWaiting(input)
  return verbs[input.step](input)
})
