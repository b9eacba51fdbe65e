import fc from 'fast-check'
import {
  addWorkingDays,
  addWorkingHours,
  beijingDate,
  beijingDayStart,
  deadlineOf,
  escalationOf,
  remindersOf,
  workingTimeBetween,
} from '../../../lib/policy/working-days'

/** Weekends off, and the seven days of the national holiday; the Sunday before it is worked instead. */
const isWorkingDay = (date: string) => {
  if (date === '2026-09-27') return true
  if (date >= '2026-10-01' && date <= '2026-10-07') return false
  return ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
}
const beijing = (wallClock: string) => new Date(`${wallClock}:00+08:00`)

describe('Beijing dates', () => {
  it('turns the day at 16:00 UTC', () => {
    expect(beijingDate(new Date('2026-11-23T15:59:59.999Z'))).toBe('2026-11-23')
    expect(beijingDate(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24')
    expect(beijingDayStart('2026-11-24').toISOString()).toBe('2026-11-23T16:00:00.000Z')
  })

  it('is the inverse of the start of the day, for every instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1992-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (instant) => {
          const start = beijingDayStart(beijingDate(instant)).getTime()
          expect(start).toBeLessThanOrEqual(instant.getTime())
          expect(instant.getTime() - start).toBeLessThan(86_400_000)
        },
      ),
    )
  })

  it.each(['2026-02-30', '2026-13-01', 'today', ''])('refuses %j as a date', (date) => {
    expect(() => beijingDayStart(date)).toThrow(RangeError)
  })
})

describe('addWorkingDays', () => {
  it.each([
    ['2026-11-23T10:30', 1, '2026-11-24T10:30'],
    ['2026-11-27T10:30', 1, '2026-11-30T10:30'],
    ['2026-11-28T22:00', 1, '2026-12-01T09:00'],
    ['2026-11-27T18:00', 1, '2026-12-01T09:00'],
    ['2026-11-27T17:59', 1, '2026-11-30T17:59'],
    ['2026-11-27T07:00', 1, '2026-11-30T09:00'],
    ['2026-11-27T07:00', 0, '2026-11-27T09:00'],
    ['2026-09-30T15:00', 1, '2026-10-08T15:00'],
    ['2026-09-26T15:00', 0, '2026-09-27T09:00'],
  ])('%s and %d working days is %s', (start, days, end) => {
    expect(addWorkingDays(beijing(start), days, isWorkingDay)).toEqual(beijing(end))
  })

  it('refuses half and negative days, and a calendar without a working day', () => {
    expect(() => addWorkingDays(new Date(0), 0.5, isWorkingDay)).toThrow(RangeError)
    expect(() => addWorkingDays(new Date(0), -1, isWorkingDay)).toThrow(RangeError)
    expect(() => addWorkingDays(new Date(0), 1, () => false)).toThrow('no working day')
  })
})

describe('addWorkingHours', () => {
  it.each([
    ['2026-11-23T10:00', 2, '2026-11-23T12:00'],
    ['2026-11-23T16:00', 2, '2026-11-23T18:00'],
    ['2026-11-23T17:00', 2, '2026-11-24T10:00'],
    ['2026-11-27T17:00', 2, '2026-11-30T10:00'],
    ['2026-11-28T12:00', 1.5, '2026-11-30T10:30'],
    ['2026-09-30T17:30', 9.5, '2026-10-08T18:00'],
    ['2026-11-23T09:00', 18, '2026-11-24T18:00'],
  ])('%s and %d working hours is %s', (start, hours, end) => {
    expect(addWorkingHours(beijing(start), hours, isWorkingDay)).toEqual(beijing(end))
  })

  it('refuses negative hours and hours that are no number', () => {
    expect(() => addWorkingHours(new Date(0), -1, isWorkingDay)).toThrow(RangeError)
    expect(() => addWorkingHours(new Date(0), Number.NaN, isWorkingDay)).toThrow(RangeError)
  })

  const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })

  it('adds exactly that much working time, and ends in working time', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 80 * 60 }), (start, minutes) => {
        const end = addWorkingHours(start, minutes / 60, isWorkingDay)
        expect(workingTimeBetween(start, end, isWorkingDay)).toBe(minutes * 60_000)
        expect(isWorkingDay(beijingDate(end))).toBe(true)
      }),
    )
  })

  it('agrees with whole working days of nine hours', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 10 }), (start, days) => {
        const end = addWorkingDays(start, days, isWorkingDay)
        expect(workingTimeBetween(start, end, isWorkingDay)).toBe(days * 9 * 3_600_000)
      }),
    )
  })
})

describe('deadlines, reminders, escalation', () => {
  const friday = beijing('2026-11-27T15:00')

  it('gives a tier one working day and the company leader two', () => {
    expect(deadlineOf(friday, 'unit-head', isWorkingDay)).toEqual(beijing('2026-11-30T15:00'))
    expect(deadlineOf(friday, 'office-review', isWorkingDay)).toEqual(beijing('2026-11-30T15:00'))
    expect(deadlineOf(friday, 'department-head', isWorkingDay)).toEqual(beijing('2026-11-30T15:00'))
    expect(deadlineOf(friday, 'company-leader', isWorkingDay)).toEqual(beijing('2026-12-01T15:00'))
  })

  it('reminds after half and after four fifths of the working time', () => {
    expect(remindersOf(friday, beijing('2026-11-30T15:00'), isWorkingDay)).toEqual([
      beijing('2026-11-30T10:30'),
      new Date(beijing('2026-11-30T13:12')),
    ])
  })

  it('sends no reminder where there is no working time to remind in', () => {
    expect(remindersOf(friday, friday, isWorkingDay)).toEqual([])
  })

  it('keeps reminders in order between start and deadline, and escalation after it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2026-11-30'), noInvalidDate: true }),
        fc.constantFrom('unit-head' as const, 'company-leader' as const),
        (start, tier) => {
          const deadline = deadlineOf(start, tier, isWorkingDay)
          const reminders = remindersOf(start, deadline, isWorkingDay)
          const { substitute, editor, expires } = escalationOf(deadline, isWorkingDay)
          const moments = [start, ...reminders, deadline, editor, expires].map((moment) => moment.getTime())
          expect(reminders).toHaveLength(2)
          expect(substitute).toEqual(deadline)
          expect(new Set(moments).size).toBe(moments.length)
          expect(moments).toEqual([...moments].sort((a, b) => a - b))
        },
      ),
    )
  })
})
