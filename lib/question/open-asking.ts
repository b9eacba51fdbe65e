import { companyCalendar } from '../calendar/store'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { askStore } from './store'

/** What asking is built from, whatever is asked about. */
export function openAsking() {
  const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true }))
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  return {
    ...{ clock, table, secrets, ids: randomIds, publicUrl: env.PUBLIC_URL },
    people: peopleStore(table),
    asks: askStore(table),
    calendar: companyCalendar(table),
    mail: createOutbox({ table, secrets, clock }),
  }
}
