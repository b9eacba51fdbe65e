import { setTimeout as sleep } from 'node:timers/promises'
import type { AsyncQueue } from '../lambda/async-queue'
import type { Lambda } from '../lambda/lambda'
import type { Scheduler } from '../schedules/scheduler'
import type { Clock } from './clock'

const settleMs = 10_000
const lookMs = 25
const quietLooks = 4

const isIdle = (queue: AsyncQueue): Promise<boolean> =>
  Promise.race([queue.idle().then(() => true), sleep(5).then(() => false)])

/**
 * Lets time pass as it would: stops wherever a schedule is due, and jumps only while nothing runs, so that no call
 * sees hours go by in its middle. One move at a time.
 */
export function passTime(
  clock: Clock,
  scheduler: Scheduler,
  queue: AsyncQueue,
  lambda: Pick<Lambda, 'running'>,
): (ms: number) => Promise<void> {
  // A machine goes from task to task: quiet means nothing ran at several looks in a row.
  const settled = async () => {
    const giveUp = Date.now() + settleMs
    for (let quiet = 0; quiet < quietLooks && Date.now() < giveUp;) {
      await sleep(lookMs)
      quiet = lambda.running() === 0 && (await isIdle(queue)) ? quiet + 1 : 0
    }
  }
  const moveTo = async (at: number) => {
    clock.move(Math.max(0, at - clock.now()))
    await settled()
  }
  let last: Promise<void> = Promise.resolve()
  return (ms) => {
    const move = last.then(async () => {
      if (!(ms >= 0)) throw new Error('the clock only moves forward')
      await settled()
      const target = clock.now() + ms
      for (const due of scheduler.dueUntil(target)) await moveTo(due)
      await moveTo(target)
    })
    last = move.catch(() => undefined) // whoever asked for that move hears of it
    return move
  }
}
