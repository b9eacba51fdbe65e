import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from '../../../local/aws/seeded'
import { createClock } from '../../../local/cloud/clock'
import { readKept, writeKept } from '../../../local/disk/kept-json'
import { createAsyncQueue } from '../../../local/lambda/async-queue'
import type { Invocation } from '../../../local/lambda/invocation'
import type { Lambda } from '../../../local/lambda/lambda'
import type { Sqs } from '../../../local/sqs/sqs'
import { eventually, removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)

const failed: Invocation = { error: { errorType: 'Boom', errorMessage: 'no', trace: [] } }

/** A queue before a function `f` that answers as told and remembers what it was asked. */
function given(
  answer: (event: unknown, times: number) => Invocation | Promise<Invocation>,
  dir = temporaryDir(),
  {
    retries = 1,
    onFailure = 'failed',
    chance,
  }: { retries?: number; onFailure?: string; chance?: () => number } = {},
) {
  const seen: unknown[] = []
  const lambda = {
    has: (name: string) => name === 'f',
    model: () => ({ role: 'FRole', maximumRetryAttempts: retries, maximumEventAgeSeconds: 60, onFailure }),
    invoke: async (_: string, event: unknown) => {
      seen.push(event)
      return answer(event, seen.length)
    },
  } as unknown as Lambda
  const kept: { role: string; queue: string; body: Record<string, unknown>; about: unknown }[] = []
  const sqs: Pick<Sqs, 'send'> = {
    send: ({ name }, queue, body, about) =>
      kept.push({ role: name, queue, body: JSON.parse(body) as Record<string, unknown>, about }),
  }
  const identityOf = (name: string) => ({ name, accessKeyId: '', secretAccessKey: '' })
  const queue = createAsyncQueue({
    ...{ dir, lambda, sqs, identityOf, clock: createClock(), chance, log: () => undefined },
  })
  return { queue, seen, dir, kept }
}

describe('asynchronous invocations', () => {
  it('survive a life that ended before, or in the middle of, their delivery', async () => {
    const before = given(() => new Promise<Invocation>(() => undefined))
    before.queue.enqueue('f', 'not begun')
    before.queue.start()
    before.queue.enqueue('f', 'in the middle')
    before.queue.close()

    const after = given(() => ({ payload: null }), before.dir)
    after.queue.start()
    await after.queue.idle()
    expect(after.seen).toEqual(['not begun', 'in the middle'])

    const later = given(() => ({ payload: null }), before.dir)
    later.queue.start()
    await later.queue.idle()
    expect(later.seen).toEqual([])
  })

  it('are tried again and succeed', async () => {
    const { queue, seen, kept } = given((_, times) => (times === 1 ? failed : { payload: null }))
    queue.start()
    queue.enqueue('f', 1)
    await queue.idle()
    expect([seen, kept]).toEqual([[1, 1], []])
  })

  it('go to the function’s destination after the last retry, by its own role, with event and error', async () => {
    const { queue, seen, kept } = given(() => failed)
    queue.start()
    queue.enqueue('f', { key: 'x' }, 'letters')
    await queue.idle()
    expect(seen).toHaveLength(2)
    expect(kept).toMatchObject([
      {
        role: 'FRole',
        queue: 'failed',
        body: {
          requestContext: {
            condition: 'RetriesExhausted',
            approximateInvokeCount: 2,
            functionArn: 'f:$LATEST',
          },
          requestPayload: { key: 'x' },
          responsePayload: { errorType: 'Boom' },
        },
      },
    ])
  })

  it('are lost after the last retry where the function has no destination, whatever queue the rule has', async () => {
    const { queue, seen, kept, dir } = given(() => failed, temporaryDir(), { onFailure: '' })
    queue.start()
    queue.enqueue('f', 1, 'letters')
    await queue.idle()
    expect([seen, kept, readdirSync(join(dir, 'pending'))]).toEqual([[1, 1], [], []])
  })

  it('that an ending cloud interrupted are neither given up nor forgotten', async () => {
    let finish: (outcome: Invocation) => void = () => undefined
    const { queue, dir, kept } = given(
      () => new Promise<Invocation>((resolve) => (finish = resolve)),
      temporaryDir(),
      { retries: 0 },
    )
    queue.start()
    queue.enqueue('f', 1)
    queue.close()
    finish(failed)
    await new Promise(setImmediate)
    const next = given(() => ({ payload: null }), dir)
    next.queue.start()
    await next.queue.idle()
    expect([next.seen, kept, next.kept]).toEqual([[1], [], []])
  })

  it('of a function that no longer exists go to the queue of their rule, naming the target', () => {
    const { queue, dir, kept } = given(() => ({ payload: null }))
    queue.enqueue('f', 1, 'letters')
    const [file] = readdirSync(join(dir, 'pending'))
    const path = join(dir, 'pending', file!)
    writeKept(path, { ...(readKept(path) as object), functionArn: 'gone' })
    queue.start()
    expect(kept).toMatchObject([
      { queue: 'letters', body: 1, about: { TARGET_ARN: { DataType: 'String', StringValue: 'gone' } } },
    ])
  })

  it('come once or twice and overtake each other, when chance is let in', async () => {
    const { queue, seen } = given(() => ({ payload: null }), undefined, { chance: seeded(3) })
    queue.start()
    const all = Array.from({ length: 20 }, (_, n) => n)
    for (const event of all) queue.enqueue('f', event)
    await queue.idle()
    expect(all.every((event) => seen.includes(event))).toBe(true)
    expect(seen.length).toBeGreaterThan(all.length)
    expect(seen.length).toBeLessThan(2 * all.length)
    expect([...new Set(seen)]).not.toEqual(all)
  })

  it('can be delivered twice and in reverse, as AWS may', async () => {
    const { queue, seen } = given(() => ({ payload: null }))
    queue.start()
    queue.disturb({ twice: true })
    queue.enqueue('f', 1)
    await queue.idle()
    expect(seen).toEqual([1, 1])
    queue.disturb({ reverse: 3 })
    for (const event of ['a', 'b', 'c']) queue.enqueue('f', event)
    await queue.idle()
    expect(seen.slice(2)).toEqual(['c', 'b', 'a'])
    queue.enqueue('f', 'alone')
    await eventually(() => (seen.includes('alone') ? true : undefined))
  })
})
