import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { massSend } from '../../lib/edition/mass-send'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, massSend(openDesk()))
