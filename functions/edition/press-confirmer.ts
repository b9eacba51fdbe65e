import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { pressConfirmer } from '../../lib/edition/press-confirmer'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, pressConfirmer(openDesk()))
