import { Content } from '../../../lib/submission/content'
import { choose, mergeContents } from '../../../web/src/together/merge-content'
import { aDocument } from '../article/dom'

aDocument()

const id = (digit: number) => `${digit}0000000-0000-4000-8000-000000000000`
const draft = (change: Partial<Content>): Content => Content.parse({ body: '<p>甲</p><p>乙</p>', ...change })
const base = draft({ title: '投用', source: '市场部', mediaIds: [id(1), id(2)] })
let clashes = 0
const merge = (mine: Partial<Content>, theirs: Partial<Content>) =>
  mergeContents({ base, mine: { ...base, ...mine }, theirs: { ...base, ...theirs } }, () => `c${++clashes}`)

describe('a draft of two hands', () => {
  it('merges fields and paragraphs that only one changed, and says what came from the other', () => {
    const merged = merge(
      { title: '投用纪实', body: '<p>甲一</p><p>乙</p>' },
      { source: '报社', body: '<p>甲</p><p>乙二</p><p>丙</p>', digest: '摘要' },
    )
    expect(merged.content).toMatchObject({
      ...{ title: '投用纪实', source: '报社', digest: '摘要' },
      body: '<p>甲一</p><p>乙二</p><p>丙</p>',
    })
    expect(merged.clashes).toEqual([])
    expect(merged.brought).toEqual({ fields: ['source', 'digest'], blocks: 2 })
  })

  it('lets theirs stand where both changed the same, and gives both to be chosen from', () => {
    const { content, clashes: open } = merge(
      { title: '我的题', body: '<p>甲我</p><p>乙</p>' },
      { title: '他的题', body: '<p>甲他</p><p>乙</p>' },
    )
    expect(content).toMatchObject({ title: '他的题', body: '<p>甲他</p><p>乙</p>' })
    expect(open).toMatchObject([
      { field: 'body', at: 0, mine: '<p>甲我</p>', theirs: '<p>甲他</p>' },
      { field: 'title', mine: '我的题', theirs: '他的题' },
    ])
    const [body, title] = open as [(typeof open)[0], (typeof open)[0]]
    expect(choose(content, body, 'mine').body).toBe('<p>甲我</p><p>乙</p>')
    expect(choose(content, body, 'both').body).toBe('<p>甲他</p><p>甲我</p><p>乙</p>')
    expect(choose(content, body, 'theirs')).toBe(content)
    expect(choose(content, title, 'mine').title).toBe('我的题')
  })

  it('puts mine beside the place where theirs was written on meanwhile', () => {
    const { content, clashes: open } = merge(
      { body: '<p>甲我</p><p>乙</p>' },
      { body: '<p>甲他</p><p>乙</p>' },
    )
    const later = { ...content, body: '<p>甲他们</p><p>乙</p>' }
    expect(choose(later, open[0]!, 'mine').body).toBe('<p>甲我</p><p>甲他们</p><p>乙</p>')
  })

  it('keeps files that either added, and leaves out those that either took out', () => {
    const merged = merge({ mediaIds: [id(1), id(2), id(3)] }, { mediaIds: [id(2), id(4)] })
    expect(merged.content.mediaIds).toEqual([id(2), id(4), id(3)])
    const reordered = merge({ mediaIds: [id(2), id(1)] }, {})
    expect(reordered.content.mediaIds).toEqual([id(2), id(1)])
    expect(reordered.brought).toEqual({ fields: [], blocks: 0 })
  })

  it('is theirs itself where this page changed nothing, so that nothing is saved for it', () => {
    const theirs = draft({ ...base, title: '他的题' })
    expect(mergeContents({ base, mine: base, theirs }).content).toBe(theirs)
  })
})
