import type { Bilingual } from './refusal'

/** China has kept +08:00 without daylight saving time since 1991. */
const beijing = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000)

const weekdaysZh = ['日', '一', '二', '三', '四', '五', '六']
const weekdaysEn = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const monthsEn = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `2026-11-24 17:30`, Beijing wall clock. */
export const beijingMinute = (instant: Date): string =>
  beijing(instant).toISOString().slice(0, 16).replace('T', ' ')

/** `2026年11月24日（星期二）17:30` / `Tue 24 Nov 2026, 17:30`, Beijing wall clock. */
export function beijingMoment(instant: Date): Bilingual {
  const at = beijing(instant)
  const [year, month, day, weekday] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCDay()]
  const time = at.toISOString().slice(11, 16)
  return {
    zh: `${year}年${month + 1}月${day}日（星期${weekdaysZh[weekday]}）${time}`,
    en: `${weekdaysEn[weekday]} ${day} ${monthsEn[month]} ${year}, ${time}`,
  }
}
