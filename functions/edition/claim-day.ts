import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { claimDay } from '../../lib/edition/claim-day'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, claimDay(openDesk()))
