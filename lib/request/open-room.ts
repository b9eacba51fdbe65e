import { companyCalendar } from '../calendar/store'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { waits } from '../matter/waiting'
import { taskCallbacks } from '../platform/machine'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { submissionStore } from '../submission/store'
import { requestStore } from './store'

/** What the doors of requests are built from, wired once per function. */
export function openRequestRoom() {
  const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true }))
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  return {
    clock,
    calendar: companyCalendar(table),
    publicUrl: env.PUBLIC_URL,
    people: peopleStore(table),
    submissions: submissionStore(table, clock),
    requests: requestStore(table, clock),
    mail: createOutbox({ table, secrets, clock }),
    waits: waits({ table, callbacks: taskCallbacks(), clock }),
  }
}
