import { emptyChain } from '../../../lib/ledger/event'
import { termsHashOf, type Loan } from '../../../lib/loan/loan'
import type { Person, Role } from '../../../lib/people/person'

/** A Tuesday at ten in Beijing, inside the window of `aLoan`. */
export const within = new Date('2026-11-24T02:00:00.000Z')

/** A loan of the demo company's marketing unit, granted, open since nine in Beijing, for two days. */
export function aLoan(change: Partial<Loan> = {}): Loan {
  const loan: Loan = {
    id: '3f1c2b70-51a9-5b4e-8a55-0d3f5e7a9c11',
    unitId: 'marketing',
    event: '上海阀门展直播',
    purpose: '在展会现场直播并与网友互动',
    from: '2026-11-24T01:00:00.000Z',
    until: '2026-11-26T01:00:00.000Z',
    borrowers: [
      { id: 'chen-yu', name: '陈瑜' },
      { id: 'wang-lei', name: '王磊' },
    ],
    cap: 3,
    state: 'granted',
    appliedBy: { id: 'chen-yu', name: '陈瑜' },
    appliedAt: '2026-11-23T01:00:00.000Z',
    termsHash: '',
    used: 0,
    updatedAt: '2026-11-23T01:00:00.000Z',
    revision: 1,
    chain: emptyChain,
    ...change,
  }
  return { ...loan, termsHash: termsHashOf(loan) }
}

export const aPerson = (
  id: string,
  name: string,
  roles: Role[],
  change: Partial<Person> & { unitId?: string } = {},
): Person => ({
  id,
  name,
  email: `${id}@jiangnan.example`,
  unitId: 'marketing',
  language: 'zh',
  grants: roles.map((role) => ({ role, unitId: change.unitId ?? 'marketing', from: '2026-01-01' })),
  substitutes: [],
  ...change,
})

export const chenYu = aPerson('chen-yu', '陈瑜', ['officer'])
