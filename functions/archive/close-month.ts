import * as z from 'zod'
import { closeMonth } from '../../lib/archive/close-month'
import { makeRegister } from '../../lib/archive/make-register'
import { step } from '../../lib/platform/step'
import { vault } from '../wire/files'
import { wire } from '../wire/part'
import { archive, people } from '../wire/rows'

/** Half past midnight on the first, Beijing time: the month before is closed (article 11). */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  closeMonth({
    ...wire({ people, vault }),
    register: makeRegister(wire({ archive })),
  }),
)
