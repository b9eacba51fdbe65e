import { AtTurn } from '../../lib/approval/at'
import { openRoom } from '../../lib/approval/open-room'
import { openTurn } from '../../lib/approval/open-turn'
import { step } from '../../lib/platform/step'

export const handler = step(AtTurn, openTurn(openRoom()))
