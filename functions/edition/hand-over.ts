import { AtAttempt } from '../../lib/edition/at'
import { handOver } from '../../lib/edition/hand-over'
import { openDesk } from '../../lib/edition/open-desk'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, handOver(openDesk()))
