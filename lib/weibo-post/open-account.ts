import { openWeibo } from '../channels/weibo/open-weibo'
import { callsToday } from '../channels/weibo/table-call-budget'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { actsLedger } from '../security/ledger'
import { authorisationStore } from './authorisation-store'

/** What the doors of the Weibo account are built from, wired once per function. */
export function openAccount() {
  const env = configFrom(
    Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true, WEIBO_BASE_URL: true }),
  )
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  const publicUrl = env.PUBLIC_URL
  return {
    ...openWeibo({ table, secrets, clock, baseUrl: env.WEIBO_BASE_URL, publicUrl }),
    clock,
    publicUrl,
    people: peopleStore(table),
    acts: actsLedger(table, clock),
    authorisations: authorisationStore(table, clock, randomIds),
    callsToday: () => callsToday(table, clock),
    mail: createOutbox({ table, secrets, clock }),
  }
}
