import * as z from 'zod'
import { FirstCompany, setUp, SetUpState, setUpState } from '../../lib/people/set-up'
import { http, json, parsed, speaking } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { wire } from '../wire/part'
import { acts, clock, people, secrets } from '../wire/rows'

const room = wire({ people, secrets, clock, acts })
const set = setUp(room)
const state = setUpState(room)

const Request = z.object({
  body: z.strictObject({ code: z.string().min(1).max(100), company: FirstCompany }),
})

/** The first start: nobody can be signed in yet, so the set-up code stands in for a session. */
export const handler = routes({
  /** Whether there is anything to set up. */
  'GET /api/setup': speaking(
    http(async () => json(200, await state()), { answer: SetUpState }),
    { request: z.object({}), answer: SetUpState },
  ),
  /** Sets the company up, once; the demo company moves out. */
  'POST /api/setup': speaking(
    http(async (raw) => json(200, await set(parsed(Request, raw).body)), { answer: SetUpState }),
    { request: Request, answer: SetUpState },
  ),
})
