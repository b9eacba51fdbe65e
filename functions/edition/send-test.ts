import { AtAttempt } from '../../lib/edition/at'
import { sendTest } from '../../lib/edition/send-test'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { approvals, calendar, clock, editions, ids, mail, people, secrets, submissions } from '../wire/rows'
import { testers, wechat } from '../wire/wechat'

export const handler = step(
  AtAttempt,
  sendTest(
    wire({ editions, submissions, approvals, people, mail, secrets, ids, clock, calendar, wechat, testers }),
  ),
)
