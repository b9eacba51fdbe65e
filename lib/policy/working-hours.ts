import { policy } from './policy'
import { beijingDayStart } from './working-days'

const hourMs = 3_600_000
const at = (date: string, hour: number) => new Date(beijingDayStart(date).getTime() + hour * hourMs)

/** When work begins and ends on a Beijing date, whatever day it is. */
export const startOfWork = (date: string): Date => at(date, policy.workingHours.opens)
export const endOfWork = (date: string): Date => at(date, policy.workingHours.closes)
