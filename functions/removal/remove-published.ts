import * as z from 'zod'
import { AtVersion } from '../../lib/approval/at'
import { openRoom } from '../../lib/approval/open-room'
import { step } from '../../lib/platform/step'
import { removalTroubled } from '../../lib/removal/after-trouble'
import { removePublished } from '../../lib/removal/remove-published'
import { openWechat } from '../../lib/settings/open-wechat'

const room = openRoom()
const remove = removePublished({ ...room, ...openWechat(room) })
const troubled = removalTroubled(room)

/** `trouble` names the error of a run that broke for good. */
const Input = AtVersion.extend({ trouble: z.string().optional() })

export const handler = step(Input, ({ trouble, ...at }) =>
  trouble === undefined ? remove(at) : troubled({ ...at, trouble }),
)
