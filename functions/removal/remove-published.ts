import * as z from 'zod'
import { AtVersion } from '../../lib/approval/at'
import { openDesk } from '../../lib/edition/open-desk'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { step } from '../../lib/platform/step'
import { removalTroubled } from '../../lib/removal/after-trouble'
import { removePublished } from '../../lib/removal/remove-published'

const { PUBLIC_URL } = configFrom(Env.pick({ PUBLIC_URL: true }))

const desk = { ...openDesk(), publicUrl: PUBLIC_URL }
const remove = removePublished(desk)
const troubled = removalTroubled(desk)

/** `trouble` names the error of a run that broke for good. */
const Input = AtVersion.extend({ trouble: z.string().optional() })

export const handler = step(Input, ({ trouble, ...at }) =>
  trouble === undefined ? remove(at) : troubled({ ...at, trouble }),
)
