import { AtAttempt } from '../../lib/edition/at'
import { buildDraft } from '../../lib/edition/build-draft'
import { step } from '../../lib/platform/step'
import { bucket } from '../wire/files'
import { wire } from '../wire/part'
import { approvals, clock, editions, mail, people, submissions } from '../wire/rows'
import { uploadsAtOnce, wechat } from '../wire/wechat'

export const handler = step(
  AtAttempt,
  buildDraft(wire({ editions, submissions, approvals, mail, people, clock, wechat, uploadsAtOnce, bucket })),
)
