import fc from 'fast-check'
import { append, emptyChain, firstBreak, type LedgerEvent } from '../../../lib/ledger/event'

const chainOf = (types: string[]): LedgerEvent[] => {
  let chain = emptyChain
  return types.map((type, index) => {
    const next = append(
      chain,
      { by: 'wang-lei', type, facts: { index } },
      new Date(Date.UTC(2026, 10, 23, 0, index)),
    )
    chain = next.chain
    return next.event
  })
}
const types = fc.array(fc.constantFrom('SubmissionCreated', 'TierApproved', 'MediaAccepted'), {
  minLength: 2,
  maxLength: 12,
})

describe('the ledger', () => {
  it('is whole as written', () => {
    fc.assert(fc.property(types, (names) => firstBreak(chainOf(names)) === undefined))
  })

  it('names the event whose content was changed', () => {
    fc.assert(
      fc.property(types, fc.nat(), (names, pick) => {
        const events = chainOf(names)
        const index = pick % events.length
        const changed = events.map((event, i) => (i === index ? { ...event, by: 'somebody-else' } : event))
        return firstBreak(changed)?.seq === index + 1
      }),
    )
  })

  it('names the place of a removed, a swapped and an added event', () => {
    const events = chainOf(['A', 'B', 'C', 'D'])
    const [a, b, c, d] = events as [LedgerEvent, LedgerEvent, LedgerEvent, LedgerEvent]
    expect(firstBreak([a, c, d])).toMatchObject({ seq: 2, reason: expect.stringContaining('missing') })
    expect(firstBreak([a, c, b, d])).toMatchObject({ seq: 2 })
    const forged = append(
      { seq: 4, hash: 'not the hash' },
      { by: 'x', type: 'E', facts: {} },
      new Date(0),
    ).event
    expect(firstBreak([...events, forged])).toEqual({ seq: 5, reason: 'it does not follow the event before' })
  })
})
