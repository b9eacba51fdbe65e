import { approvalStore } from '../approval/store'
import { companyCalendar } from '../calendar/store'
import { openWeibo } from '../channels/weibo/open-weibo'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { s3Bucket } from '../platform/bucket'
import { waits } from '../matter/waiting'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { taskCallbacks } from '../platform/machine'
import { accountGate } from '../settings/gate'
import { settingsStore } from '../settings/store'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { submissionStore } from '../submission/store'
import { postStore } from './store'

/** What the doors of Weibo are built from, wired once per function. */
export function openWeiboRoom() {
  const env = configFrom(
    Env.pick({
      TABLE: true,
      MEDIA_BUCKET: true,
      SECRETS_PREFIX: true,
      WEIBO_BASE_URL: true,
      PUBLIC_URL: true,
    }),
  )
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  const publicUrl = env.PUBLIC_URL
  const baseUrl = env.WEIBO_BASE_URL
  const mayCall = accountGate({ settings: settingsStore(table), clock, values: { WEIBO_BASE_URL: baseUrl } })
  return {
    table,
    clock,
    secrets,
    publicUrl,
    calendar: companyCalendar(table),
    people: peopleStore(table),
    submissions: submissionStore(table, clock),
    approvals: approvalStore(table),
    posts: postStore(table, clock),
    bucket: s3Bucket(env.MEDIA_BUCKET),
    waits: waits({ table, callbacks: taskCallbacks(), clock }),
    weibo: openWeibo({ table, secrets, clock, baseUrl, publicUrl, mayCall }).weibo,
    mail: createOutbox({ table, secrets, clock }),
  }
}
