import type { DraftArticle } from '../../../lib/channels/wechat/wechat'
import { account, brief, done, type GivenTwin, givenDraft, givenTwin, picture } from './given-twin'

let twin: GivenTwin
beforeEach(async () => {
  twin = await givenTwin()
})
afterEach(() => twin.close())

test.each<[string, Partial<DraftArticle>, unknown]>([
  ['a title of 32', { title: '字'.repeat(32) }, 'done'],
  ['a title of 33', { title: '字'.repeat(33) }, 45003],
  ['an author of 16', { author: '字'.repeat(16) }, 'done'],
  ['an author of 17', { author: '字'.repeat(17) }, 45110],
  ['a digest of 120', { digest: '字'.repeat(120) }, 'done'],
  ['a digest of 121', { digest: '字'.repeat(121) }, 45004],
  ['content of 19,999', { content: 'a'.repeat(19_999) }, 'done'],
  ['content of 20,000', { content: 'a'.repeat(20_000) }, 45002],
  ['no content', { content: ' ' }, 44003],
  ['content of which nothing is left', { content: '<script>a</script>' }, 45166],
  ['a source link that is none', { sourceUrl: 'ftp://x' }, 41039],
  ['a source link of 1,025 bytes', { sourceUrl: `http://e.cn/${'a'.repeat(1013)}` }, 45005],
  ['a cover nobody uploaded', { coverMediaId: 'nothing' }, 40007],
  ['a cover named like an object property', { coverMediaId: 'constructor' }, 40007],
])('a draft with %s', async (_name, change, expected) => {
  const wechat = twin.client()
  const { mediaId: coverMediaId } = done(await wechat.addMaterial('image', await picture()))
  const outcome = await wechat.addDraft([{ title: '题', content: '<p>文</p>', coverMediaId, ...change }])
  expect(brief(outcome)).toBe(expected)
})

test('takes 1 to 8 articles', async () => {
  const wechat = twin.client()
  const { articles } = await givenDraft(
    wechat,
    Array.from({ length: 8 }, (_, at) => `第${at + 1}篇`),
  )
  expect(brief(await wechat.addDraft([]))).toBe(44003)
  expect(brief(await wechat.addDraft([...articles, ...articles].slice(0, 9)))).toBe(45008)
})

test('gives a single article without digest its first 54 characters, and several none', async () => {
  const wechat = twin.client()
  const content = `<p>${'一'.repeat(30)}</p><p>${'二'.repeat(30)}</p>`
  const one = await givenDraft(wechat, ['甲'], { content })
  expect(done(await wechat.getDraft(one.mediaId)).articles[0]?.digest).toBe('一'.repeat(30) + '二'.repeat(24))
  const two = await givenDraft(wechat, ['甲', '乙'], { content })
  expect(done(await wechat.getDraft(two.mediaId)).articles[0]?.digest).toBeUndefined()
})

test('keeps pictures uploaded to this account, over http or https, and strips all others', async () => {
  const wechat = twin.client()
  const { url } = done(await wechat.uploadArticlePicture(await picture(80)))
  const secure = url.replace('http:', 'https:')
  const content = `<p>文<img src="${url}"><img src="${secure}"><img src="http://mmbiz.qpic.cn/mmbiz_jpg/other/0"></p>`
  const { mediaId } = await givenDraft(wechat, ['甲'], { content })
  const stored = secure.replace(/0$/, '640?from=appmsg')
  const [got] = done(await wechat.getDraft(mediaId)).articles
  expect(got?.content.replace(/ data-imgfileid="\d+"/g, '')).toBe(
    `<p>文<img data-src="${stored}"  /><img data-src="${stored}"  /></p>`,
  )
})

test.each([
  ['an id and a handler', '<p id="a" onclick="b()">文</p>', '<p>文</p>'],
  ['a position', '<p style="position:fixed;color:#333">文</p>', '<p style="color:#333;">文</p>'],
  [
    'a quoted address in a style',
    `<section style="background:url('https://mmbiz.qpic.cn/a')">文</section>`,
    '文',
  ],
  [
    'a picture of elsewhere behind text',
    '<p style="background-image:url(https://e.cn/a)">文</p>',
    '<p>文</p>',
  ],
  ['signs', '<p>"a"\u00a0&amp;</p>', '<p>&quot;a&quot;&nbsp;&amp;</p>'],
  ['a name without a value', '<section nodeleaf>文</section>', '<section nodeleaf="nodeleaf">文</section>'],
  [
    'the order of attributes',
    '<p style="color:red" class="b">文<br></p>',
    '<p class="b" style="color:red;">文<br  /></p>',
  ],
  ['a font name', `<p style="font-family:'Times'">文</p>`, '<p style="font-family:&#39;Times&#39;;">文</p>'],
  ['a drawing', '<p>文</p><svg viewBox="0 0 1 1"></svg>', '<p>文</p><svg viewbox="0 0 1 1"></svg>'],
  ['a link elsewhere', '<a href="https://e.cn/">文</a>', '<a>文</a>'],
])('stores %s its own way', async (_name, content, expected) => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat, ['甲'], { content })
  expect(done(await wechat.getDraft(mediaId)).articles[0]?.content).toBe(expected)
})

