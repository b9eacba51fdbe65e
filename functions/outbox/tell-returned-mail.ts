import * as z from 'zod'
import { createOutbox } from '../../lib/outbox/outbox'
import { returningMailboxes } from '../../lib/outbox/store'
import { tellReturnedMail } from '../../lib/people/returned-mail'
import { peopleStore } from '../../lib/people/store'
import { systemClock as clock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { ssmSecrets } from '../../lib/platform/secrets'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'

const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, PUBLIC_URL: true }))
const table = dynamoTable(env.TABLE)
const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)

/** Every morning: whose mail came back since yesterday, for the administrators. */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  tellReturnedMail({
    ...{ clock, publicUrl: env.PUBLIC_URL, people: peopleStore(table) },
    mailboxes: returningMailboxes(table),
    mail: createOutbox({ table, secrets, clock }),
  }),
)
