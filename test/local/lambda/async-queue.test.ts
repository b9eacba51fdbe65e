import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClock } from '../../../local/cloud/clock'
import { createAsyncQueue } from '../../../local/lambda/async-queue'
import type { Invocation } from '../../../local/lambda/invocation'
import type { Lambda } from '../../../local/lambda/lambda'
import { removeTemporaryDirs, temporaryDir } from '../kit'

afterAll(removeTemporaryDirs)

const failed: Invocation = { error: { errorType: 'Boom', errorMessage: 'no', trace: [] } }

/** A queue before a function `f` that answers as told and remembers what it was asked. */
function given(
  answer: (event: unknown, times: number) => Invocation | Promise<Invocation>,
  dir = temporaryDir(),
  retries = 1,
) {
  const seen: unknown[] = []
  const lambda = {
    has: (name: string) => name === 'f',
    model: () => ({ maximumRetryAttempts: retries, maximumEventAgeSeconds: 60 }),
    invoke: async (_: string, event: unknown) => {
      seen.push(event)
      return answer(event, seen.length)
    },
  } as unknown as Lambda
  const queue = createAsyncQueue({ dir, lambda, clock: createClock(), log: () => undefined })
  return { queue, seen, dir }
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
    const { queue, seen } = given((_, times) => (times === 1 ? failed : { payload: null }))
    queue.start()
    queue.enqueue('f', 1)
    await queue.idle()
    expect(seen).toEqual([1, 1])
    expect(queue.deadLetters()).toBe(0)
  })

  it('become dead letters after the last retry, with event and error', async () => {
    const { queue, seen, dir } = given(() => failed)
    queue.start()
    queue.enqueue('f', { key: 'x' })
    await queue.idle()
    expect(seen).toHaveLength(2)
    expect(queue.deadLetters()).toBe(1)
    expect(JSON.parse(readFileSync(join(dir, 'dead-letters.jsonl'), 'utf8'))).toMatchObject({
      functionArn: 'f',
      event: { key: 'x' },
      error: { errorType: 'Boom' },
    })
  })

  it('that an ending cloud interrupted are neither dead nor forgotten', async () => {
    let finish: (outcome: Invocation) => void = () => undefined
    const { queue, dir } = given(
      () => new Promise<Invocation>((resolve) => (finish = resolve)),
      temporaryDir(),
      0,
    )
    queue.start()
    queue.enqueue('f', 1)
    queue.close()
    finish(failed)
    await new Promise(setImmediate)
    const next = given(() => ({ payload: null }), dir)
    next.queue.start()
    await next.queue.idle()
    expect([next.seen, next.queue.deadLetters()]).toEqual([[1], 0])
  })

  it('of a function that no longer exists are dead letters, not a crash', () => {
    const { queue, dir } = given(() => ({ payload: null }))
    queue.enqueue('f', 1)
    const [file] = readdirSync(join(dir, 'pending'))
    const path = join(dir, 'pending', file!)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"f"', '"gone"'))
    queue.start()
    expect(queue.deadLetters()).toBe(1)
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
  })
})
