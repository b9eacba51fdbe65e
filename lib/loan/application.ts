import { holds, type Person, type Role } from '../people/person'
import { Refusal, type RefusalDetail } from '../platform/refusal'
import { horizonDays } from '../policy/horizon'
import { beijingDate } from '../policy/working-days'
import type { Terms } from './loan'

/** Bounds of one loan: an event, not a standing right. Days are of 24 hours. */
export const loanLimits = {
  maxDays: 31,
  maxAheadDays: horizonDays,
  minMinutes: 15,
  maxPosts: 50,
  maxBorrowers: 20,
}

const minute = 60_000
const day = 24 * 60 * minute

const detail = (
  rule: string,
  message: RefusalDetail['message'],
  remedy: RefusalDetail['remedy'],
  more: Pick<RefusalDetail, 'limit' | 'seen'> = {},
): RefusalDetail => ({ rule: `loan.${rule}`, article: '12', message, remedy, ...more })

const actingRoles = ['officer', 'unit-head'] as const

/** Roles that prepare a unit's matter (articles 6, 11), as far as this person holds one now. */
export const actingRole = (person: Person, unitId: string, now: Date): Role | undefined =>
  actingRoles.find((role) => holds(person, role, beijingDate(now), unitId))

/** Only who holds such a role may apply or post for the unit. */
export const mayActFor = (person: Person, unitId: string, now: Date): boolean =>
  actingRole(person, unitId, now) !== undefined

function checkWindow({ from, until }: Pick<Terms, 'from' | 'until'>, now: Date): RefusalDetail[] {
  const start = Date.parse(from)
  const end = Date.parse(until)
  const choose = { zh: '请重新选择起止时间', en: 'choose another window' }
  if (end - start < loanLimits.minMinutes * minute)
    return [
      detail(
        'window-short',
        {
          zh: `结束时间须比开始时间晚至少 ${loanLimits.minMinutes} 分钟`,
          en: `the window has to last ${loanLimits.minMinutes} minutes or more`,
        },
        choose,
      ),
    ]
  if (end <= now.getTime())
    return [
      detail('window-past', { zh: '借用时间已经过去', en: 'the window is over already' }, choose, {
        seen: until,
      }),
    ]
  if (end - start > loanLimits.maxDays * day)
    return [
      detail(
        'window-long',
        {
          zh: `一次借用最长 ${loanLimits.maxDays} 天`,
          en: `one loan lasts ${loanLimits.maxDays} days at most`,
        },
        choose,
        { limit: loanLimits.maxDays, seen: Math.ceil((end - start) / day) },
      ),
    ]
  if (start - now.getTime() > loanLimits.maxAheadDays * day)
    return [
      detail(
        'window-far',
        {
          zh: `最多提前 ${loanLimits.maxAheadDays} 天申请`,
          en: `apply ${loanLimits.maxAheadDays} days ahead at most`,
        },
        choose,
        { limit: loanLimits.maxAheadDays },
      ),
    ]
  return []
}

function checkBorrowers(borrowers: Person[], unitId: string, now: Date): RefusalDetail[] {
  return borrowers
    .filter((person) => person.unitId !== unitId || !mayActFor(person, unitId, now))
    .map((person) =>
      detail(
        'borrower',
        {
          zh: `${person.name}不是本单位在任的信息员或负责人，不能借用`,
          en: `${person.name} is neither officer nor head of this unit and cannot borrow`,
        },
        {
          zh: '请先由单位负责人指定为信息员，或另选人员',
          en: 'have the unit head designate them first, or choose somebody else',
        },
        { seen: person.id },
      ),
    )
}

/** Article 12: every way an application does not fit, at once. @throws Refusal `PolicyRefused` with the details */
export function checkApplication(
  { from, until, unitId, cap }: Pick<Terms, 'from' | 'until' | 'unitId' | 'cap'>,
  borrowers: Person[],
  now: Date,
): void {
  const details = [
    ...checkWindow({ from, until }, now),
    ...checkBorrowers(borrowers, unitId, now),
    ...(cap > loanLimits.maxPosts
      ? [
          detail(
            'cap',
            {
              zh: `一次借用最多发 ${loanLimits.maxPosts} 条`,
              en: `one loan covers ${loanLimits.maxPosts} posts at most`,
            },
            { zh: '请减少条数', en: 'ask for fewer posts' },
            { limit: loanLimits.maxPosts, seen: cap },
          ),
        ]
      : []),
  ]
  if (details.length > 0)
    throw new Refusal(
      'PolicyRefused',
      { zh: '借用申请不符合要求，请按下列说明修改', en: 'the application does not fit; see the details' },
      { details },
    )
}
