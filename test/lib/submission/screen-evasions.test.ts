import { submissionFindings } from '../../../lib/submission/findings'
import { wordList } from '../../../lib/policy/word-list'
import { articleBody } from '../../../lib/submission/article-body'
import { aSubmission } from '../../kit/submission'
import { evasions, innocents } from './evasions'

const given = aSubmission()
const refusedOf = (body: string, change: Partial<typeof given.content> = {}) =>
  submissionFindings(
    { ...given, content: { ...given.content, body, ...change } },
    [],
    '2026-11-23',
    wordList,
  ).filter(({ severity }) => severity === 'refuse')

describe('what people read is what is screened (article 8)', () => {
  it('is tried with at least forty evasions and as many innocent texts', () => {
    expect(evasions.length).toBeGreaterThanOrEqual(40)
    expect(innocents.length).toBeGreaterThanOrEqual(40)
  })

  it.each(evasions)('refuses with its place: %s', (_, body) => {
    const refused = refusedOf(body)
    expect(refused.length).toBeGreaterThan(0)
    for (const { at } of refused) {
      expect(at?.field).toBe('body')
      expect(at!.end).toBeGreaterThan(at!.start)
      expect(at!.excerpt).not.toBe('')
    }
  })

  it.each(innocents)('lets pass: %s', (_, body) => {
    expect(refusedOf(body).map(({ rule, seen }) => `${rule} ${seen}`)).toEqual([])
  })
})

describe('the printed source (10.1)', () => {
  it.each([
    '<div style="display:none">',
    '<svg>',
    '<textarea>',
    '<!--',
    '<p style="font-size:0',
    '<table><tr>',
    '<plaintext>',
    '<title>',
    '<xmp>',
    '<noscript>',
    '<select><option>',
    '<section style="height:0;overflow:hidden"><section style="position:fixed">',
    '<a href="',
  ])('stands below a body that ends in %s, outside of everything the body opened', (end) => {
    const { html } = articleBody({
      body: `<p>正文</p>${end}`,
      source: '公司新闻中心',
      unitName: '研发中心',
      pictures: [],
      videos: [],
    })
    const [, before = '', after = ''] =
      /^<section style="[^"]*">(.*)(<p style="[^"]*">来源：公司新闻中心　供稿：研发中心<\/p><\/section>)$/.exec(
        html,
      ) ?? []
    expect(after).not.toBe('')
    expect(before).toContain('正文')
    for (const tag of ['section', 'div', 'table', 'p', 'a'])
      expect([tag, before.split(new RegExp(`<${tag}[ >]`)).length]).toEqual([
        tag,
        before.split(`</${tag}>`).length,
      ])
  })

  it('may be said once more in the text, where it is the very same', () => {
    const own = { source: '公司新闻中心' }
    expect(refusedOf('<p>正文</p><p>（来源：公司新闻中心）</p>', own)).toEqual([])
    expect(refusedOf('<p>正文</p><p>（来源：新华社）</p>', own).map(({ rule }) => rule)).toEqual([
      'body.source-line',
    ])
  })
})

describe('signs that say nothing (10.1)', () => {
  const nothing = '\u200b\u3164\u2800\ufeff'
  it.each<[string, Partial<typeof given.content>, string]>([
    ['a title of invisible signs', { title: nothing }, 'title.required'],
    ['a source of invisible signs', { source: nothing }, 'source.required'],
    ['an unknown source with an invisible sign', { source: '网\u200b络' }, 'source.unknown'],
    ['a body of invisible signs', { body: `<p>${nothing}</p>` }, 'body.required'],
    ['a Weibo text of invisible signs', { channels: ['weibo'], weiboText: nothing }, 'weibo.required'],
    ['NUL in a title', { title: '标\u0000题' }, 'text.unprintable'],
    ['half a character in a title', { title: '标题\ud83d' }, 'text.unprintable'],
    ['a turned title', { title: '标\u202e题' }, 'text.unprintable'],
    ['an isolated title', { title: '标\u2067题' }, 'text.unprintable'],
    ['a title of two lines', { title: '标\n题' }, 'text.one-line'],
    ['a source of two lines', { source: '甲\u2028乙' }, 'text.one-line'],
    ['a turned body', { body: '<p>正\u202e文</p>' }, 'text.unprintable'],
    ['half a character in a Weibo text', { channels: ['weibo'], weiboText: '微\udc00' }, 'text.unprintable'],
  ])('refuses %s', (_, change, rule) => {
    expect(refusedOf('<p>正文</p>', change).map((found) => found.rule)).toContain(rule)
  })

  it('lets emoji, marks of letters and a Weibo text of two lines pass', () => {
    const change = { title: '全家👨‍👩‍👧 café', channels: ['wechat', 'weibo'] as const, weiboText: '甲\n乙' }
    expect(refusedOf('<p>正文</p>', { ...change, channels: [...change.channels] })).toEqual([])
  })
})
