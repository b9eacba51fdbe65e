import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AccessDenied, type Identity } from '../aws/access'
import type { Clock } from '../cloud/clock'
import { readKept, writeKept } from '../disk/kept-json'
import type { Sqs } from '../sqs/sqs'
import type { FunctionError } from './invocation'
import type { Lambda } from './lambda'

/** One asynchronous invocation; on disk from before it was acknowledged until it succeeded or was given up. */
interface Entry {
  id: string
  functionArn: string
  event: unknown
  /** milliseconds since 1970 on the cloud's clock */
  at: number
  /** queue of the rule or schedule, for what cannot be delivered at all */
  deadLetters?: string
}

/** Faults for tests: what AWS allows itself, made certain. */
export interface Disturbance {
  /** every event is delivered a second time */
  twice?: boolean
  /** holds this many events and delivers them in reverse order; fewer of them after a second */
  reverse?: number
}

export interface AsyncQueue {
  /** Durable when it returns. Delivered at least once, in no promised order. */
  enqueue(functionArn: string, event: unknown, deadLetters?: string): void
  /** Begins deliveries, first of what an earlier life left behind. */
  start(): void
  /** When nothing waits or runs. */
  idle(): Promise<void>
  disturb(how: Disturbance): void
  close(): void
}

/** AWS waits one minute, then two; a laptop is asked again sooner. */
const retryDelayMs = (attempt: number) => 1_000 * 2 ** (attempt - 1)

const longestHoldMs = 1_000
/** Enough for events of one moment to overtake each other. */
const longestPauseMs = 200

/**
 * Asynchronous invocations as Lambda makes them. What fails after its retries goes to the function's on-failure
 * destination and, without one, is gone; a rule's or schedule's dead-letter queue gets only what reached no function.
 */
export function createAsyncQueue(options: {
  dir: string
  lambda: Lambda
  sqs: Pick<Sqs, 'send'>
  identityOf: (role: string) => Identity
  clock: Clock
  /** lets in what AWS allows itself, from 0 to 1: half of the events come twice, all after a pause of their own */
  chance?: (() => number) | undefined
  log: (line: string) => void
}): AsyncQueue {
  const { lambda, sqs, clock, chance, log } = options
  const pending = join(options.dir, 'pending')
  mkdirSync(pending, { recursive: true })
  const fileOf = ({ id }: Entry) => join(pending, `${id}.json`)
  const timers = new Set<NodeJS.Timeout>()
  const watchers: (() => void)[] = []
  let running = 0
  let started = false
  let closed = false
  let sequence = 0
  let held: Entry[] = []
  let disturbance: Disturbance = {}

  const settle = () => {
    if (--running === 0) for (const tell of watchers.splice(0)) tell()
  }
  const later = (ms: number, work: () => Promise<void>) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void work()
    }, ms)
    timers.add(timer)
  }
  const lost = (entry: Entry, why: string) => log(`LOST ${entry.functionArn.split(':').at(-1)}: ${why}`)
  const send = (
    entry: Entry,
    role: string,
    queue: string,
    body: unknown,
    about: Record<string, string> = {},
  ) => {
    const attributes = Object.entries(about).map(([key, StringValue]) => [
      key,
      { DataType: 'String', StringValue },
    ])
    try {
      sqs.send(options.identityOf(role), queue, JSON.stringify(body), Object.fromEntries(attributes))
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error
      lost(entry, error.message)
    }
  }
  /** The record Lambda writes for a destination, as the user guide shows it. */
  const giveUp = (entry: Entry, error: FunctionError, times: number) => {
    const { role, onFailure } = lambda.model(entry.functionArn)
    if (!onFailure) return lost(entry, `${error.errorType}: ${error.errorMessage}; it has no destination`)
    log(`GIVEN UP ${entry.functionArn.split(':').at(-1)}: ${error.errorType}: ${error.errorMessage}`)
    send(entry, role, onFailure, {
      version: '1.0',
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: {
        requestId: entry.id,
        functionArn: `${entry.functionArn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: times,
      },
      requestPayload: entry.event,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    })
  }
  /** EventBridge and Scheduler write with their queue's own policy. */
  const undeliverable = (entry: Entry, why: string) => {
    if (!entry.deadLetters) return lost(entry, why)
    log(`UNDELIVERED ${entry.functionArn.split(':').at(-1)}: ${why}`)
    send(entry, 'cloud', entry.deadLetters, entry.event, {
      TARGET_ARN: entry.functionArn,
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: why,
    })
  }
  const attempt = async (entry: Entry, number: number): Promise<void> => {
    const outcome = await lambda.invoke(entry.functionArn, entry.event)
    // What ended because the cloud ends is tried again in its next life.
    if (closed) return
    if ('error' in outcome) {
      const model = lambda.model(entry.functionArn)
      const tooOld = clock.now() - entry.at > model.maximumEventAgeSeconds * 1000
      if (number <= model.maximumRetryAttempts && !tooOld) {
        return later(retryDelayMs(number), () => attempt(entry, number + 1))
      }
      giveUp(entry, outcome.error, number)
    }
    rmSync(fileOf(entry), { force: true })
    settle()
  }
  const deliver = (entry: Entry) => {
    if (!lambda.has(entry.functionArn)) {
      undeliverable(entry, 'the function is gone')
      return rmSync(fileOf(entry), { force: true })
    }
    running++
    if (disturbance.twice) {
      running++
      void attempt(entry, 1).then(() => attempt(entry, 1))
    } else if (chance) {
      if (chance() < 0.5) {
        running++
        later(chance() * longestPauseMs, () => attempt(entry, 1))
      }
      later(chance() * longestPauseMs, () => attempt(entry, 1))
    } else void attempt(entry, 1)
  }
  const release = (entries: Entry[]) => {
    held = []
    for (const entry of entries) deliver(entry)
  }

  return {
    enqueue(functionArn, event, deadLetters) {
      // The name sorts by arrival, so that what is left over is delivered in order.
      const id = `${String(Date.now()).padStart(15, '0')}-${String(sequence++).padStart(6, '0')}-${randomUUID().slice(0, 8)}`
      const entry: Entry = { id, functionArn, event, at: clock.now(), deadLetters }
      writeKept(fileOf(entry), entry, { synced: false })
      if (!started || closed) return
      if (disturbance.reverse === undefined) return deliver(entry)
      held.push(entry)
      if (held.length >= disturbance.reverse) release(held.reverse())
      else later(longestHoldMs, async () => release(held.reverse()))
    },
    start() {
      started = true
      for (const name of readdirSync(pending).sort())
        if (name.endsWith('.json')) deliver(readKept(join(pending, name)) as Entry)
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))),
    disturb(how) {
      disturbance = how
      if (how.reverse === undefined) release(held)
    },
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      for (const tell of watchers.splice(0)) tell()
    },
  }
}
