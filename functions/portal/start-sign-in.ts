import * as z from 'zod'
import { createMail } from '../../lib/channels/mail/mail'
import { peopleStore } from '../../lib/people/store'
import { startSignIn } from '../../lib/people/sign-in'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { http, json, parsed, speaking } from '../../lib/platform/http'
import { randomIds } from '../../lib/platform/ids'
import { ssmSecrets } from '../../lib/platform/secrets'
import { dynamoTable } from '../../lib/platform/table'

const env = configFrom(Env.pick({ TABLE: true, SECRETS_PREFIX: true, MAIL_FROM: true }))
const clock = systemClock
const secrets = ssmSecrets(env.SECRETS_PREFIX, clock)
const start = startSignIn({
  people: peopleStore(dynamoTable(env.TABLE)),
  secrets,
  clock,
  ids: randomIds,
  mail: createMail({ url: () => secrets.read('mail-url'), from: env.MAIL_FROM }),
})

const Request = z.object({ body: z.strictObject({ email: z.email() }) })

/** Mails a sign-in code; answers the same for every address. */
export const handler = speaking(
  http(async (raw) => {
    const { body } = parsed(Request, raw)
    await start(body)
    return json(202, { sent: true })
  }),
  { request: Request },
)
