import * as z from 'zod'
import { checkAccount } from '../../lib/edition/check-account'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { clock, editions, mail, people } from '../wire/rows'
import { address, wechat } from '../wire/wechat'

/** Every morning: would WeChat let us send today? Administrators are mailed what changed. */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  checkAccount(wire({ editions, wechat, people, mail, clock, address })),
)
