import * as z from 'zod'
import { AtVersion } from '../../lib/approval/at'
import { closeApproval } from '../../lib/approval/close-approval'
import { pauseApproval } from '../../lib/approval/pause-approval'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { tiers } from '../wire/rows'

const room = wire(tiers())
const close = closeApproval(room)
const pause = pauseApproval(room)

/** The end of an approval, or with `trouble` its pause. */
export const handler = step(
  AtVersion.extend({ trouble: z.string().max(2000).optional() }),
  ({ trouble, ...at }): Promise<{ outcome: string; removes: boolean }> =>
    trouble === undefined ? close(at) : pause({ ...at, trouble }),
)
