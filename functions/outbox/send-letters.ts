import * as z from 'zod'
import { createSmtp } from '../../lib/channels/mail/smtp'
import { letterCipher } from '../../lib/outbox/outbox'
import { sendDue, sendWritten } from '../../lib/outbox/send-letters'
import { letterPrefix, outboxStore } from '../../lib/outbox/store'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { randomChance } from '../../lib/platform/ids'
import { ssmSecrets } from '../../lib/platform/secrets'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'

const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, MAIL_FROM: true }))
const clock = systemClock
const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
const room = {
  outbox: outboxStore(dynamoTable(env.TABLE), letterCipher(secrets)),
  smtp: createSmtp({ url: () => secrets.read('mail-url'), from: env.MAIL_FROM }),
  chance: randomChance,
  clock,
}

const Key = z.object({ S: z.string().startsWith(letterPrefix) })
const Input = z.union([
  z.object({ Records: z.array(z.object({ dynamodb: z.object({ Keys: z.object({ pk: Key }) }) })) }),
  z.object({ scheduledAt: z.string() }),
])

/** Letters just written, as the table's stream tells them, and every minute those that are due. */
export const handler = step(Input, (input) =>
  'Records' in input
    ? sendWritten(room)(input.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S.slice(letterPrefix.length)))
    : sendDue(room)(),
)
