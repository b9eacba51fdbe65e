import { randomUUID } from 'node:crypto'
import type { FunctionModel } from '../template/service'
import type { FunctionStats, Invocation } from './invocation'
import type { Sandbox } from './sandbox'

/** The processes of one function: reused, added while busy up to its limit, ended when idle. */
export interface Pool {
  /** Waits for a free process when all are busy. Never throws for what the function did. */
  invoke(event: unknown): Promise<Invocation>
  /** How long one more event would wait for a free process, as the last ones took, in milliseconds. */
  waitMs(): number
  moveClock(offsetMs: number): void
  stats(): FunctionStats
  close(): Promise<void>
}

const idleMs = 60_000
const defaultConcurrency = 4

export function createPool(
  model: FunctionModel,
  open: () => Sandbox,
  offset: () => number,
  tell: {
    started?: () => void
    ended: (requestId: string, ms: number, outcome: Invocation, rss: number) => void
  },
): Pool {
  const limit = model.reservedConcurrency ?? defaultConcurrency
  const all = new Map<Sandbox, NodeJS.Timeout | undefined>()
  const idle: Sandbox[] = []
  const waiting: ((sandbox: Sandbox) => void)[] = []
  const total: FunctionStats = {
    invocations: 0,
    errors: 0,
    timeouts: 0,
    coldStarts: 0,
    peakRssBytes: 0,
    durationMsTotal: 0,
    durationMsMax: 0,
    processes: 0,
  }
  let closed = false
  let recentMs = 0

  const start = (): Sandbox => {
    const sandbox = open()
    total.coldStarts++
    all.set(sandbox, undefined)
    return sandbox
  }
  const take = (): Promise<Sandbox> | Sandbox => {
    for (let sandbox = idle.pop(); sandbox; sandbox = idle.pop()) {
      clearTimeout(all.get(sandbox))
      if (sandbox.alive) return sandbox
      all.delete(sandbox)
    }
    if (all.size < limit) return start()
    return new Promise((resolve) => waiting.push(resolve))
  }
  const giveBack = (sandbox: Sandbox) => {
    if (!sandbox.alive) all.delete(sandbox)
    if (closed) return
    const next = waiting.shift()
    if (next) return next(sandbox.alive ? sandbox : start())
    if (!sandbox.alive) return
    const reap = setTimeout(() => {
      idle.splice(idle.indexOf(sandbox), 1)
      all.delete(sandbox)
      void sandbox.kill()
    }, idleMs)
    reap.unref()
    all.set(sandbox, reap)
    idle.push(sandbox)
  }

  return {
    async invoke(event) {
      if (closed)
        return { error: { errorType: 'ServiceException', errorMessage: 'the cloud is stopping', trace: [] } }
      const requestId = randomUUID()
      const sandbox = await take()
      const begun = performance.now()
      const outcome = await sandbox.invoke(event, {
        requestId,
        timeoutMs: model.timeoutSeconds * 1000,
        offsetMs: offset(),
      })
      const ms = performance.now() - begun
      recentMs += (ms - recentMs) / Math.min(++total.invocations, 10)
      total.durationMsTotal += ms
      total.durationMsMax = Math.max(total.durationMsMax, ms)
      total.peakRssBytes = Math.max(total.peakRssBytes, sandbox.maxRssBytes)
      if ('error' in outcome) {
        total.errors++
        if (outcome.error.errorType === 'Sandbox.Timedout') total.timeouts++
      }
      tell.ended(requestId, ms, outcome, sandbox.maxRssBytes)
      giveBack(sandbox)
      return outcome
    },
    waitMs: () =>
      idle.length > 0 || all.size < limit ? 0 : Math.ceil((waiting.length + 1) / limit) * recentMs,
    moveClock: (offsetMs) => {
      for (const sandbox of all.keys()) sandbox.moveClock(offsetMs)
    },
    stats: () => ({ ...total, processes: all.size }),
    async close() {
      closed = true
      await Promise.all(
        [...all].map(([sandbox, reap]) => {
          clearTimeout(reap)
          return sandbox.kill()
        }),
      )
    },
  }
}
