import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { buildDraft } from '../../lib/edition/build-draft'
import { step } from '../../lib/platform/step'

export const handler = step(AtAttempt, buildDraft(openDesk()))
