import { draftFindings } from '../../../../lib/channels/wechat/limits'

const article = { title: '题', content: '<p>文</p>', coverMediaId: 'm' }
const rules = (change: object) => draftFindings([{ ...article, ...change }]).map((one) => one.rule)

test.each([
  ['title', { title: '字'.repeat(32) }, { title: '字'.repeat(33) }, 'wechat.title'],
  ['author', { author: '字'.repeat(16) }, { author: '字'.repeat(17) }, 'wechat.author'],
  ['digest', { digest: '字'.repeat(120) }, { digest: '字'.repeat(121) }, 'wechat.digest'],
  ['content', { content: 'a'.repeat(19_999) }, { content: 'a'.repeat(20_000) }, 'wechat.content.characters'],
  ['source link', { sourceUrl: 'h'.repeat(1024) }, { sourceUrl: 'h'.repeat(1025) }, 'wechat.source-url'],
])('takes a %s at its limit and refuses one beyond', (_name, fits, exceeds, rule) => {
  expect(rules(fits)).toEqual([])
  expect(rules(exceeds)).toEqual([rule])
})

test('counts an emoji as one character, as WeChat does', () => {
  expect(rules({ title: '😀'.repeat(32) })).toEqual([])
})

test('names limit, value seen, article and remedy in both languages', () => {
  const [found] = draftFindings([article, { ...article, title: '字'.repeat(40) }])
  expect(found).toMatchObject({ index: 2, limit: 32, seen: 40 })
  expect(found?.message.zh).toContain('40')
  expect(found?.remedy.en).toContain('shorten')
})

test('refuses content of 1 MB and more even when its characters are few enough to be counted differently', () => {
  expect(rules({ content: '字'.repeat(349_526) })).toEqual([
    'wechat.content.characters',
    'wechat.content.bytes',
  ])
})

test('takes 1 to 8 articles', () => {
  const of = (count: number) =>
    draftFindings(Array.from({ length: count }, () => article)).map((one) => one.rule)
  expect([of(0), of(1), of(8), of(9)]).toEqual([['wechat.articles'], [], [], ['wechat.articles']])
})

test('refuses an empty title', () => {
  expect(rules({ title: '  ' })).toEqual(['wechat.title'])
})
