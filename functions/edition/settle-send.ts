import * as z from 'zod'
import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { settleSend } from '../../lib/edition/settle-send'
import { step } from '../../lib/platform/step'

/** `startedAt` of this run; machines of earlier versions do not say. */
export const handler = step(
  AtAttempt.extend({ startedAt: z.iso.datetime().optional() }),
  settleSend(openDesk()),
)
