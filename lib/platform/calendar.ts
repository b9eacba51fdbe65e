import { isWorkday } from 'chinese-days'

/** Working days of the mainland, holidays and make-up workdays known; `date` is a Beijing date, YYYY-MM-DD. */
export const isWorkingDay = (date: string): boolean => isWorkday(date)
