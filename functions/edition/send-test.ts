import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { sendTest } from '../../lib/edition/send-test'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, sendTest(openDesk()))
