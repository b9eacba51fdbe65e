import { holds, mayRead, type Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import type { Submission } from './submission'

/** Article 2: who is not of the unit nor of 企管部 is told no more than that there is nothing. */
export function requireReader(submission: Pick<Submission, 'unitId'>, person: Person, today: string): void {
  if (mayRead(person, submission.unitId, today)) return
  throw new Refusal('NotFound', { zh: '没有这篇稿件', en: 'there is no such submission' })
}

/** Article 6: the officer who wrote it, or another officer of the same unit; a removal also belongs to who asked for it. */
export function requireAuthor(
  submission: Pick<Submission, 'unitId' | 'officerId'> & { removes?: object | undefined },
  person: Person,
  today: string,
): void {
  requireReader(submission, person, today)
  if (submission.removes && submission.officerId === person.id) return
  if (person.unitId === submission.unitId && holds(person, 'officer', today, submission.unitId)) return
  throw new Refusal('NotAllowed', {
    zh: '只有本单位的信息员可以改动这篇稿件（第六条）',
    en: 'only an information officer of this unit may change it (article 6)',
  })
}
