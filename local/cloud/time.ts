import { setTimeout as sleep } from 'node:timers/promises'
import type { AsyncQueue } from '../lambda/async-queue'
import type { Scheduler } from '../schedules/scheduler'
import type { Clock } from './clock'

const settleMs = 10_000

/**
 * Lets time pass as it would: stops wherever a schedule is due and waits for what it started. One move at a time.
 */
export function passTime(
  clock: Clock,
  scheduler: Scheduler,
  queue: AsyncQueue,
): (ms: number) => Promise<void> {
  const settled = async () => {
    const giveUp = new AbortController()
    await Promise.race([
      queue.idle(),
      sleep(settleMs, undefined, { signal: giveUp.signal }).catch(() => undefined),
    ])
    giveUp.abort()
  }
  const moveTo = async (at: number) => {
    clock.move(Math.max(0, at - clock.now()))
    await settled()
  }
  let last: Promise<void> = Promise.resolve()
  return (ms) => {
    const move = last.then(async () => {
      if (!(ms >= 0)) throw new Error('the clock only moves forward')
      const target = clock.now() + ms
      for (const due of scheduler.dueUntil(target)) await moveTo(due)
      await moveTo(target)
    })
    last = move.catch(() => undefined) // whoever asked for that move hears of it
    return move
  }
}
