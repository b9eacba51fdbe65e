import { offeredAccounts } from '../channels/weibo/account-store'
import { companyCalendar } from '../calendar/store'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { askStore } from '../question/store'
import { actsLedger } from '../security/ledger'
import { settingsStore } from '../settings/store'
import { wordListStore } from '../wording/store'
import type { ProposeNeeds } from './propose'
import { proposalStore } from './store'

/** What the doors of proposed changes are built from, wired once per function. */
export function openOversight(): ProposeNeeds {
  const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true }))
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  return {
    ...{ clock, secrets, ids: randomIds, publicUrl: env.PUBLIC_URL },
    people: peopleStore(table),
    proposals: proposalStore(table, clock),
    acts: actsLedger(table, clock),
    wordLists: wordListStore(table),
    settings: settingsStore(table),
    weiboAccounts: offeredAccounts(table),
    asks: askStore(table),
    calendar: companyCalendar(table),
    mail: createOutbox({ table, secrets, clock }),
  }
}
