import type { Language } from '../language'

const zone = 'Asia/Shanghai'
const locale = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en-GB')

const clockTime = (language: Language): Intl.DateTimeFormatOptions => ({
  timeZone: zone,
  month: language === 'zh' ? 'long' : 'short',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

/** Beijing time with weekday, e.g. `11月24日 周二 10:05`. */
export const moment = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(locale(language), clockTime(language)).format(new Date(iso))

/** The same with its year, for what may be years away. */
export const momentInYear = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(locale(language), { ...clockTime(language), year: 'numeric' }).format(new Date(iso))

/** A Beijing date `YYYY-MM-DD` with weekday. */
export const day = (date: string, language: Language): string =>
  new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    year: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(new Date(`${date}T00:00:00Z`))
