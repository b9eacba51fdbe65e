import { weiboLengthWithLink } from '../../../lib/policy/weibo-counter'
import { proposedDigest, proposedWeibo, titleAdvice } from '../../../lib/article/summary'

it('advises on a title that a phone cuts, that baits, or that shouts, and on no other', () => {
  expect(titleAdvice('首批智能阀门在西部管网投用')).toEqual([])
  expect(titleAdvice('阀'.repeat(26))).toEqual([])
  expect(titleAdvice('阀'.repeat(27)).map(({ zh }) => zh)).toEqual([expect.stringContaining('27 字宽')])
  // Letters and figures are half as wide.
  expect(titleAdvice('DN300 PN16 阀门 2026 年 11 月 30 日发运')).toEqual([])
  expect(titleAdvice('没想到阀门会说话……').map(({ zh }) => zh)).toEqual([
    expect.stringContaining('“没想到”像标题党'),
    expect.stringContaining('省略号'),
  ])
  expect(titleAdvice('震惊！！阀门竟然会说话').map(({ zh }) => zh)).toEqual([
    expect.stringContaining('“震惊”“竟然”像标题党'),
    expect.stringContaining('叹号'),
  ])
})

it('proposes whole sentences, as many as the list shows, and cuts only where the first is longer', () => {
  expect(proposedDigest('首批阀门投用。\n运行平稳。')).toBe('首批阀门投用。 运行平稳。')
  const long = `${'一'.repeat(40)}。${'二'.repeat(40)}。`
  expect(proposedDigest(long)).toBe(`${'一'.repeat(40)}。`)
  expect([...proposedDigest('三'.repeat(80))]).toHaveLength(54)
  expect(proposedDigest('')).toBe('')
})

it('proposes a text for Weibo of the title and whole sentences, always with room for the link, and no topic', () => {
  const limit = 140
  const text = '首批 12 台智能阀门在西部管网通过验收。\n运行平稳，泄漏量低于设计值。'
  expect(proposedWeibo({ title: '智能阀门#投用', text, limit })).toBe(
    '【智能阀门投用】首批 12 台智能阀门在西部管网通过验收。 运行平稳，泄漏量低于设计值。',
  )
  const sentence = (length: number) => `${'阀'.repeat(length - 1)}。`
  const long = proposedWeibo({ title: '题', text: sentence(100) + sentence(30) + sentence(30), limit })
  expect(long).toBe(`【题】${sentence(100)}`)
  for (const length of [119, 120, 125, 126, 127, 128, 200]) {
    const one = proposedWeibo({ title: '', text: sentence(length), limit })
    expect(weiboLengthWithLink(one)).toBeLessThanOrEqual(limit)
    expect(one).toBe(weiboLengthWithLink(sentence(length)) <= limit ? sentence(length) : '')
  }
  expect(weiboLengthWithLink(proposedWeibo({ title: '长'.repeat(200), text: '', limit }))).toBe(limit)
  expect(proposedWeibo({ title: '', text: '', limit })).toBe('')
})
