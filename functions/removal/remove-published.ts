import * as z from 'zod'
import { AtVersion } from '../../lib/approval/at'
import { openDesk } from '../../lib/edition/open-desk'
import { step } from '../../lib/platform/step'
import { removalTroubled } from '../../lib/removal/after-trouble'
import { removePublished } from '../../lib/removal/remove-published'

const desk = openDesk()
const remove = removePublished(desk)
const troubled = removalTroubled(desk)

/** `trouble` names the error of a run that broke for good. */
const Input = AtVersion.extend({ trouble: z.string().optional() })

export const handler = step(Input, ({ trouble, ...at }) =>
  trouble === undefined ? remove(at) : troubled({ ...at, trouble }),
)
