import { tierAsks } from '../../../lib/approval/ask'
import { loanAsks } from '../../../lib/loan/ask'
import { askCodeOf, isPageNonce, linkHashOf, pageNonce, tokenOf, sealedCode } from '../../../lib/question/ask'

describe('a link', () => {
  const ask = { submissionId: 's', version: 1, index: 0, personId: 'wang-lei', round: 1, nonce: 'n' }

  it('has 256 bits, is found by its hash, and dies with its round', () => {
    const token = tokenOf(tierAsks, 'key', ask)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(linkHashOf(token)).toMatch(/^[0-9a-f]{64}$/)
    for (const other of [
      { ...ask, round: 2 },
      { ...ask, personId: 'x' },
      { ...ask, nonce: 'm' },
      { ...ask, version: 2 },
    ])
      expect(tokenOf(tierAsks, 'key', other)).not.toBe(token)
    expect(tokenOf(tierAsks, 'another key', ask)).not.toBe(token)
  })

  it('has a code of six digits that the link does not give away', () => {
    expect(askCodeOf(tierAsks, 'key', ask)).toMatch(/^\d{6}$/)
    expect(askCodeOf(tierAsks, 'another key', ask)).not.toBe(askCodeOf(tierAsks, 'key', ask))
  })

  it('is the one that version 2967488 mailed: what is out still decides', () => {
    const loan = { loanId: 'l', personId: 'zhou-heng', round: 2, nonce: 'n' }
    expect([tokenOf(tierAsks, 'key', ask), askCodeOf(tierAsks, 'key', ask)]).toEqual([
      'HVUgxikM-nWXNoZ_DLqbikotUY7_9S64fPj3D3DciJY',
      '899157',
    ])
    expect([tokenOf(loanAsks, 'key', loan), askCodeOf(loanAsks, 'key', loan)]).toEqual([
      'BKrF_cR_daJEdmQnefc7sie2HDQ3UdFWbhsgVmAOKp8',
      '606023',
    ])
    const sealed = { personId: 'xu-wen', round: 1, nonce: 'n' }
    expect(sealedCode('key', 'edition-confirmation', ['wx', '2026-11-30', 'h'], sealed)).toBe('866286')
  })

  it('accepts a page nonce for its own link and content for two hours only', () => {
    const now = new Date('2026-11-23T01:00:00Z')
    const nonce = pageNonce('key', 'link', 'hash', now)
    const later = new Date(now.getTime() + 2 * 3_600_000)
    expect(isPageNonce(['key'], nonce, 'link', 'hash', now)).toBe(true)
    expect(isPageNonce(['key'], nonce, 'link', 'hash', later)).toBe(false)
    expect(isPageNonce(['key'], nonce, 'other link', 'hash', now)).toBe(false)
    expect(isPageNonce(['key'], nonce, 'link', 'other hash', now)).toBe(false)
    expect(isPageNonce(['key'], nonce.replace(/^\d+/, '9999999999999'), 'link', 'hash', now)).toBe(false)
    expect(isPageNonce(['key'], '', 'link', 'hash', now)).toBe(false)
  })
})
