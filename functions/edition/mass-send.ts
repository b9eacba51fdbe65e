import { AtAttempt } from '../../lib/edition/at'
import { massSend } from '../../lib/edition/mass-send'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { approvals, clock, editions, mail, people, submissions } from '../wire/rows'
import { wechat } from '../wire/wechat'

export const handler = step(
  AtAttempt,
  massSend(wire({ editions, submissions, approvals, mail, people, clock, wechat })),
)