const bytes = (size: number, ...signature: number[]) => {
  const all = new Uint8Array(size)
  all.set(signature)
  return all
}
const jpeg = [0xff, 0xd8, 0xff]
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const gif = [0x47, 0x49, 0x46, 0x38]

test.each([
  ['a jpg of 1 MB less a byte', bytes(1_048_575, ...jpeg), 'done'],
  ['a jpg of 1 MB', bytes(1_048_576, ...jpeg), 40009],
  ['a png', bytes(2000, ...png), 'done'],
  ['a gif', bytes(2000, ...gif), 40005],
  ['text named .jpg', new TextEncoder().encode('hello'), 40005],
  ['nothing', new Uint8Array(0), 41005],
])('uploadimg with %s', async (_name, content, expected) => {
  const file = { name: 'a.jpg', contentType: 'image/jpeg' as const, bytes: content }
  expect(brief(await twin.client().uploadArticlePicture(file))).toBe(expected)
})

test.each([
  ['image', 'a gif', bytes(2000, ...gif), 'done'],
  ['image', 'a jpg of 10 MB', bytes(10 * 1_048_576, ...jpeg), 'done'],
  ['image', 'a jpg of more', bytes(10 * 1_048_576 + 1, ...jpeg), 40009],
  ['thumb', 'a jpg of 64 KB', bytes(65_536, ...jpeg), 'done'],
  ['thumb', 'a jpg of more', bytes(65_537, ...jpeg), 40012],
  ['thumb', 'a png', bytes(2000, ...png), 40005],
] as const)('add_material %s with %s', async (type, _name, content, expected) => {
  const file = { name: 'a.jpg', contentType: 'image/jpeg' as const, bytes: content }
  expect(brief(await twin.client().addMaterial(type, file))).toBe(expected)
})

describe('the protocol, spoken by hand', () => {
  const call = async (path: string, init?: RequestInit) =>
    (await (await fetch(`${twin.url}${path}`, init)).json()) as Record<string, unknown>
  const secret = { grant_type: 'client_credential', appid: account.appId, secret: account.appSecret }
  const stable = (more: object = {}) =>
    call('/cgi-bin/stable_token', { method: 'POST', body: JSON.stringify({ ...secret, ...more }) })
  const plain = () => call(`/cgi-bin/token?${new URLSearchParams(secret).toString()}`)
  const count = async (token: unknown) =>
    (await call(`/cgi-bin/draft/count?access_token=${String(token)}`))['errcode'] ?? 0

  test('stable_token gives one token, counting down, and a new one in its last five minutes; both work', async () => {
    const first = await stable()
    expect(first).toEqual({ access_token: expect.any(String) as string, expires_in: 7200 })
    twin.clock.move(6_855_000)
    expect(await stable()).toEqual({ ...first, expires_in: 345 })
    twin.clock.move(60_000)
    const next = await stable()
    expect(next).toMatchObject({ expires_in: 7200 })
    expect(next['access_token']).not.toBe(first['access_token'])
    expect([await count(first['access_token']), await count(next['access_token'])]).toEqual([0, 0])
    twin.clock.move(300_000)
    expect([await count(first['access_token']), await count(next['access_token'])]).toEqual([42001, 0])
  })

  test('forcing kills the last token, at most every 30 seconds and 20 times a day', async () => {
    const first = await stable()
    const forced = await stable({ force_refresh: true })
    expect([await count(first['access_token']), await count(forced['access_token'])]).toEqual([40001, 0])
    expect((await stable({ force_refresh: true }))['access_token']).toBe(forced['access_token'])
    for (let at = 0; at < 19; at++) {
      twin.clock.move(30_000)
      await stable({ force_refresh: true })
    }
    twin.clock.move(30_000)
    expect(await stable({ force_refresh: true })).toMatchObject({ errcode: 45009 })
  })

  test('token kills the former one after five minutes and leaves the stable one alone', async () => {
    const [kept, first, second] = [await stable(), await plain(), await plain()]
    twin.clock.move(299_000)
    expect(await count(first['access_token'])).toBe(0)
    twin.clock.move(1000)
    expect(await count(first['access_token'])).toBe(42001)
    expect([await count(second['access_token']), await count(kept['access_token'])]).toEqual([0, 0])
  })

  test('answers malformed calls as WeChat does, with a rid', async () => {
    const { access_token } = await stable()
    const post = (body: string) =>
      call(`/cgi-bin/draft/add?access_token=${String(access_token)}`, { method: 'POST', body })
    expect(await call('/cgi-bin/draft/count')).toMatchObject({ errcode: 41001 })
    expect(await call('/cgi-bin/draft/count?access_token=x')).toMatchObject({
      errcode: 40001,
      errmsg: expect.stringMatching(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/) as string,
    })
    expect(await call(`/cgi-bin/draft/add?access_token=${String(access_token)}`)).toMatchObject({
      errcode: 43002,
    })
    expect(await post('')).toMatchObject({ errcode: 44002 })
    expect(await post('{')).toMatchObject({ errcode: 47001 })
    expect(await post('{"articles":[{"title":"\\u4e2d"}]}')).toMatchObject({ errcode: 40033 })
    expect(await stable({ grant_type: 'x' })).toMatchObject({ errcode: 40002 })
    expect(await call('/cgi-bin/menu/create')).toMatchObject({
      errcode: 40066,
      errmsg: expect.stringContaining('/cgi-bin/menu/create') as string,
    })
  })
})
