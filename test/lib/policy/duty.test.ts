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
    ['who only wrote in it', { candidateId: 'second-writer' }, 'duty.own-submission'],
    [
      'a substitute of who wrote in it',
      { candidateId: 'zhou', standsInFor: 'second-writer' },
      'duty.own-through-substitute',
    ],
    [
      'whom a writer named to the role meanwhile',
      { candidateId: 'zhou', namerIds: ['second-writer'] },
      'duty.named-by-hand',
    ],
    ['whom somebody else named', { candidateId: 'zhou', namerIds: ['admin'] }, undefined],
    ['a substitute of somebody else', { candidateId: 'zhou', standsInFor: 'head' }, undefined],
  ])('%s', (_who, candidate, rule) => {
    const conflict = conflictOf({
      handIds: ['officer', 'second-writer'],
      earlierDeciderIds: ['reviewer'],
      ...candidate,
    })
    expect(conflict?.rule).toBe(rule)
    if (rule) expect(conflict).toMatchObject({ article: '2', severity: 'refuse' })
    else expect(conflict).toBeNull()
  })
})
