import { WordList } from '../../../lib/policy/word-list'
import { hitsIn } from '../../../lib/submission/screening'
import { hasPassage, withHitsMarked, withReason } from '../../../lib/submission/marked-html'
import { aSubmission } from '../../kit/submission'

const list = WordList.parse({
  version: '2',
  words: [
    { word: '天蓝计划', rule: 'screen.internal' },
    { word: 'r&d', rule: 'screen.internal' },
    { word: '最好', rule: 'screen.absolute' },
  ],
})
const plain = (html: string) => withHitsMarked(html, list).replace(/ title="[^"]*"/g, '')

describe('hits marked in HTML', () => {
  it('stand at their exact place across tags, entities, width, blanks and zero-width characters', () => {
    expect(plain('<p>介绍天\u200b 蓝计划。</p>')).toBe('<p>介绍<mark>天\u200b 蓝计划</mark>。</p>')
    expect(plain('<p>天<b>蓝</b>计划</p>')).toBe(
      '<p><mark>天</mark><b><mark>蓝</mark></b><mark>计划</mark></p>',
    )
    expect(plain('<p>Ｒ&amp;d 部</p>')).toBe('<p><mark>Ｒ&amp;d</mark> 部</p>')
    expect(plain('<p>天&#8203;蓝&nbsp;计&#x5212;</p>')).toBe(
      '<p><mark>天&#8203;蓝&nbsp;计&#x5212;</mark></p>',
    )
    expect(plain('<p>😀最好</p>')).toBe('<p>😀<mark>最好</mark></p>')
  })

  it('leave attributes, two paragraphs and everything else as they are', () => {
    for (const html of [
      '<p><a href="https://x.example/?a=天蓝计划&amp;b=最好">链接</a></p>',
      '<p>天蓝</p><p>计划</p>',
      '<p>1 &lt; 2</p>',
      '',
    ])
      expect(withHitsMarked(html, list)).toBe(html)
  })

  it('let nothing of the text become markup', () => {
    const marked = plain('<p>最好&lt;script&gt;alert(1)&lt;/script&gt;最好</p>')
    expect(marked).toBe('<p><mark>最好</mark>&lt;script&gt;alert(1)&lt;/script&gt;<mark>最好</mark></p>')
  })

  it('carry the number of the answer they wait for, counted over all fields', () => {
    const body = '<p>最好的<i>天蓝</i>计划</p>'
    const hits = hitsIn({ ...aSubmission().content, title: '最好的阀门', body }, list)
    const marked = withHitsMarked(`${body}<p>来源：最好社</p>`, list, hits)
    expect([...marked.matchAll(/id="hit-(\d)"[^>]*>([^<]*)/g)].map(([, id, text]) => [id, text])).toEqual([
      ['2', '最好'],
      ['3', '天蓝'],
    ])
    expect(marked.match(/<mark/g)).toHaveLength(4)
  })
})

describe('the reason of a rejection', () => {
  const html = '<p>首批<b>智能</b>阀门&amp;配件</p><p>通过验收。</p>'

  it('stands right behind the passage it speaks of, however that was copied', () => {
    const marked = withReason(html, { note: '没有依据<b>', noteAbout: '智能 阀门&配件\n通过' })
    expect(marked.replace(/ title="[^"]*"/, '')).toBe(
      '<p>首批<b>智能</b>阀门&amp;配件</p><p>通过<mark>【退回理由 / Sent back: 没有依据&lt;b&gt;】</mark>验收。</p>',
    )
  })

  it('stands nowhere once the passage is gone, or when none was quoted', () => {
    expect(withReason(html, { note: '没有依据', noteAbout: '世界第一' })).toBe(html)
    expect(withReason(html, { note: '没有依据' })).toBe(html)
    expect([hasPassage(html, '阀门&配件'), hasPassage(html, '世界第一'), hasPassage(html, ' ')]).toEqual([
      true,
      false,
      false,
    ])
  })
})
