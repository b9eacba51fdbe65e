import * as z from 'zod'
import { AtVersion } from '../../lib/approval/at'
import { closeApproval } from '../../lib/approval/close-approval'
import { openRoom } from '../../lib/approval/open-room'
import { step } from '../../lib/platform/step'

export const handler = step(
  AtVersion.extend({ trouble: z.string().max(1000).optional() }),
  closeApproval(openRoom()),
)
