import * as z from 'zod'
import { AtVersion } from '../../lib/approval/at'
import { step } from '../../lib/platform/step'
import { removalTroubled } from '../../lib/removal/after-trouble'
import { removePublished } from '../../lib/removal/remove-published'
import { wire } from '../wire/part'
import { tiers } from '../wire/rows'
import { wechat } from '../wire/wechat'

const room = wire({ ...tiers(), wechat })
const remove = removePublished(room)
const troubled = removalTroubled(room)

/** `trouble` names the error of a run that broke for good. */
const Input = AtVersion.extend({ trouble: z.string().optional() })

export const handler = step(Input, ({ trouble, ...at }) =>
  trouble === undefined ? remove(at) : troubled({ ...at, trouble }),
)
