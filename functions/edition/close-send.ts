import * as z from 'zod'
import { AtAttempt } from '../../lib/edition/at'
import { closeSend } from '../../lib/edition/close-send'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { clock, editions, mail, people, submissions } from '../wire/rows'
import { wechat } from '../wire/wechat'

export const handler = step(
  AtAttempt.extend({ trouble: z.string().max(1000).optional() }),
  closeSend(wire({ editions, submissions, mail, people, clock, wechat })),
)
