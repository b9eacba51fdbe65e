import { Cron } from 'croner'
import { Unsupported } from '../template/template'

/** When a schedule is due. Times in milliseconds since 1970. */
export interface Occurrences {
  /** the first one after `ms` */
  after(ms: number): number | undefined
}

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** AWS counts days of the week from 1 (Sunday); cron counts from 0. A number after `/` or `#` is no day. */
const dayOfWeek = (field: string) => field.replace(/(?<![/#\d])\d+/g, (day) => String(Number(day) - 1))

/** `rate(n unit)` is aligned to the epoch, `cron(min hour day month weekday year)` to `timeZone`. `at()` is refused. */
export function occurrencesOf(expression: string, timeZone: string): Occurrences {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression)
  if (rate) {
    const every = Number(rate[1]) * unitMs[rate[2]!]!
    return { after: (ms) => (Math.floor(ms / every) + 1) * every }
  }
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/)
  if (fields?.length !== 6) throw new Unsupported(`the schedule expression ${expression}`)
  const [minute, hour, day, month, weekday, year] = fields as [string, string, string, string, string, string]
  if (year !== '*') throw new Unsupported(`the year in the schedule expression ${expression}`)
  const any = (field: string) => field.replace('?', '*')
  const cron = new Cron(`${minute} ${hour} ${any(day)} ${month} ${any(dayOfWeek(weekday))}`, {
    timezone: timeZone,
    paused: true,
    // AWS writes `0/15` where cron wants `0-59/15`.
    sloppyRanges: true,
  })
  return { after: (ms) => cron.nextRun(new Date(ms))?.getTime() }
}
