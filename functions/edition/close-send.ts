import * as z from 'zod'
import { AtAttempt } from '../../lib/edition/at'
import { closeSend } from '../../lib/edition/close-send'
import { openDesk } from '../../lib/edition/open-desk'
import { step } from '../../lib/platform/step'

export const handler = step(
  AtAttempt.extend({ trouble: z.string().max(1000).optional() }),
  closeSend(openDesk()),
)
