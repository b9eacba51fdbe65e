import { calendarOf, type ReadCalendar } from '../../lib/calendar/calendar'
import { shippedList } from '../../lib/calendar/store'

/** The calendar that ships, of the tests that publish no other. */
export const shipped = calendarOf(shippedList())
export const { isWorkingDay } = shipped

/** No holidays and no weekends. */
export const everyDay: ReadCalendar = async () => ({ ...shipped, isWorkingDay: () => true })
