import * as z from 'zod'
import { companyCalendar } from '../../lib/calendar/store'
import { createOutbox } from '../../lib/outbox/outbox'
import { tellUnusual } from '../../lib/oversight/weekly-letter'
import { peopleStore } from '../../lib/people/store'
import { systemClock as clock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { ssmSecrets } from '../../lib/platform/secrets'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { actsLedger } from '../../lib/security/ledger'

const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true }))
const table = dynamoTable(env.TABLE)
const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)

/** Every morning; the verb itself knows days off, and that a week is told once. */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  tellUnusual({
    ...{ clock, calendar: companyCalendar(table), publicUrl: env.PUBLIC_URL, people: peopleStore(table) },
    acts: actsLedger(table, clock),
    mail: createOutbox({ table, secrets, clock }),
  }),
)
