import { beijingDate } from './working-days'

const dayMs = 86_400_000

/** Nothing is planned further ahead than this (days): the machine that carries it out lives a year at most. */
export const horizonDays = 180

/** Why nothing can be planned for this Beijing date, or undefined when something can. */
export function outOfReach(date: string, now: Date): { zh: string; en: string } | undefined {
  const today = beijingDate(now)
  const last = beijingDate(new Date(now.getTime() + horizonDays * dayMs))
  if (date < today)
    return {
      zh: `${date} 已经过去，请选今天（${today}）或以后的日期`,
      en: `${date} has passed; choose today (${today}) or later`,
    }
  if (date > last)
    return {
      zh: `${date} 太远，最多提前 ${horizonDays} 天，请选 ${last} 或以前的日期`,
      en: `${date} is too far ahead: ${horizonDays} days at most; choose ${last} or before`,
    }
  return undefined
}
