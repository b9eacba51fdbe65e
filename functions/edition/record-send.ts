import { AtAttempt } from '../../lib/edition/at'
import { recordSend } from '../../lib/edition/record-send'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { clock, editions, mail, people, submissions } from '../wire/rows'
import { wechat } from '../wire/wechat'

export const handler = step(
  AtAttempt,
  recordSend(wire({ editions, submissions, mail, people, clock, wechat })),
)
