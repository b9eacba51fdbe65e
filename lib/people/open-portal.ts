import { systemClock } from '../platform/clock'
import { configFrom } from '../platform/config'
import { Env } from '../platform/env'
import { randomIds } from '../platform/ids'
import { once } from '../platform/idempotency'
import { ssmSecrets } from '../platform/secrets'
import { dynamoTable } from '../platform/table'
import { portalDoor } from './portal'
import { sessions } from './session'
import { peopleStore } from './store'

/** What every signed-in door is built from, wired once per function: table, people, session, clock. */
export function openPortal() {
  const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true }))
  const clock = systemClock
  const table = dynamoTable(env.TABLE)
  const people = peopleStore(table)
  const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
  const opened = sessions({ people, secrets, clock, ids: randomIds })
  return {
    env,
    clock,
    table,
    people,
    secrets,
    ids: randomIds,
    sessions: opened,
    once: once(table, clock),
    door: portalDoor({ sessions: opened, clock }),
  }
}
