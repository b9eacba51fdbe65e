import { decided, type Decision, type Turn } from '../../../lib/approval/approval'

const turn: Turn = {
  submissionId: 's',
  version: 1,
  index: 0,
  tier: 'unit-head',
  contentHash: 'h',
  openedAt: '2026-11-23T01:00:00.000Z',
  deadline: '2026-11-24T01:00:00.000Z',
  moments: [
    { at: '2026-11-23T05:00:00.000Z', kind: 'remind' },
    { at: '2026-11-24T01:00:00.000Z', kind: 'substitute' },
    { at: '2026-11-26T01:00:00.000Z', kind: 'expire' },
  ],
  passed: 0,
  revision: 1,
}
const approval: Decision = {
  kind: 'approved',
  by: 'wang-lei',
  name: '王磊',
  at: '2026-11-23T02:00:00.000Z',
  answers: [],
  contentHash: 'h',
}

describe('a turn', () => {
  it('takes one decision; the second is told who came first, when and how', () => {
    const after = decided(turn, approval)
    expect(after.decision).toEqual(approval)
    expect(() => decided(after, { ...approval, by: 'lin-jing', name: '林静' })).toThrow(
      expect.objectContaining({
        code: 'AlreadyDecided',
        facts: expect.objectContaining({ by: '王磊', at: approval.at, kind: 'approved' }),
      }),
    )
  })
})
