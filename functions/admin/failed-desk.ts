import * as z from 'zod'
import { RunAgain } from '../../lib/api/failed'
import { FailedWork, listFailed } from '../../lib/failed/list-failed'
import { askToRunAgain } from '../../lib/failed/run-again'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { failedQueues } from '../wire/queues'
import { wire } from '../wire/part'
import { acts, clock, signedIn, table } from '../wire/rows'

const door = signedIn()
const queues = failedQueues()
const list = listFailed(queues)
const again = askToRunAgain({ ...wire({ acts, table, clock }), ...queues })

/** What nobody waits for and failed after its retries: an upload's check, a schedule's run. */
export const handler = routes({
  /** What failed for good, since when, and how often; nothing changes. */
  'GET /api/failed-work': door({ request: z.object({}), roles: ['admin'], answer: FailedWork }, async () =>
    json(200, await list()),
  ),
  /** Has it run once more within a minute, up to two hundred; on record. What fails again comes back. */
  'POST /api/failed-work/again': door(
    { request: z.object({ body: z.strictObject({}) }), roles: ['admin'], answer: RunAgain },
    async ({ person: by }) => json(202, { again: await again({ by }) }),
  ),
})
