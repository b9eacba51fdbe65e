import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { AccessDenied } from '../aws/access'
import type { Clock } from '../cloud/clock'
import type { RoleAccess } from '../iam/role-access'
import { readKeptOr, writeKept } from '../disk/kept-json'
import type { AsyncQueue } from '../lambda/async-queue'
import type { ScheduleModel } from '../template/service'
import { occurrencesOf } from './expression'

export interface Scheduler {
  start(): void
  /** Times in (now, `until`] at which something is due, in order; the last few of each schedule only. */
  dueUntil(until: number): number[]
  close(): void
}

/** While the clock jumps, a schedule more frequent than hourly runs this often at most, another this often. */
const jumps = { frequent: 5, rare: 100 }
const hourMs = 3_600_000
/** setTimeout takes no more. */
const longestMs = 2 ** 31 - 1

const scheduledTime = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

/**
 * Runs schedules on the cloud's clock. Which run was the last is on disk: runs missed while the cloud was down are
 * made up for if they are not older than the schedule's maximum event age, oldest first.
 */
export function createScheduler(options: {
  file: string
  schedules: ScheduleModel[]
  queue: AsyncQueue
  access: RoleAccess
  clock: Clock
  log: (line: string) => void
}): Scheduler {
  const { file, queue, access, clock, log } = options
  const schedules = options.schedules
    .filter(({ enabled }) => enabled)
    .map((model) => ({ ...model, occurrences: occurrencesOf(model.expression, model.timeZone) }))
  mkdirSync(dirname(file), { recursive: true })
  const last = readKeptOr(file, {}) as Record<string, number>
  let timer: NodeJS.Timeout | undefined

  const fire = (schedule: ScheduleModel, at: number) => {
    try {
      access.authorize(access.credentialsOf(schedule.role), 'lambda:InvokeFunction', schedule.functionArn)
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error
      return log(`schedule ${schedule.name} did not run: ${error.message}`)
    }
    const input = schedule.input.replaceAll('<aws.scheduler.scheduled-time>', scheduledTime(at))
    queue.enqueue(schedule.functionArn, JSON.parse(input), schedule.deadLetters)
  }
  const runDue = () => {
    const now = clock.now()
    let changed = false
    for (const schedule of schedules) {
      const oldest = now - schedule.maximumEventAgeSeconds * 1000
      let from = Math.max(last[schedule.name] ?? now, oldest - 1)
      for (let at = schedule.occurrences.after(from); at !== undefined && at <= now;) {
        fire(schedule, at)
        from = at
        changed = true
        at = schedule.occurrences.after(from)
      }
      if (last[schedule.name] !== from) changed = true
      last[schedule.name] = from
    }
    // After the runs are in the queue: killed in between, a run happens twice and never not at all.
    if (changed) writeKept(file, last)
  }
  const wait = () => {
    clearTimeout(timer)
    const now = clock.now()
    const next = Math.min(...schedules.map(({ occurrences }) => occurrences.after(now) ?? Infinity))
    if (next === Infinity) return
    timer = setTimeout(wake, Math.min(next - now, longestMs))
    timer.unref()
  }
  const wake = () => {
    runDue()
    wait()
  }
  let unsubscribe = () => undefined as void

  return {
    start() {
      unsubscribe = clock.onMove(wake) as () => void
      wake()
    },
    dueUntil(until) {
      const all = schedules.flatMap(({ occurrences }) => {
        const times: number[] = []
        for (
          let at = occurrences.after(clock.now());
          at !== undefined && at <= until;
          at = occurrences.after(at)
        ) {
          times.push(at)
          if (times.length > jumps.rare) times.shift()
        }
        const frequent = times.length > 1 && times[1]! - times[0]! < hourMs
        return frequent ? times.slice(-jumps.frequent) : times
      })
      return [...new Set(all)].sort((a, b) => a - b)
    },
    close() {
      unsubscribe()
      clearTimeout(timer)
    },
  }
}
