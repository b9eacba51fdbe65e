import type { MovableClock } from '../../local/aws/access'
import type { Waits } from '../../local/step-functions/waits'

interface Due {
  at: number
  order: number
  run(): void
  cancelled: boolean
}

/**
 * Virtual time: everything that waits hands in its moment, and the clock jumps from moment to moment. Between two of
 * them all that can go on without waiting goes on, so a run is the same whenever and wherever it is made.
 */
export function createTimeline(start: number) {
  let now = start
  let order = 0
  let real = 0
  const queue: Due[] = []
  const listeners = new Set<() => void>()

  const earlier = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order)

  function push(due: Due) {
    let low = 0
    let high = queue.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (earlier(due, queue[middle]!)) low = middle + 1
      else high = middle
    }
    queue.splice(low, 0, due)
  }

  /** Runs `run` at that moment; the latest of equal moments comes last. Returns a cancel. */
  function at(moment: number, run: () => void): () => void {
    const due: Due = { at: Math.max(now, moment), order: order++, run, cancelled: false }
    push(due)
    return () => void (due.cancelled = true)
  }

  /** Lets everything go on that waits for no moment: microtasks, and work the machine really does. */
  async function settle() {
    do await new Promise((next) => setImmediate(next))
    while (real > 0)
  }

  const clock: MovableClock & { date: { now(): Date } } = {
    now: () => now,
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    date: { now: () => new Date(now) },
  }

  const waits: Waits = {
    until(moment) {
      let cancel: () => void = () => undefined
      const done = new Promise<void>((resolve) => {
        if (moment <= now) resolve()
        else cancel = at(moment, resolve)
      })
      return { done, cancel: () => cancel() }
    },
    close: () => undefined,
  }

  return {
    clock,
    waits,
    at,
    now: () => now,
    sleep: (ms: number) => new Promise<void>((resolve) => void at(now + ms, resolve)),
    /** Work that takes real time but no virtual time, e.g. taking a form apart: the clock stands meanwhile. */
    async really<T>(work: Promise<T>): Promise<T> {
      real++
      try {
        return await work
      } finally {
        real--
      }
    },
    /** Until `done` says so, nothing is due any more, or `horizon` is reached. */
    async run(done: () => boolean, horizon: number): Promise<'done' | 'idle' | 'horizon'> {
      for (;;) {
        await settle()
        if (done()) return 'done'
        const next = queue.pop()
        if (!next) return 'idle'
        if (next.cancelled) continue
        if (next.at > horizon) {
          push(next)
          return 'horizon'
        }
        if (next.at > now) {
          now = next.at
          for (const listener of [...listeners]) listener()
        }
        next.run()
      }
    },
  }
}

export type Timeline = ReturnType<typeof createTimeline>
