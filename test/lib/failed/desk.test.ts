import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { atOnce, listFailed } from '../../../lib/failed/list-failed'
import { askToRunAgain, runAgain } from '../../../lib/failed/run-again'
import type { Person } from '../../../lib/people/person'
import { actsLedger } from '../../../lib/security/ledger'
import { seeded } from '../../../local/aws/seeded'
import { createSqs } from '../../../local/sqs/sqs'
import { accessFor, aClock, root, serve } from '../../kit/aws-service'
import { memoryTable } from '../../kit/memory-table'
import { runWatch } from '../../kit/watched'
import { removeTemporaryDirs, temporaryDir } from '../../local/kit'

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
  removeTemporaryDirs()
})

const queueUrl = (name: string) => `https://sqs.ap-southeast-1.amazonaws.com/000000000000/${name}`
const by = { id: 'song-an', name: '宋安' } as Person

/** Two queues as Lambda, rules and schedules fill them, and the desk's client, which finds them by its own address. */
async function given(chance?: () => number) {
  const clock = aClock()
  const queues = ['failed', 'undelivered'].map((name) => ({ name, retentionSeconds: 1_209_600 }))
  const sqs = createSqs({
    ...{ dir: temporaryDir(), queues, clock, access: accessFor() },
    metrics: { put: () => undefined },
    chance,
  })
  const { as, close } = await serve((request, response) => sqs.handle(request, response))
  closing.push(close)
  const client = new SQSClient({ ...as(root), useQueueUrlAsEndpoint: false })
  const invoked: [string, unknown][] = []
  const table = memoryTable()
  const now = { now: () => new Date(clock.now()) }
  const acts = actsLedger(table, now)
  const place = { sqs: client, queueUrls: queues.map(({ name }) => queueUrl(name)) }
  const put = (name: string, body: unknown, target?: string) =>
    client.send(
      new SendMessageCommand({
        ...{ QueueUrl: queueUrl(name), MessageBody: JSON.stringify(body) },
        ...(target && {
          MessageAttributes: {
            TARGET_ARN: { DataType: 'String', StringValue: target },
            ERROR_MESSAGE: { DataType: 'String', StringValue: 'throttled' },
          },
        }),
      }),
    )
  const arn = (name: string) => `arn:aws:lambda:ap-southeast-1:000000000000:function:qianfa-prod-${name}`
  return {
    ...{ clock, invoked, acts },
    fails: (name: string, requestPayload: unknown) =>
      put('failed', {
        ...{ requestContext: { functionArn: arn(name), condition: 'RetriesExhausted' }, requestPayload },
        responsePayload: { errorType: 'ZodError', errorMessage: 'no such field' },
      }),
    misses: (name: string, event: unknown) => put('undelivered', event, arn(name)),
    list: listFailed(place),
    /** as an administrator presses the button, and the watch comes by */
    async again(wanted: { by: Person }) {
      const asked = await askToRunAgain({ ...place, acts, table, clock: now })(wanted)
      const run = runAgain({ ...place, invoke: async (...call) => void invoked.push(call) })
      await runWatch(table, now, { 'failed-work': run })
      return asked
    },
  }
}

it('lists by function and error, since the first, the longest first, as often as it is asked', async () => {
  const { fails, misses, list, clock } = await given()
  await fails('validatePicture', { key: 1 })
  const first = clock.now()
  clock.move(60_000)
  await misses('sealArchive', { scheduledAt: 'x' })
  await fails('validatePicture', { key: 2 })
  const seen = await list()
  expect(seen).toEqual({
    more: false,
    failed: [
      {
        ...{ functionName: 'validatePicture', count: 2, why: 'ZodError: no such field' },
        work: { zh: '检查上传的图片', en: 'checking an uploaded picture' },
        since: expect.any(String),
      },
      expect.objectContaining({ functionName: 'sealArchive', count: 1, why: 'throttled' }),
    ],
  })
  expect(await list()).toEqual(seen)
  // Of two the earlier: before the minute that passed.
  expect(Date.parse(seen.failed[0]!.since)).toBeLessThanOrEqual(first)
})

it('runs each once more with the event it had, on record, and forgets it', async () => {
  const { fails, misses, list, again, invoked, acts } = await given()
  await fails('validatePicture', { key: 1 })
  await misses('sealArchive', { scheduledAt: 'x' })
  expect(await again({ by })).toBe(2)
  expect(invoked).toEqual([
    ['qianfa-prod-validatePicture', { key: 1 }],
    ['qianfa-prod-sealArchive', { scheduledAt: 'x' }],
  ])
  const { items } = await acts.page()
  expect(items).toMatchObject([
    {
      ...{ type: 'FailedWorkRun', by, facts: { times: 2 } },
      about: { name: 'validatePicture × 1、sealArchive × 1' },
    },
  ])
  expect(await list()).toEqual({ failed: [], more: false })
  expect(await again({ by })).toBe(0)
  expect((await acts.page()).items).toHaveLength(1)
})

it('takes a failed run of the watch away: the run that finds it has made it good', async () => {
  const { misses, list, again, invoked } = await given()
  await misses('watchStuck', { scheduledAt: 'x' })
  expect(await again({ by })).toBe(1)
  expect(invoked).toEqual([])
  expect(await list()).toEqual({ failed: [], more: false })
})

it('runs two hundred at a time and says that there are more', async () => {
  const { fails, list, again, invoked } = await given()
  for (let at = 0; at < atOnce + 5; at++) await fails('validateVideo', { at })
  expect(await list()).toMatchObject({ more: true, failed: [{ count: atOnce }] })
  expect(await again({ by })).toBe(atOnce)
  expect(new Set(invoked.map(([, event]) => JSON.stringify(event))).size).toBe(atOnce)
  expect(await list()).toMatchObject({ more: false, failed: [{ count: 5 }] })
})

it('counts and runs each once though the queue gives it twice', async () => {
  const { fails, list, again, invoked } = await given(seeded(5))
  for (let at = 0; at < 12; at++) await fails('validateVideo', { at })
  expect(await list()).toMatchObject({ failed: [{ count: 12 }] })
  expect(await again({ by })).toBe(12)
  expect(invoked).toHaveLength(12)
})
