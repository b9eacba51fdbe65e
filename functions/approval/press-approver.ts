import { AtTurn } from '../../lib/approval/at'
import { openRoom } from '../../lib/approval/open-room'
import { pressApprover } from '../../lib/approval/press-approver'
import { step } from '../../lib/platform/step'

export const handler = step(AtTurn, pressApprover(openRoom()))
