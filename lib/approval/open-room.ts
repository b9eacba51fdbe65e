import { companyCalendar } from '../calendar/store'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { submissionStore } from '../submission/store'
import { wordListStore } from '../wording/store'
import { askStore } from '../question/store'
import { approvalStore } from './store'

/** What the doors of the approval are built from, wired once per function. */
export function openRoom() {
  const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true }))
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  return {
    clock,
    table,
    ids: randomIds,
    secrets,
    publicUrl: env.PUBLIC_URL,
    people: peopleStore(table),
    submissions: submissionStore(table, clock),
    wordLists: wordListStore(table),
    approvals: approvalStore(table),
    asks: askStore(table),
    calendar: companyCalendar(table),
    mail: createOutbox({ table, secrets, clock }),
  }
}
