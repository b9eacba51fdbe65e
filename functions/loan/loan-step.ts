import * as z from 'zod'
import { askHead } from '../../lib/loan/ask-head'
import { closeLoan } from '../../lib/loan/close-loan'
import { loanStates } from '../../lib/loan/loan'
import { lookAfterLoan } from '../../lib/loan/look-after'
import { pressHead } from '../../lib/loan/press-head'
import { awaitLoan } from '../../lib/loan/wake'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'
import { posting, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { asking, loans } from '../wire/rows'

const room = wire({ ...asking, loans, waits, posting })
const steps = {
  ask: askHead(room),
  press: pressHead(room),
  await: awaitLoan(room),
  look: lookAfterLoan(room),
  close: closeLoan(room),
}

const AtLoan = z.object({ loanId: z.uuid() })
const Step = z.discriminatedUnion('step', [
  AtLoan.extend({ step: z.literal('ask') }),
  AtLoan.extend({ step: z.literal('press') }),
  /** the task token goes no further than the table */
  AtLoan.extend({
    step: z.literal('await'),
    awaits: z.enum(loanStates),
    ...Parked.shape,
  }),
  AtLoan.extend({ step: z.literal('look') }),
  AtLoan.extend({ step: z.literal('close'), trouble: z.string().max(1000).optional() }),
])

/** Every step of lend-account: the same rights, so one function. */
export const handler = step(Step, async (input): Promise<unknown> => {
  switch (input.step) {
    case 'await':
      return steps.await(input)
    case 'close':
      return steps.close(input)
    default:
      return steps[input.step](input)
  }
})
