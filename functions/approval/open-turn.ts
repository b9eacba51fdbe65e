import { AtTurn } from '../../lib/approval/at'
import { openTurn } from '../../lib/approval/open-turn'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { tiers } from '../wire/rows'

export const handler = step(AtTurn, openTurn(wire(tiers())))
