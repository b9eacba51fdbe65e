import { Policy, categoryOf, policy, policyOf, policyVersions } from '../../../lib/policy/policy'
import { november2026 } from '../../../lib/policy/policy-2026-11'
import { statement, statementOf, statementWording } from '../../../lib/policy/statement'

describe('the policy as data', () => {
  it('is the newest version, and every version is found by its name', () => {
    expect(policy.version).toBe('2026-11')
    expect(policyVersions.at(-1)).toBe(policy.version)
    for (const version of policyVersions) expect(policyOf(version).version).toBe(version)
    expect(() => policyOf('1999-01')).toThrow('no policy version 1999-01')
  })

  it('holds the seven permitted kinds of article 9, named in both languages', () => {
    expect(policy.categories.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(new Set(policy.categories.map(({ id }) => id)).size).toBe(7)
    expect(categoryOf(6)!.appends.map(({ tier }) => tier)).toEqual(['company-leader'])
    expect(policy.categories.filter(({ office }) => office).map(({ number }) => number)).toEqual([7])
    expect(categoryOf(8)).toBeUndefined()
  })

  it('cannot be changed at run time, at any depth', () => {
    expect(() => Object.assign(policy.weibo, { maxLength: 2_000 })).toThrow(TypeError)
    expect(() => (policy.media.video.extra as string[]).push('exe')).toThrow(TypeError)
    expect(() => Object.assign(policy.routes.full[0]!, { tier: 'company-leader' })).toThrow(TypeError)
  })

  it('refuses data that breaks its own shape', () => {
    const [first] = november2026.routes.full
    expect(
      Policy.safeParse({ ...november2026, routes: { ...november2026.routes, full: [first, first] } }).success,
    ).toBe(false)
    expect(Policy.safeParse({ ...november2026, categories: november2026.categories.slice(1) }).success).toBe(
      false,
    )
    expect(Policy.safeParse({ ...november2026, quota: 1 }).success).toBe(false)
  })

  it('survives being sent as JSON', () => {
    expect(Policy.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy)
  })
})

describe('the statement signed with each version (articles 6 and 8)', () => {
  it('speaks of truth, reliability, compliance and of classified matter, in both languages', () => {
    expect(statementWording('zh')).toMatch(/^\[2026-11\].*真实性.*可靠性.*合规性.*国家秘密/)
    expect(statementWording('en')).toMatch(
      /^\[2026-11\].*truth, reliability and compliance.*state, work or trade secret/,
    )
    expect(statement.parts.map(({ article }) => article)).toEqual(['6', '8'])
  })

  it('is found by the version that was signed', () => {
    expect(statementOf(statement.version)).toBe(statement)
    expect(() => statementOf('1999-01')).toThrow(RangeError)
  })
})
