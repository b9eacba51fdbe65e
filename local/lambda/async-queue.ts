import { randomUUID } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../cloud/clock'
import type { FunctionError } from './invocation'
import type { Lambda } from './lambda'

/** One asynchronous invocation; on disk from before it was acknowledged until it succeeded or was given up. */
interface Entry {
  id: string
  functionArn: string
  event: unknown
  /** milliseconds since 1970 on the cloud's clock */
  at: number
}

/** Faults for tests: what AWS allows itself, made certain. */
export interface Disturbance {
  /** every event is delivered a second time */
  twice?: boolean
  /** holds this many events and delivers them in reverse order */
  reverse?: number
}

export interface AsyncQueue {
  /** Durable when it returns. Delivered at least once, in no promised order. */
  enqueue(functionArn: string, event: unknown): void
  /** Begins deliveries, first of what an earlier life left behind. */
  start(): void
  /** When nothing waits or runs. */
  idle(): Promise<void>
  disturb(how: Disturbance): void
  /** How many were given up; they are lines of `dead-letters.jsonl`. */
  deadLetters(): number
  close(): void
}

/** AWS waits one minute, then two; a laptop is asked again sooner. */
const retryDelayMs = (attempt: number) => 1_000 * 2 ** (attempt - 1)

export function createAsyncQueue(options: {
  dir: string
  lambda: Lambda
  clock: Clock
  log: (line: string) => void
}): AsyncQueue {
  const { lambda, clock, log } = options
  const pending = join(options.dir, 'pending')
  const deadFile = join(options.dir, 'dead-letters.jsonl')
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
  let dead = countLines(deadFile)

  const settle = () => {
    if (--running === 0) for (const tell of watchers.splice(0)) tell()
  }
  const bury = (entry: Entry, error: FunctionError) => {
    appendFileSync(deadFile, JSON.stringify({ ...entry, error }) + '\n')
    dead++
    log(
      `GIVEN UP ${entry.functionArn.split(':').at(-1)}: ${error.errorType}: ${error.errorMessage} (${deadFile})`,
    )
  }
  const attempt = async (entry: Entry, number: number): Promise<void> => {
    const outcome = await lambda.invoke(entry.functionArn, entry.event)
    // What ended because the cloud ends is tried again in its next life.
    if (closed) return
    if ('error' in outcome) {
      const model = lambda.model(entry.functionArn)
      const tooOld = clock.now() - entry.at > model.maximumEventAgeSeconds * 1000
      if (number <= model.maximumRetryAttempts && !tooOld) {
        const timer = setTimeout(() => {
          timers.delete(timer)
          void attempt(entry, number + 1)
        }, retryDelayMs(number))
        timers.add(timer)
        return
      }
      bury(entry, outcome.error)
    }
    rmSync(fileOf(entry), { force: true })
    settle()
  }
  const deliver = (entry: Entry) => {
    if (!lambda.has(entry.functionArn)) {
      bury(entry, { errorType: 'ResourceNotFoundException', errorMessage: 'the function is gone', trace: [] })
      return rmSync(fileOf(entry), { force: true })
    }
    running++
    if (disturbance.twice) {
      running++
      void attempt(entry, 1).then(() => attempt(entry, 1))
    } else void attempt(entry, 1)
  }
  const release = (entries: Entry[]) => {
    held = []
    for (const entry of entries) deliver(entry)
  }

  return {
    enqueue(functionArn, event) {
      // The name sorts by arrival, so that what is left over is delivered in order.
      const id = `${String(Date.now()).padStart(15, '0')}-${String(sequence++).padStart(6, '0')}-${randomUUID().slice(0, 8)}`
      const entry: Entry = { id, functionArn, event, at: clock.now() }
      writeFileSync(`${fileOf(entry)}.new`, JSON.stringify(entry))
      renameSync(`${fileOf(entry)}.new`, fileOf(entry))
      if (!started || closed) return
      if (disturbance.reverse === undefined) return deliver(entry)
      held.push(entry)
      if (held.length >= disturbance.reverse) release(held.reverse())
    },
    start() {
      started = true
      for (const name of readdirSync(pending).sort())
        if (name.endsWith('.json')) deliver(JSON.parse(readFileSync(join(pending, name), 'utf8')) as Entry)
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => watchers.push(resolve))),
    disturb(how) {
      disturbance = how
      if (how.reverse === undefined) release(held)
    },
    deadLetters: () => dead,
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      for (const tell of watchers.splice(0)) tell()
    },
  }
}

const countLines = (file: string): number => {
  try {
    return readFileSync(file, 'utf8').split('\n').length - 1
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
