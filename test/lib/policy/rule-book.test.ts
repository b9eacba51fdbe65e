import { Finding } from '../../../lib/policy/finding'
import { findingOf, ruleBook, type RuleId } from '../../../lib/policy/rule-book'
import type { RefusalDetail } from '../../../lib/platform/refusal'

const ids = Object.keys(ruleBook) as RuleId[]

describe('the rule book', () => {
  it('has rules to look at', () => {
    expect(ids.length).toBeGreaterThan(30)
  })

  it.each(ids)('%s speaks both languages, names an article, and says what to do', (id) => {
    const finding = Finding.parse(findingOf(id, { limit: 7_654_321, seen: 1_234_567 }))
    expect(finding.rule).toBe(id)
    expect(finding.article).toMatch(/^(2|8|9|10\.[123]|11)$/)
    for (const said of [finding.message, finding.remedy]) {
      expect(said.zh).toMatch(/\p{Script=Han}/u)
      expect(said.en).toMatch(/[a-z]{3}/)
      expect(said.en.replace(/企管部/g, '')).not.toMatch(/\p{Script=Han}/u)
      expect(said.zh + said.en).not.toMatch(/undefined|\?/)
    }
  })

  it('is what a refusal carries', () => {
    const detail: RefusalDetail = findingOf('title.required')
    expect(detail).toMatchObject({ rule: 'title.required', article: '10.1' })
  })

  it('leaves out where, when there is no place', () => {
    expect(findingOf('title.required')).not.toHaveProperty('at')
  })
})
