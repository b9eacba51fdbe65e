import { conflictOf } from '../../../lib/policy/duty'

describe('conflictOf (article 2, invariant 6)', () => {
  it.each([
    ['somebody else', { candidateId: 'head' }, undefined],
    ['the submitter', { candidateId: 'officer' }, 'duty.own-submission'],
    [
      'a substitute of the submitter',
      { candidateId: 'zhou', standsInFor: 'officer' },
      'duty.own-through-substitute',
    ],
    ['the submitter as substitute', { candidateId: 'officer', standsInFor: 'head' }, 'duty.own-submission'],
    ['who decided before', { candidateId: 'reviewer' }, 'duty.two-tiers'],
    ['who decided before, as substitute', { candidateId: 'reviewer', standsInFor: 'head' }, 'duty.two-tiers'],
    [
      'a substitute of who decided before',
      { candidateId: 'zhou', standsInFor: 'reviewer' },
      'duty.two-tiers-through-substitute',
    ],
    ['a substitute of somebody else', { candidateId: 'zhou', standsInFor: 'head' }, undefined],
  ])('%s', (_who, candidate, rule) => {
    const conflict = conflictOf({ submitterId: 'officer', earlierDeciderIds: ['reviewer'], ...candidate })
    expect(conflict?.rule).toBe(rule)
    if (rule) expect(conflict).toMatchObject({ article: '2', severity: 'refuse' })
    else expect(conflict).toBeNull()
  })
})
