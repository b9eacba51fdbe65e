import { differenceBetween, isSame } from '../../../lib/submission/difference'
import { aPin, aSubmission } from '../../kit/submission'

const version = (body: string, pins = [aPin()]) => ({
  content: { ...aSubmission().content, body },
  pins,
})

describe('the difference between two versions', () => {
  it('is of words, not of markup, and knows where Chinese words end', () => {
    const { fields } = differenceBetween(
      version('<p>首批智能阀门通过验收。</p>'),
      version('<p><b>首批</b>智能阀门全部通过验收。</p>'),
    )
    expect(fields).toEqual([
      {
        field: 'body',
        stretches: [
          { text: '首批智能阀门', kind: 'same' },
          { text: '全部', kind: 'added' },
          { text: '通过验收。', kind: 'same' },
        ],
      },
    ])
  })

  it('puts together to the old text without what was added, and to the new without what was removed', () => {
    const [before, after] = ['十一月二十日，三台设备运行平稳。', '十一月二十一日，五台设备运行正常、平稳。']
    const { fields } = differenceBetween(version(before), version(after))
    const joined = (without: string) =>
      fields[0]?.stretches.flatMap(({ kind, text }) => (kind === without ? [] : [text])).join('')
    expect([joined('added'), joined('removed')]).toEqual([before, after])
  })

  it('tells a picture replaced under its name from one that was only moved', () => {
    const [one, two] = [aPin(), aPin({ id: 'b', fileName: 'b.jpg', checksum: 'sha256:two' })]
    const other = aPin({ checksum: 'sha256:other' })
    expect(differenceBetween(version('', [one, two]), version('', [other, two])).media).toEqual({
      added: ['valve.jpg'],
      removed: ['valve.jpg'],
      reordered: false,
    })
    expect(differenceBetween(version('', [one, two]), version('', [two, one])).media).toEqual({
      added: [],
      removed: [],
      reordered: true,
    })
  })

  it('is none when only markup changed', () => {
    expect(isSame(differenceBetween(version('<p>甲</p>'), version('<p><i>甲</i></p>')))).toBe(true)
  })
})

test('of two frozen versions what readers got is compared: a unit that was named anew, and by whose leave it is a repost', () => {
  const { content } = aSubmission()
  const frozen = (html: string) => ({ content, pins: [], rendition: { html } })
  const [before, after] = [
    '<p>正文</p><p>来源：甲　供稿：市场部</p>',
    '<p>正文</p><p>来源：甲　供稿：品牌部</p>',
  ]
  expect(differenceBetween(frozen(before), frozen(before)).fields).toEqual([])
  expect(differenceBetween(frozen(before), frozen(after)).fields).toEqual([
    {
      field: 'body',
      stretches: [
        { text: '正文\n来源：甲　供稿：', kind: 'same' },
        { text: '市场', kind: 'removed' },
        { text: '品牌', kind: 'added' },
        { text: '部', kind: 'same' },
      ],
    },
  ])
  // One that was not frozen is compared as both are rendered today.
  expect(differenceBetween({ content, pins: [] }, frozen(after)).fields).toEqual([])
})
