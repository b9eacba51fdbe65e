import { checkSubmission, type SubmittedText } from '../../../lib/policy/text-rule'

const good: SubmittedText = {
  title: '新产品通过验收',
  body: '<p>正文</p>',
  plainLength: 2,
  source: '研发中心',
  category: 3,
  channels: ['wechat'],
  pictures: 1,
  eventDate: '2026-11-20',
  today: '2026-11-23',
}
const repost = { permittedBy: '杂志社', permission: '同意转载', permittedOn: '2026-11-20' }
const found = (change: Partial<SubmittedText>) =>
  checkSubmission({ ...good, ...change }).map(({ rule, severity }) => `${severity} ${rule}`)

describe('checkSubmission', () => {
  it('has nothing to say about a good one', () => {
    expect(found({})).toEqual([])
    expect(
      found({ channels: ['wechat', 'weibo'], weiboText: '新产品', digest: '摘要', author: '王' }),
    ).toEqual([])
  })

  it.each<[string, Partial<SubmittedText>, string[]]>([
    [
      'three pictures, all of them on Weibo',
      { channels: ['weibo'], weiboText: '新产品', pictures: 3 },
      ['warn weibo.pictures'],
    ],
    [
      'three pictures, one of them on Weibo',
      { channels: ['weibo'], weiboText: '新产品', pictures: 3, weiboPictures: 1 },
      [],
    ],
    ['no title', { title: ' ' }, ['refuse title.required']],
    ['no source', { source: '　 ' }, ['refuse source.required']],
    ['a source that is none', { source: ' 网络 ' }, ['refuse source.unknown']],
    ['a source that is none, in wide letters', { source: 'ＩＮＴＥＲＮＥＴ' }, ['refuse source.unknown']],
    ['a source that only begins like none', { source: '网络安全报' }, []],
    ['a link behind the article', { originalUrl: 'https://a.example/x?y=1' }, []],
    ['a link that is none', { originalUrl: 'javascript:alert(1)' }, ['refuse original.address']],
    ['a link to no host', { originalUrl: 'https://localhost' }, ['refuse original.address']],
    ['a link with a blank', { originalUrl: 'https://a.example/x y' }, ['refuse original.address']],
    ['a link of 1,024 bytes', { originalUrl: `https://a.example/${'x'.repeat(1_006)}` }, []],
    [
      'a link of 1,025 bytes',
      { originalUrl: `https://a.example/${'x'.repeat(1_007)}` },
      ['refuse original.long'],
    ],
    ['a repost', { originalUrl: 'https://a.example/x', repost }, []],
    ['a repost of nothing', { repost }, ['refuse repost.original']],
    [
      'a repost without leave',
      { originalUrl: 'https://a.example/x', repost: { permittedBy: '\u3164', permission: '可' } },
      ['refuse repost.permission'],
    ],
    [
      'a repost without a date',
      { originalUrl: 'https://a.example/x', repost: { ...repost, permittedOn: undefined } },
      ['refuse repost.permission'],
    ],
    [
      'a repost permitted tomorrow',
      { originalUrl: 'https://a.example/x', repost: { ...repost, permittedOn: '2026-11-24' } },
      ['refuse repost.later'],
    ],
    [
      'a permission that hides a sign',
      { originalUrl: 'https://a.example/x', repost: { ...repost, permission: '同\u202e意' } },
      ['refuse text.unprintable'],
    ],
    ['no category', { category: undefined }, ['refuse category.required']],
    ['category 0', { category: 0 }, ['refuse category.unknown']],
    ['category 7', { category: 7 }, []],
    ['category 8', { category: 8 }, ['refuse category.unknown']],
    ['category 1.5', { category: 1.5 }, ['refuse category.unknown']],
    ['no channel', { channels: [] }, ['refuse channels.required']],
    ['no text for WeChat', { plainLength: 0 }, ['refuse body.required']],
    ['no text for Weibo', { channels: ['weibo'], plainLength: 0 }, ['refuse weibo.required']],
    ['Weibo of 129', { channels: ['weibo'], weiboText: '字'.repeat(129) }, []],
    ['Weibo of 140', { channels: ['weibo'], weiboText: '字'.repeat(140) }, ['warn weibo.no-room-for-link']],
    ['Weibo with a video', { channels: ['weibo'], weiboText: '字', videos: 1 }, ['warn weibo.video']],
    ['a topic nobody asked for', { weiboText: '#话题#' }, []],
    ['Weibo of 141', { channels: ['weibo'], weiboText: '字'.repeat(141) }, ['refuse weibo.too-long']],
    ['a long Weibo text nobody asked for', { weiboText: '字'.repeat(141) }, []],
    ['a title of 32', { title: '题'.repeat(32) }, []],
    ['a title of 32 emoji', { title: '😀'.repeat(32) }, []],
    ['a title of 33', { title: '题'.repeat(33) }, ['refuse wechat.title']],
    ['a long title for Weibo alone', { title: '题'.repeat(33), channels: ['weibo'], weiboText: '字' }, []],
    ['an author of 16', { author: '名'.repeat(16) }, []],
    ['an author of 17', { author: '名'.repeat(17) }, ['refuse wechat.author']],
    ['a digest of 120', { digest: '摘'.repeat(120) }, []],
    ['a digest of 121', { digest: '摘'.repeat(121) }, ['refuse wechat.digest']],
    ['19,999 characters of markup', { body: 'x'.repeat(19_999) }, []],
    ['20,000 characters of markup', { body: 'x'.repeat(20_000) }, ['refuse wechat.content-characters']],
    [
      'a picture pasted into the text',
      { body: 'x'.repeat(1_048_576) },
      ['refuse wechat.content-characters', 'refuse wechat.content-bytes'],
    ],
    ['one byte less than 1 MB', { body: 'x'.repeat(1_048_575) }, ['refuse wechat.content-characters']],
    ['news of 15 days ago', { eventDate: '2026-11-08' }, []],
    ['news of 16 days ago', { eventDate: '2026-11-07' }, ['warn text.stale']],
    ['an event to come', { eventDate: '2026-12-24' }, []],
    ['no date', { eventDate: undefined }, []],
    ['3,000 characters', { plainLength: 3_000 }, []],
    ['3,001 characters', { plainLength: 3_001 }, ['warn text.long']],
    ['no picture', { pictures: 0 }, ['warn text.no-picture']],
  ])('%s', (_what, change, expected) => {
    expect(found(change)).toEqual(expected)
  })

  it('says everything at once', () => {
    expect(found({ title: '', source: '', category: undefined, channels: [], pictures: 0 })).toEqual([
      'refuse title.required',
      'refuse source.required',
      'refuse category.required',
      'refuse channels.required',
      'warn text.no-picture',
    ])
  })

  it('names limit and value seen', () => {
    expect(checkSubmission({ ...good, title: '题'.repeat(33) })).toMatchObject([
      { rule: 'wechat.title', limit: 32, seen: 33, message: { zh: '微信标题最多 32 字，现为 33 字' } },
    ])
  })
})
