import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { settleSend } from '../../lib/edition/settle-send'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, settleSend(openDesk()))
