import { policy, type Policy } from '../../../lib/policy/policy'
import { policyDifference, policyInWords } from '../../../lib/policy/policy-in-words'

describe('a policy in words', () => {
  it('says limits and routes as the articles have them, each once', () => {
    const lines = policyInWords(policy)
    const said = (id: string) => lines.find((line) => line.id === id)?.value
    expect(said('weibo')?.zh).toBe('140')
    expect(said('picture.above')?.zh).toBe('1,048,576 B')
    expect(said('route.short')?.zh).toBe('单位负责人审核 → 企管部负责人批准')
    expect(said('category.6')?.zh).toContain('公司领导批准')
    expect(said('tier.company-leader')?.en).toBe('2 working days')
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
  })

  it('names what differs between two versions and nothing else', () => {
    expect(policyDifference(policy, policy)).toEqual([])
    const next: Policy = {
      ...policy,
      version: '2027-01',
      weibo: { maxLength: 2_000 },
      routes: { ...policy.routes, short: policy.routes.full },
    }
    expect(
      policyDifference(policy, next).map(({ id, before, after }) => [id, before?.zh, after?.zh]),
    ).toEqual([
      ['weibo', '140', '2000'],
      ['route.short', '单位负责人审核 → 企管部负责人批准', '单位负责人审核 → 企管办审核 → 企管部负责人批准'],
    ])
  })
})
