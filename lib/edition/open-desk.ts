import { approvalStore } from '../approval/store'
import { companyCalendar } from '../calendar/store'
import { createOutbox } from '../outbox/outbox'
import { waits } from '../matter/waiting'
import { peopleStore } from '../people/store'
import { s3Bucket } from '../platform/bucket'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { taskCallbacks } from '../platform/machine'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { openWechat } from '../settings/open-wechat'
import { submissionStore } from '../submission/store'
import { editionStore } from './store'

/** What the doors of the edition are built from, wired once per function. */
export function openDesk() {
  const env = configFrom(
    Env.pick({
      TABLE: true,
      MEDIA_BUCKET: true,
      SECRETS_PREFIX: true,
      WECHAT_ACCOUNT: true,
      WECHAT_ACCOUNT_KIND: true,
      WECHAT_TESTERS: true,
      WECHAT_UPLOADS_AT_ONCE: true,
      EGRESS_ADDRESS: true,
    }),
  )
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  return {
    clock,
    calendar: companyCalendar(table),
    ids: randomIds,
    secrets,
    kind: env.WECHAT_ACCOUNT_KIND,
    address: env.EGRESS_ADDRESS,
    testers: env.WECHAT_TESTERS.split(',')
      .map((tester) => tester.trim())
      .filter(Boolean),
    uploadsAtOnce: env.WECHAT_UPLOADS_AT_ONCE,
    people: peopleStore(table),
    submissions: submissionStore(table, clock),
    approvals: approvalStore(table),
    editions: editionStore(table, clock, env.WECHAT_ACCOUNT),
    bucket: s3Bucket(env.MEDIA_BUCKET),
    waits: waits({ table, callbacks: taskCallbacks(), clock }),
    mail: createOutbox({ table, secrets, clock }),
    ...openWechat({ table, secrets, clock }),
  }
}
