import { openWeibo } from '../channels/weibo/open-weibo'
import { callsToday } from '../channels/weibo/table-call-budget'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { accountGate } from '../settings/gate'
import { settingsStore } from '../settings/store'
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
  const baseUrl = env.WEIBO_BASE_URL
  const mayCall = accountGate({ settings: settingsStore(table), clock, values: { WEIBO_BASE_URL: baseUrl } })
  return {
    ...openWeibo({ table, secrets, clock, baseUrl, publicUrl, mayCall }),
    clock,
    publicUrl,
    people: peopleStore(table),
    acts: actsLedger(table, clock),
    authorisations: authorisationStore(table, clock, randomIds),
    callsToday: () => callsToday(table, clock),
    mail: createOutbox({ table, secrets, clock }),
  }
}
