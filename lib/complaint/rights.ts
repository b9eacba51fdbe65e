import { holds, mayRead, type Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import type { Complaint } from './complaint'

const hidden = () => new Refusal('NotFound', { zh: '没有这件客诉', en: 'there is no such complaint' })

/** Article 2, and the customer's privacy: the office, and the people of the unit it was assigned to who handle it. */
export function isSeer({ unitId }: Complaint, person: Person, now: Date): boolean {
  const today = beijingDate(now)
  if (
    holds(person, 'editor', today) ||
    holds(person, 'department-head', today) ||
    holds(person, 'inspector', today)
  )
    return true
  return (
    unitId !== undefined &&
    mayRead(person, unitId, today) &&
    (holds(person, 'officer', today, unitId) || holds(person, 'unit-head', today, unitId))
  )
}

export function requireSeer(complaint: Complaint, person: Person, now: Date): void {
  if (!isSeer(complaint, person, now)) throw hidden()
}

/** Who may answer and call back: the copy editor (article 4), and the unit it was assigned to. */
export function requireHandler(complaint: Complaint, person: Person, now: Date): void {
  requireSeer(complaint, person, now)
  const today = beijingDate(now)
  const { unitId } = complaint
  if (holds(person, 'editor', today)) return
  if (unitId && (holds(person, 'officer', today, unitId) || holds(person, 'unit-head', today, unitId))) return
  throw new Refusal('NotAllowed', {
    zh: '客诉由文字编辑员和被分派的单位办理（第四条）',
    en: 'the copy editor and the unit it was assigned to handle a complaint (article 4)',
  })
}
