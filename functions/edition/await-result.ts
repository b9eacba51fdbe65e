import * as z from 'zod'
import { AtAttempt } from '../../lib/edition/at'
import { awaitResult } from '../../lib/edition/waits'
import { openDesk } from '../../lib/edition/open-desk'
import { step } from '../../lib/platform/step'

/** Called with the task token of the waiting machine; the token goes no further than the table. */
export const handler = step(
  AtAttempt.extend({ taskToken: z.string().min(1).max(2048) }),
  awaitResult(openDesk()),
)
