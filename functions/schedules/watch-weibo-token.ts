import * as z from 'zod'
import { step } from '../../lib/platform/step'
import { watchToken } from '../../lib/weibo-post/watch-token'
import { wire } from '../wire/part'
import { clock, mail, people, publicUrl } from '../wire/rows'
import { accounts, weibo } from '../wire/weibo'

/** Every morning: does the authorisation with Weibo still stand, and for how long? */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  watchToken(wire({ accounts, weibo, people, mail, clock, publicUrl })),
)
