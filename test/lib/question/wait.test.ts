import { deadlineOf } from '../../../lib/policy/working-days'
import { isWorkingDay, shipped } from '../../kit/calendar'
import { dueMoments, secondsToNext, waitUntil, type Wait } from '../../../lib/question/wait'

const wait: Wait = {
  deadline: '2026-11-24T01:00:00.000Z',
  moments: [
    { at: '2026-11-23T05:00:00.000Z', kind: 'remind' },
    { at: '2026-11-24T01:00:00.000Z', kind: 'substitute' },
    { at: '2026-11-26T01:00:00.000Z', kind: 'expire' },
  ],
  passed: 0,
}

describe('a wait', () => {
  it('knows which moments are due, each once', () => {
    expect(dueMoments(wait, new Date('2026-11-23T04:59:59Z'))).toEqual({ due: [], passed: 0 })
    expect(dueMoments(wait, new Date('2026-11-23T05:00:00Z'))).toMatchObject({
      due: [{ kind: 'remind' }],
      passed: 1,
    })
    expect(dueMoments({ ...wait, passed: 1 }, new Date('2026-11-27T00:00:00Z'))).toMatchObject({
      due: [{ kind: 'substitute' }, { kind: 'expire' }],
      passed: 3,
    })
  })

  it('waits whole seconds until the next moment, never none', () => {
    expect(secondsToNext(wait, new Date('2026-11-23T04:59:58.500Z'))).toBe(2)
    expect(secondsToNext(wait, new Date('2026-11-23T06:00:00Z'))).toBe(1)
  })
})

describe('invariant 5: the moments of a wait', () => {
  it('stand in order in working time, skip the National Day holiday, and end with expire', () => {
    // 2026-09-30 is a Wednesday; the holiday runs from 1 to 7 October.
    const openedAt = new Date('2026-09-30T07:00:00Z')
    const until = deadlineOf(openedAt, 'unit-head', isWorkingDay)
    const { deadline, moments } = waitUntil(until, openedAt, shipped)
    const times = moments.map((moment) => moment.at)
    expect([...times].sort()).toEqual(times)
    expect(moments.map((moment) => moment.kind)).toEqual([
      'remind',
      'remind',
      'substitute',
      'editor',
      'expire',
    ])
    expect(deadline).toBe('2026-10-08T07:00:00.000Z')
    for (const { at } of moments)
      expect(isWorkingDay(new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10))).toBe(true)
  })
})
