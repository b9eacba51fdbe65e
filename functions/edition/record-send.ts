import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { recordSend } from '../../lib/edition/record-send'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, recordSend(openDesk()))
