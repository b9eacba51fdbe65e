import * as z from 'zod'
import { checkAccount } from '../../lib/edition/check-account'
import { openDesk } from '../../lib/edition/open-desk'
import { step } from '../../lib/platform/step'

/** Every morning: would WeChat let us send today? Administrators are mailed what changed. */
export const handler = step(z.object({ scheduledAt: z.string() }), checkAccount(openDesk()))
