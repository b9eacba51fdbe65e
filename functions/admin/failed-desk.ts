import { SQSClient } from '@aws-sdk/client-sqs'
import * as z from 'zod'
import { RunAgain } from '../../lib/api/failed'
import { FailedWork, listFailed } from '../../lib/failed/list-failed'
import { runAgain } from '../../lib/failed/run-again'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { invokeLater } from '../../lib/platform/function'
import { json } from '../../lib/platform/http'
import { routes } from '../../lib/platform/routes'
import { wire } from '../wire/part'
import { acts, signedIn } from '../wire/rows'

const env = configFrom(Env.pick({ FAILED_EVENTS_URL: true, DEAD_LETTERS_URL: true }).required())
const door = signedIn()
// The address of a queue names a host, which one machine does not have; its own address serves all queues.
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false })
const queues = { sqs, queueUrls: [env.FAILED_EVENTS_URL, env.DEAD_LETTERS_URL] }
const list = listFailed(queues)
const again = runAgain({ ...wire({ acts }), ...queues, invoke: invokeLater() })

/** What nobody waits for and failed after its retries: an upload's check, a schedule's run. */
export const handler = routes({
  /** What failed for good, since when, and how often; nothing changes. */
  'GET /api/failed-work': door({ request: z.object({}), roles: ['admin'], answer: FailedWork }, async () =>
    json(200, await list()),
  ),
  /** Runs it once more, up to two hundred; on record. What fails again comes back. */
  'POST /api/failed-work/again': door(
    { request: z.object({ body: z.strictObject({}) }), roles: ['admin'], answer: RunAgain },
    async ({ person: by }) => json(202, { again: await again({ by }) }),
  ),
})
