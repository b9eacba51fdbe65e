import { randomUUID } from 'node:crypto'
import type { Identity } from '../aws/access'
import type { Clock } from '../cloud/clock'
import type { Metrics } from '../metrics'
import type { FunctionModel } from '../template/service'
import { environmentOf } from './environment'
import type { FunctionStats, Invocation } from './invocation'
import { openLogFile } from './log-file'
import { createPool } from './pool'
import { openSandbox } from './sandbox'

export interface Lambda {
  /** `name` is a function's key, name or ARN (a version after it is dropped). Throws for a name that is not known. */
  invoke(name: string, event: unknown): Promise<Invocation>
  has(name: string): boolean
  model(name: string): FunctionModel
  stats(name: string): FunctionStats
  /** how long one more event would wait for a free process, in milliseconds */
  waitMs(name: string): number
  /** how many invocations are under way */
  running(): number
  close(): Promise<void>
}

/** Largest payload in and out of a synchronous invocation, in bytes. */
const payloadBytes = 6 * 1024 * 1024

export function createLambda(options: {
  functions: FunctionModel[]
  /** directory of the bundles */
  code: string
  identityOf: (role: string) => Identity
  gatewayUrl: string
  clock: Clock
  metrics: Metrics
  logDir: string
}): Lambda {
  const { clock, metrics } = options
  const rooms = options.functions.map((model) => {
    const file = openLogFile(options.logDir, model.key, metrics, clock.now)
    const open = () => {
      const environment = environmentOf(model, {
        identity: options.identityOf(model.role),
        gatewayUrl: options.gatewayUrl,
        taskRoot: options.code,
        stream: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
      })
      const { arn, memoryMb } = model
      return openSandbox({ arn, memoryMb, environment, offsetMs: clock.offset(), onLine: file.line })
    }
    const ended = (requestId: string, ms: number, outcome: Invocation, maxRssBytes: number) => {
      const dimensions = { FunctionName: model.name }
      // Each number by function, and of the whole account.
      for (const of of [dimensions, {}]) {
        metrics.put('AWS/Lambda', 'Invocations', of, 1)
        metrics.put('AWS/Lambda', 'Errors', of, 'error' in outcome ? 1 : 0)
      }
      metrics.put('AWS/Lambda', 'Duration', dimensions, ms)
      const error = 'error' in outcome ? outcome.error : undefined
      const record = {
        requestId,
        durationMs: Math.round(ms),
        maxMemoryUsedMb: Math.ceil(maxRssBytes / 2 ** 20),
        error,
      }
      file.line(
        JSON.stringify({ timestamp: new Date(clock.now()).toISOString(), type: 'platform.report', record }),
        requestId,
      )
    }
    return { model, file, pool: createPool(model, open, clock.offset, { ended }) }
  })
  let running = 0
  const unsubscribe = clock.onMove(() => rooms.forEach(({ pool }) => pool.moveClock(clock.offset())))

  const find = (name: string) =>
    rooms.find(
      ({ model }) => [model.key, model.name, model.arn].includes(name) || name.startsWith(`${model.arn}:`),
    )
  const room = (name: string) => {
    const found = find(name)
    if (!found)
      throw new Error(`no function ${name}; there are ${rooms.map(({ model }) => model.key).join(', ')}`)
    return found
  }

  return {
    has: (name) => find(name) !== undefined,
    model: (name) => room(name).model,
    stats: (name) => room(name).pool.stats(),
    waitMs: (name) => room(name).pool.waitMs(),
    running: () => running,
    async invoke(name, event) {
      const { pool } = room(name)
      if (Buffer.byteLength(JSON.stringify(event) ?? '') > payloadBytes)
        return {
          error: {
            errorType: 'RequestEntityTooLargeException',
            errorMessage: `payload above ${payloadBytes} bytes`,
            trace: [],
          },
        }
      running++
      const outcome = await pool.invoke(event).finally(() => running--)
      if ('payload' in outcome && Buffer.byteLength(JSON.stringify(outcome.payload)) > payloadBytes)
        return {
          error: {
            errorType: 'Function.ResponseSizeTooLarge',
            errorMessage: `Response payload size exceeded maximum allowed payload size (${payloadBytes + 1024} bytes).`,
            trace: [],
          },
        }
      return outcome
    },
    async close() {
      unsubscribe()
      await Promise.all(rooms.map(({ pool }) => pool.close()))
      await Promise.all(rooms.map(({ file }) => file.close()))
    },
  }
}
