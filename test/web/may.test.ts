import { mayCancel, mayEnter, mayLeave, mayOverride, testsOf } from '../../web/src/editions/may'

const items = [{}] as never[]
const [yesterday, today, tomorrow] = ['2026-11-22', '2026-11-23', '2026-11-24']

test('an edition with articles can be called off in every state before WeChat was asked, failed included', () => {
  for (const state of ['composing', 'testing', 'awaiting-confirmation', 'claiming', 'failed'] as const)
    expect([state, mayCancel({ state, items })]).toEqual([state, true])
  for (const state of ['sending', 'unknown', 'sent', 'cancelled'] as const)
    expect([state, mayCancel({ state, items })]).toEqual([state, false])
  expect(mayCancel({ state: 'composing', items: [] })).toBe(false)
})

test('articles go out of a day that has passed, and into today or later only', () => {
  expect(mayLeave({ state: 'failed' })).toBe(true)
  expect(mayLeave({ state: 'scheduled' })).toBe(false)
  expect(mayEnter(yesterday, today, undefined)).toBe(false)
  expect(mayEnter(yesterday, today, { state: 'failed' })).toBe(false)
  expect(mayEnter(today, today, undefined)).toBe(true)
  expect(mayEnter(tomorrow, today, { state: 'composing' })).toBe(true)
  expect(mayEnter(tomorrow, today, { state: 'sent' })).toBe(false)
})

test('a test send of a draft that was replaced is not shown as one of the new draft', () => {
  const draft = { hash: 'h', mediaId: 'new', fingerprint: '', dropped: [], rewritten: [] }
  const test = { hash: 'h', to: 'li', state: 'sent' as const, at: '' }
  expect(testsOf([{ ...test, mediaId: 'old' }], { hash: 'h', draft })).toEqual([])
  expect(testsOf([{ ...test, mediaId: 'new' }], { hash: 'h', draft })).toHaveLength(1)
})

test('what became of a send may be said when it is unknown, or stands open for minutes', () => {
  const sends = [{ attempt: 2, intendedAt: '2026-11-23T01:00:00.000Z' }]
  const at = (minutes: number) => Date.parse('2026-11-23T01:00:00Z') + minutes * 60_000
  expect(mayOverride({ state: 'unknown', attempt: 2 }, sends, at(1))).toBe(true)
  expect(mayOverride({ state: 'sending', attempt: 2 }, sends, at(1))).toBe(false)
  expect(mayOverride({ state: 'sending', attempt: 2 }, sends, at(5))).toBe(true)
  expect(mayOverride({ state: 'sent', attempt: 2 }, sends, at(5))).toBe(false)
})
