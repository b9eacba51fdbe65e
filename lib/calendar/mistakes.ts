import { Refusal, type RefusalDetail } from '../platform/refusal'
import { datesFrom, isWeekend, type HolidayYear } from './holidays'
import { lawfulDays } from './statutory'

const wrong = (
  rule: string,
  seen: string,
  message: [string, string],
  remedy: [string, string],
): RefusalDetail => ({
  rule: `holidays.${rule}`,
  seen,
  message: { zh: message[0], en: message[1] },
  remedy: { zh: remedy[0], en: remedy[1] },
})

const yearWrong = (year: number, date: string) =>
  wrong(
    'year',
    date,
    [`${date} 不在 ${year} 年`, `${date} is not in ${year}`],
    [`跨年的假期分到两年填写`, 'a holiday that crosses New Year stands in both years'],
  )

/** What keeps a year from being one: dates of another year, ends before beginnings, worked days that are none, days of the law left out. */
function mistakesIn({ year, holidays, workdays }: HolidayYear): RefusalDetail[] {
  const found: RefusalDetail[] = []
  const off = new Set<string>()
  for (const { name, from, until } of holidays) {
    const away = [from, until].find((date) => !date.startsWith(`${year}-`))
    if (away) found.push(yearWrong(year, away))
    else if (from > until)
      found.push(
        wrong(
          'order',
          `${from} ${until}`,
          [`“${name}”的结束日期早于开始日期`, `“${name}” ends before it begins`],
          ['请对调或改正', 'turn them round or correct them'],
        ),
      )
    else for (const date of datesFrom(from, until)) off.add(date)
  }
  for (const date of workdays)
    if (!date.startsWith(`${year}-`)) found.push(yearWrong(year, date))
    else if (off.has(date) || !isWeekend(date))
      found.push(
        wrong(
          'workday',
          date,
          [
            `${date} 不是休息的周末，不能作调休上班日`,
            `${date} is no weekend day that could be worked instead`,
          ],
          ['只填要上班的周六、周日', 'name only Saturdays and Sundays that are worked'],
        ),
      )
  if (found.length > 0) return found
  return lawfulDays(year)
    .filter(({ date }) => !off.has(date))
    .map(({ name, date }) =>
      wrong(
        'law',
        date,
        [
          `${date}（${name}）是法定节假日，缺了这一天`,
          `${date} (${name}) is a day off by law and is missing`,
        ],
        ['请补上', 'add it'],
      ),
    )
}

/** @throws Refusal `InvalidRequest` with everything that is wrong with these years */
export function requireYears(years: readonly HolidayYear[]): void {
  const details = years.flatMap(mistakesIn)
  if (new Set(years.map(({ year }) => year)).size < years.length)
    details.push(
      wrong('twice', '', ['同一年出现两次', 'a year stands there twice'], ['只留一个', 'keep one']),
    )
  if (details.length === 0) return
  throw new Refusal(
    'InvalidRequest',
    {
      zh: `有 ${details.length} 处要改；现行节假日没有变`,
      en: `${details.length} things to mend; the present list is unchanged`,
    },
    { details: details.slice(0, 50) },
  )
}
