import * as z from 'zod'
import { AtDate } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { overrideSend } from '../../lib/edition/override-send'
import { openPortal } from '../../lib/people/open-portal'
import { json } from '../../lib/platform/http'

const { door } = openPortal()
const override = overrideSend(openDesk())

const Request = z.object({
  path: AtDate,
  body: z.strictObject({
    attempt: z.number().int().positive(),
    outcome: z.enum(['sent', 'not-sent']),
    reason: z.string().trim().min(1).max(500),
  }),
})

/** Invariant 3: a person who looked in WeChat's console says what became of an unknown send, on record. */
export const handler = door(
  { request: Request, roles: ['editor', 'department-head'] },
  async ({ path, body, person }) => json(200, { edition: await override({ ...path, ...body, by: person }) }),
)
