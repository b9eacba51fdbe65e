import { decided, dueMoments, secondsToNext, type Decision, type Turn } from '../../../lib/approval/approval'
import { approvalCodeOf, isPageNonce, linkHashOf, pageNonce, tokenOf } from '../../../lib/approval/link'
import { momentsOf } from '../../../lib/approval/plan'
import { isWorkingDay, shipped } from '../../kit/calendar'

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

  it('knows which moments are due, each once', () => {
    expect(dueMoments(turn, new Date('2026-11-23T04:59:59Z'))).toEqual({ due: [], passed: 0 })
    expect(dueMoments(turn, new Date('2026-11-23T05:00:00Z'))).toMatchObject({
      due: [{ kind: 'remind' }],
      passed: 1,
    })
    expect(dueMoments({ ...turn, passed: 1 }, new Date('2026-11-27T00:00:00Z'))).toMatchObject({
      due: [{ kind: 'substitute' }, { kind: 'expire' }],
      passed: 3,
    })
  })

  it('waits whole seconds until the next moment, never none', () => {
    expect(secondsToNext(turn, new Date('2026-11-23T04:59:58.500Z'))).toBe(2)
    expect(secondsToNext(turn, new Date('2026-11-23T06:00:00Z'))).toBe(1)
  })
})

describe('invariant 5: the moments of a wait', () => {
  it('stand in order in working time, skip the National Day holiday, and end with expire', () => {
    // 2026-09-30 is a Wednesday; the holiday runs from 1 to 7 October.
    const { deadline, moments } = momentsOf(new Date('2026-09-30T07:00:00Z'), 'unit-head', shipped)
    const times = moments.map((moment) => moment.at)
    expect([...times].sort()).toEqual(times)
    expect(moments.map((moment) => moment.kind)).toEqual([
      'remind',
      'remind',
      'substitute',
      'editor',
      'expire',
    ])
    expect(deadline.toISOString()).toBe('2026-10-08T07:00:00.000Z')
    for (const { at } of moments)
      expect(isWorkingDay(new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10))).toBe(true)
  })
})

describe('a link', () => {
  const ask = { submissionId: 's', version: 1, index: 0, personId: 'wang-lei', round: 1, nonce: 'n' }

  it('has 256 bits, is found by its hash, and dies with its round', () => {
    const token = tokenOf('key', ask)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(linkHashOf(token)).toMatch(/^[0-9a-f]{64}$/)
    for (const other of [
      { ...ask, round: 2 },
      { ...ask, personId: 'x' },
      { ...ask, nonce: 'm' },
      { ...ask, version: 2 },
    ])
      expect(tokenOf('key', other)).not.toBe(token)
    expect(tokenOf('another key', ask)).not.toBe(token)
  })

  it('has a code of six digits that the link does not give away', () => {
    expect(approvalCodeOf('key', ask)).toMatch(/^\d{6}$/)
    expect(approvalCodeOf('another key', ask)).not.toBe(approvalCodeOf('key', ask))
  })

  it('accepts a page nonce for its own link and content for two hours only', () => {
    const now = new Date('2026-11-23T01:00:00Z')
    const nonce = pageNonce('key', 'link', 'hash', now)
    const later = new Date(now.getTime() + 2 * 3_600_000)
    expect(isPageNonce('key', nonce, 'link', 'hash', now)).toBe(true)
    expect(isPageNonce('key', nonce, 'link', 'hash', later)).toBe(false)
    expect(isPageNonce('key', nonce, 'other link', 'hash', now)).toBe(false)
    expect(isPageNonce('key', nonce, 'link', 'other hash', now)).toBe(false)
    expect(isPageNonce('key', nonce.replace(/^\d+/, '9999999999999'), 'link', 'hash', now)).toBe(false)
    expect(isPageNonce('key', '', 'link', 'hash', now)).toBe(false)
  })
})
