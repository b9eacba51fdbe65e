import { companyCalendar } from '../calendar/store'
import { createOutbox } from '../outbox/outbox'
import { peopleStore } from '../people/store'
import { waits } from '../matter/waiting'
import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { machineAt, taskCallbacks } from '../platform/machine'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { askStore } from '../question/store'
import { postStore } from '../weibo-post/store'
import { weiboPosting } from './posting'
import { wordListStore } from '../wording/store'
import { loanStore } from './store'

/** What the doors of the loan are built from, wired once per function. */
export function openLoans() {
  const env = configFrom(
    Env.pick({
      TABLE: true,
      SECRETS_PREFIX: true,
      PUBLIC_URL: true,
      LEND_MACHINE_ARN: true,
      POST_MACHINE_ARN: true,
    }),
  )
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  const people = peopleStore(table)
  const machines = waits({ table, callbacks: taskCallbacks(), clock })
  return {
    clock,
    secrets,
    ids: randomIds,
    publicUrl: env.PUBLIC_URL,
    people,
    loans: loanStore(table, clock),
    wordLists: wordListStore(table),
    asks: askStore(table),
    calendar: companyCalendar(table),
    machine: machineAt(env.LEND_MACHINE_ARN),
    waits: machines,
    posting: weiboPosting({
      ...{ people, clock, waits: machines, posts: postStore(table, clock) },
      machine: machineAt(env.POST_MACHINE_ARN),
    }),
    mail: createOutbox({ table, secrets, clock }),
  }
}
