import { append, emptyChain, type Happened, type LedgerEvent } from '../../../lib/ledger/event'
import { historyOf, personsIn } from '../../../lib/policy/history'

function ledger(...happened: Happened[]): LedgerEvent[] {
  let chain = emptyChain
  return happened.map((one, minute) => {
    const next = append(chain, one, new Date(Date.UTC(2026, 10, 23, 2, minute)))
    chain = next.chain
    return next.event
  })
}
const edited = { by: 'chen-yu', type: 'SubmissionEdited', facts: { title: '阀门' } }
const names: Record<string, string> = { 'chen-yu': '陈瑜', 'wang-lei': '王磊' }
const nameOf = (id: string) => names[id] ?? id

describe('a history', () => {
  it('says what happened in words with names, what the text was kept for over and over as one line', () => {
    const events = ledger(
      { by: 'chen-yu', type: 'SubmissionCreated', facts: {} },
      ...[edited, edited, edited],
      { by: 'chen-yu', type: 'SubmissionSubmitted', facts: { version: 1 } },
      { by: 'system', type: 'ApprovalAsked', facts: { tier: 'unit-head', of: ['wang-lei'] } },
      { by: 'wang-lei', type: 'TierRejected', facts: { tier: 'unit-head', reason: '请补充', name: '王磊' } },
      edited,
    )
    const lines = historyOf(events, nameOf)
    expect(lines.map(({ words, times, name }) => [words.zh, times, name])).toEqual([
      ['新建草稿', 1, '陈瑜'],
      ['修改草稿', 3, '陈瑜'],
      ['送审', 1, '陈瑜'],
      ['请下一级处理', 1, undefined],
      ['退回', 1, '王磊'],
      ['修改草稿', 1, '陈瑜'],
    ])
    expect(lines[1]).toMatchObject({ at: events[1]!.at, until: events[3]!.at })
    expect(lines[3]!.asked).toEqual(['王磊'])
    expect(lines[4]).toMatchObject({ tier: 'unit-head', reason: '请补充' })
    expect(personsIn(events)).toEqual(['chen-yu', 'wang-lei'])
  })

  it('keeps apart what two people wrote, and leaves no event out', () => {
    const events = ledger(edited, { ...edited, by: 'wang-lei' }, edited)
    const lines = historyOf(events, nameOf)
    expect(lines.map(({ name, times }) => [name, times])).toEqual([
      ['陈瑜', 1],
      ['王磊', 1],
      ['陈瑜', 1],
    ])
  })
})
