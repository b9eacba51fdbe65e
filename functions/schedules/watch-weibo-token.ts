import * as z from 'zod'
import { step } from '../../lib/platform/step'
import { openAccount } from '../../lib/weibo-post/open-account'
import { watchToken } from '../../lib/weibo-post/watch-token'

/** Every morning: does the authorisation with Weibo still stand, and for how long? */
export const handler = step(z.object({ scheduledAt: z.string() }), watchToken(openAccount()))
