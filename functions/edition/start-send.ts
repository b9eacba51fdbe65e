import * as z from 'zod'
import { AtDate } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { startSend } from '../../lib/edition/start-send'
import { openPortal } from '../../lib/people/open-portal'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { json } from '../../lib/platform/http'
import { machineAt } from '../../lib/platform/machine'
import { RequestKey } from '../../lib/platform/requests'

const { door, once } = openPortal()
const { SEND_MACHINE_ARN } = configFrom(Env.pick({ SEND_MACHINE_ARN: true }))
const start = startSend({ ...openDesk(), machine: machineAt(SEND_MACHINE_ARN) })

/** 11.3: starts draft, test send and the wait for confirmation; nothing goes to readers before that. */
export const handler = door(
  { request: z.object({ path: AtDate, headers: RequestKey }), roles: ['editor'] },
  async ({ path, headers, person }) => {
    const edition = await once(
      { owner: person.id, key: headers['idempotency-key'], request: ['start-send', path] },
      () => start({ ...path, by: person }),
    )
    return json(202, { edition })
  },
)
