import { AtTurn } from '../../lib/approval/at'
import { pressApprover } from '../../lib/approval/press-approver'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { tiers } from '../wire/rows'

export const handler = step(AtTurn, pressApprover(wire(tiers())))
