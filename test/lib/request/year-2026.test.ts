import { isWorkingDay } from '../../kit/calendar'
import { lastWorkingDay, workingDaysPast } from '../../../lib/policy/ladder'
import { givenRequests } from './given-requests'

jest.setTimeout(180_000)

const dayMs = 86_400_000
const days = Array.from({ length: 365 }, (_, nth) =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + nth * dayMs).toISOString().slice(0, 10),
)
const at = (date: string, time: string) => new Date(`${date}T${time}:00+08:00`).toISOString()

/** The State Council's notice for 2026, by hand: days off beyond weekends, and weekends that are worked. */
const off = {
  newYear: ['2026-01-01', '2026-01-02', '2026-01-03'],
  spring: days.filter((date) => date >= '2026-02-15' && date <= '2026-02-23'),
  qingming: ['2026-04-04', '2026-04-05', '2026-04-06'],
  labour: days.filter((date) => date >= '2026-05-01' && date <= '2026-05-05'),
  dragonBoat: ['2026-06-19', '2026-06-20', '2026-06-21'],
  midAutumn: ['2026-09-25', '2026-09-26', '2026-09-27'],
  national: days.filter((date) => date >= '2026-10-01' && date <= '2026-10-07'),
}
const worked = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']

const isOff = (date: string) => {
  if (worked.includes(date)) return false
  return (
    Object.values(off).flat().includes(date) || [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
  )
}

it('knows the holidays and make-up workdays of 2026 as the notice has them', () => {
  expect(days.filter((date) => isWorkingDay(date) === isOff(date))).toEqual([])
})

it('presses through 2026: nobody on a holiday, at night, twice a day or after delivering; every rung is reached', async () => {
  const desk = await givenRequests(at('2026-01-01', '08:00'))
  const editor = await desk.who('xu-wen')
  await desk.verbs.expect({ unitId: 'marketing', perMonth: 2, by: editor })
  await desk.verbs.expect({ unitId: 'safety', perMonth: 1, by: editor })
  await desk.verbs.exempt({ unitId: 'safety', month: '2026-08', reason: '大修', by: editor })
  /** when each month's expectation of marketing was fulfilled, if it was */
  const fulfilled = new Map<string, string>()
  const answered = new Map<string, string>()

  for (const [nth, date] of days.entries()) {
    const month = date.slice(0, 7)
    const day = Number(date.slice(8))
    desk.setClock(at(date, '09:30'))
    // Marketing delivers both early in odd months, one late in even ones; safety on the last working day, but in June never.
    if (Number(month.slice(5)) % 2 === 1 && (day === 8 || day === 9)) {
      await desk.submission('marketing', 'chen-yu')
      if (day === 9) fulfilled.set(`marketing ${month}`, date)
    }
    if (Number(month.slice(5)) % 2 === 0 && day === 27) await desk.submission('marketing', 'chen-yu')
    if (date === lastWorkingDay(month, isWorkingDay) && month !== '2026-06') {
      await desk.submission('safety', 'li-na')
      fulfilled.set(`safety ${month}`, date)
    }
    if (day === 12) {
      const request = await desk.verbs.ask({
        ...{ unitId: 'safety', subject: `${month} 事例`, details: '', by: editor, requestKey: month },
        dueOn: days[Math.min(nth + 7, days.length - 1)]!,
      })
      if (month === '2026-03') {
        const { id } = await desk.submission('safety', 'li-na')
        await desk.verbs.answer({ requestId: request.id, submissionId: id, by: await desk.who('li-na') })
        answered.set(request.subject, date)
      }
    }
    // The schedule knocks every day at ten, twice, and once more at night by mistake.
    for (const time of ['10:00', '10:01', '22:00']) {
      desk.setClock(at(date, time))
      await desk.verbs.press({ scheduledAt: at(date, '10:00') })
    }
  }

  const summaries = desk.letters.filter(({ messageId }) => messageId.startsWith('pressing'))
  expect(summaries.length).toBeGreaterThan(100)
  const dateOf = (letter: (typeof summaries)[number]) =>
    new Date(letter.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const hourOf = (letter: (typeof summaries)[number]) => (letter.at.getUTCHours() + 8) % 24
  expect(summaries.filter((letter) => isOff(dateOf(letter)))).toEqual([])
  expect([...new Set(summaries.map(hourOf))]).toEqual([10])
  const perDay = summaries.map((letter) => `${dateOf(letter)} ${letter.to}`)
  expect(new Set(perDay).size).toBe(perDay.length)

  const speaksOf = (words: string) => summaries.filter(({ text }) => text.includes(words))
  for (const [what, since] of fulfilled) {
    const [unit, month = ''] = what.split(' ')
    const name = unit === 'marketing' ? '市场部：本月应报' : '安全部：本月应报'
    const after = speaksOf(name).filter(
      (letter) => dateOf(letter).startsWith(month) && dateOf(letter) >= since,
    )
    expect([what, after.map(dateOf)]).toEqual([what, []])
  }
  for (const [subject] of answered) expect(speaksOf(subject)).toEqual([])
  expect(speaksOf('安全部：本月应报').filter((letter) => dateOf(letter).startsWith('2026-08'))).toEqual([])

  /** whom a request of a month pressed, by working days past its date */
  const rungsOf = (subject: string, due: string) =>
    speaksOf(subject).map(
      (letter) => `${workingDaysPast(due, dateOf(letter), isWorkingDay)} ${letter.to.split('@')[0]}`,
    )
  const may = rungsOf('2026-05 事例', '2026-05-19')
  expect(may).toEqual(expect.arrayContaining(['-2 li-na', '0 li-na', '1 sun-tao', '3 xu-wen', '5 xu-wen']))
  expect(may).not.toContain('0 sun-tao')
  expect(may).not.toContain('1 xu-wen')
  // February's holiday stands between: its days count for nothing.
  expect(rungsOf('2026-02 事例', '2026-02-19')).toContain('-2 li-na')
})
