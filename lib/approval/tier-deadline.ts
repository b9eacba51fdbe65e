import { addWorkingHours, deadlineOf, type IsWorkingDay } from '../policy/working-days'
import type { Submission } from '../submission/submission'
import type { Turn } from './approval'

/** A removal at once is decided within this, or it lapses and the ordinary way is left (docs/decisions/0088). */
export const atOnceWithin = { workingHours: 2 }

/** Until when the people of a tier have to decide what they were asked at `openedAt`. */
export const tierDeadline = (
  { removes }: Pick<Submission, 'removes'>,
  { tier }: Pick<Turn, 'tier'>,
  openedAt: Date,
  isWorkingDay: IsWorkingDay,
): Date =>
  removes?.atOnce
    ? addWorkingHours(openedAt, atOnceWithin.workingHours, isWorkingDay)
    : deadlineOf(openedAt, tier, isWorkingDay)
