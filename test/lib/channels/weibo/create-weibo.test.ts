import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createWeibo, type WeiboSettings } from '../../../../lib/channels/weibo/create-weibo'
import { createWeiboOauth } from '../../../../lib/channels/weibo/oauth'
import type { WeiboOutcome } from '../../../../lib/channels/weibo/outcome'
import { unlimitedCalls } from '../../../../lib/channels/weibo/call-budget'
import { parseWithLongIds } from '../../../../lib/channels/weibo/call'

interface Asked {
  method: string
  url: URL
  type: string
  body: string
}

/** A server that answers as told and keeps what it was asked. */
let server: Server
let asked: Asked[]
let answer: (res: ServerResponse) => void
let baseUrl: string

beforeEach(async () => {
  asked = []
  server = createServer((req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      asked.push({
        method: req.method ?? '',
        url: new URL(req.url ?? '', 'http://weibo'),
        type: req.headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString('latin1'),
      })
      answer(res)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const answers = (status: number, body: unknown) => {
  answer = (res) =>
    res
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body))
}

const client = (change: Partial<WeiboSettings> = {}) =>
  createWeibo({
    baseUrl,
    accessToken: async () => '2.00token',
    budget: unlimitedCalls,
    timeoutMs: 2000,
    log: { info: () => undefined, warn: () => undefined },
    clock: { now: () => new Date('2026-11-23T02:00:00Z') },
    ...change,
  })

const share = { text: '今日新闻 https://news.example.cn/a/1', ip: '211.156.0.1' }

/** As the sheet shows it: `id` beyond what a number holds. */
const status =
  '{"created_at":"Wed Oct 24 23:49:17 +0800 2012","id":3504803600502730123,"idstr":"3504803600502730123",' +
  '"mid":"3504803600502730123","text":"今日新闻 https://news.example.cn/a/1","textLength":46,"favorited":false,' +
  '"pic_urls":[],"user":{"id":1404376560,"idstr":"1404376560","screen_name":"企业"}}'

const brief = (outcome: WeiboOutcome<unknown>) =>
  outcome.kind === 'refused'
    ? `${outcome.refusal.code} ${outcome.refusal.class}`
    : outcome.kind === 'unknown'
      ? `unknown ${outcome.cause}`
      : 'done'

describe('sharing', () => {
  it('posts a form with token, text and the address of the person, and reads the long id as text', async () => {
    answers(200, status)
    const outcome = await client().share(share)
    expect(outcome).toEqual({
      kind: 'done',
      value: {
        id: '3504803600502730123',
        text: '今日新闻 https://news.example.cn/a/1',
        createdAt: '2012-10-24T15:49:17.000Z',
        url: 'https://weibo.com/1404376560/97i1vFgbsef',
        hasPicture: false,
      },
    })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', url: { pathname: '/2/statuses/share.json' } })
    expect(asked[0]?.type).toMatch(/^application\/x-www-form-urlencoded/)
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      access_token: '2.00token',
      status: share.text,
      rip: '211.156.0.1',
    })
  })

  it('sends one picture as multipart with its bytes unchanged', async () => {
    answers(200, status.replace('"pic_urls":[]', '"pic_urls":[{"thumbnail_pic":"http://x"}]'))
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
    const outcome = await client().share({
      ...share,
      picture: { name: 'a.jpg', contentType: 'image/jpeg', bytes },
    })
    expect(outcome).toMatchObject({ kind: 'done', value: { hasPicture: true } })
    const form = await new Response(Buffer.from(asked[0]?.body ?? '', 'latin1'), {
      headers: { 'content-type': asked[0]?.type ?? '' },
    }).formData()
    expect(form.get('status')).toBe(share.text)
    const pic = form.get('pic') as File
    expect([pic.name, pic.type]).toEqual(['a.jpg', 'image/jpeg'])
    expect(new Uint8Array(await pic.arrayBuffer())).toEqual(bytes)
  })

  it.each([
    ['20032', 200, { error: 'update success, wait', error_code: 20032 }, 'unknown delayed'],
    ['20032 in text', 400, { error: 'update success', error_code: '20032' }, 'unknown delayed'],
    ['10001', 400, { error: 'System error', error_code: 10001 }, 'unknown system-error'],
    ['a code under 5xx', 503, { error: 'text too long', error_code: 20012 }, 'unknown system-error'],
    ['502 without JSON', 502, '<html>Bad Gateway</html>', 'unknown http-status'],
    ['a redirect', 302, '', 'unknown http-status'],
    ['a page where JSON was due', 200, '<html>', 'unknown unreadable'],
    ['a status without id', 200, { text: 'x' }, 'unknown unreadable'],
    ['no own link', 400, { error: 'text not find domain!', error_code: 10017 }, '10017 permanent'],
    ['no safe domain', 400, { error: 'appkey not bind domain!', error_code: 10017 }, '10017 administrator'],
    ['repeated', 400, { error: 'repeat content', error_code: 20019 }, '20019 repeated'],
    ['similar', 400, { error: 'repeat content', error_code: '20017' }, '20017 repeated'],
    ['expired', 401, { error: 'expired_token', error_code: 21327 }, '21327 authorise'],
    ['day used up', 403, { error: 'User requests out of rate limit', error_code: 10023 }, '10023 quota'],
    ['unaudited', 403, { error: 'unaudited', error_code: 21321 }, '21321 administrator'],
    ['unlisted', 400, { error: 'new', error_code: 29999 }, '29999 administrator'],
  ])('%s is told for what it is', async (_, httpStatus, body, expected) => {
    answers(httpStatus, body)
    const outcome = await client().share(share)
    expect(brief(outcome)).toBe(expected)
    expect(asked).toHaveLength(1)
    if (outcome.kind === 'refused')
      expect([outcome.refusal.advice.zh.length, outcome.refusal.advice.en.length].every((n) => n > 3)).toBe(
        true,
      )
  })

  it('a silence and a broken connection are unknown, and nothing is sent again', async () => {
    answer = () => undefined
    expect(brief(await client({ timeoutMs: 100 }).share(share))).toBe('unknown timeout')
    answer = (res) => res.destroy()
    expect(brief(await client().share(share))).toBe('unknown connection')
    expect(asked).toHaveLength(2)
  })

  it('is refused without a call when nobody has authorised, or our own count is at its limit', async () => {
    answers(200, status)
    expect(brief(await client({ accessToken: async () => undefined }).share(share))).toBe('21332 authorise')
    expect(brief(await client({ budget: { spend: async () => 'day' } }).share(share))).toBe('10023 quota')
    expect(brief(await client({ budget: { spend: async () => 'hour' } }).share(share))).toBe('10024 quota')
    expect(asked).toHaveLength(0)
  })

  it.each([
    ['20008 permanent', '  '],
    ['10017 permanent', '#投用# https://news.example.cn/a/1'],
    ['10017 permanent', '第＃一 https://news.example.cn/a/1'],
    ['10017 permanent', '没有链接'],
    ['10017 permanent', '别家 https://news.example.cn.evil.example/a https://evil.example/news.example.cn'],
  ])('%s without a call, told our host: %s', async (expected, text) => {
    answers(200, status)
    expect(brief(await client({ ownHost: 'news.example.cn' }).share({ ...share, text }))).toBe(expected)
    expect(asked).toHaveLength(0)
  })

  it('a picture of 5 MB is not sent; one byte less and a fragment in our link are', async () => {
    answers(200, status)
    const own = client({ ownHost: 'news.example.cn' })
    const picture = (bytes: number) => ({
      name: 'a.png',
      contentType: 'image/png' as const,
      bytes: new Uint8Array(bytes),
    })
    expect(brief(await own.share({ ...share, picture: picture(5 * 1_048_576) }))).toBe('20006 permanent')
    expect(asked).toHaveLength(0)
    expect(brief(await own.share({ ...share, picture: picture(5 * 1_048_576 - 1) }))).toBe('done')
    expect(brief(await own.share({ ...share, text: '见https://news.example.cn/a/1#top，详情' }))).toBe('done')
  })

  it('never writes the token into the log', async () => {
    const lines: string[] = []
    const keep = (message: string, facts: object) => void lines.push(message + JSON.stringify(facts))
    answers(401, { error: 'expired_token', error_code: 21327 })
    await client({ log: { info: keep, warn: keep } }).share(share)
    answer = (res) => res.destroy()
    await client({ log: { info: keep, warn: keep } }).timeline()
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain('2.00token')
  })
})

describe('looking', () => {
  it('reads the timeline newest first as Weibo gives it, and leaves out what was deleted', async () => {
    answers(
      200,
      `{"statuses":[${status},{"deleted":"1","text":"抱歉，此微博已被删除","idstr":"1"}],"total_number":2}`,
    )
    const outcome = await client().timeline(500)
    if (outcome.kind !== 'done') throw new Error(brief(outcome))
    expect(outcome.value.posts.map(({ id }) => id)).toEqual(['3504803600502730123'])
    expect(asked[0]?.method).toBe('GET')
    expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({
      access_token: '2.00token',
      count: '100',
    })
  })

  it('a busy Weibo is an ordinary refusal where nothing is posted', async () => {
    answers(400, { error: 'System error', error_code: 10001 })
    expect(brief(await client().timeline())).toBe('10001 retry')
  })

  it.each([
    [
      'numbers',
      { uid: 1073880650, appkey: 1352222456, scope: null, create_at: 1352267591, expire_in: 86400 },
    ],
    [
      'texts',
      { uid: '1073880650', appkey: '1352222456', scope: null, create_at: '1352267591', expire_in: '86400' },
    ],
    ['the other name', { uid: '1073880650', expires_in: 86400 }],
  ])('reads account and expiry of the token from %s', async (_, body) => {
    answers(200, body)
    expect(await client().tokenInfo()).toEqual({
      kind: 'done',
      value: { uid: '1073880650', expiresAt: '2026-11-24T02:00:00.000Z' },
    })
    expect(asked[0]).toMatchObject({ method: 'POST', url: { pathname: '/oauth2/get_token_info' } })
  })
})

describe('authorising', () => {
  const oauth = () =>
    createWeiboOauth({
      baseUrl,
      app: async () => ({
        appKey: '135',
        appSecret: 's',
        redirectUri: 'https://qf.example.cn/weibo/authorised',
      }),
      timeoutMs: 2000,
      clock: { now: () => new Date('2026-11-23T02:00:00Z') },
    })

  it('names app, redirect address and state in the address it sends the holder to', async () => {
    const url = new URL(await oauth().authorizeUrl('st'))
    expect(url.pathname).toBe('/oauth2/authorize')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: '135',
      response_type: 'code',
      redirect_uri: 'https://qf.example.cn/weibo/authorised',
      state: 'st',
      forcelogin: 'true',
    })
  })

  it('changes a code for a token with its end', async () => {
    answers(200, {
      access_token: '2.00new',
      remind_in: '157679999',
      expires_in: 157679999,
      uid: '1404376560',
    })
    expect(await oauth().exchange('c')).toEqual({
      kind: 'done',
      value: { accessToken: '2.00new', uid: '1404376560', expiresAt: '2031-11-22T01:59:59.000Z' },
    })
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      client_id: '135',
      client_secret: 's',
      grant_type: 'authorization_code',
      code: 'c',
      redirect_uri: 'https://qf.example.cn/weibo/authorised',
    })
  })

  it('a used code is a refusal that names the app settings', async () => {
    answers(400, { error: 'invalid_grant', error_code: 21325, error_description: 'x' })
    expect(brief(await oauth().exchange('c'))).toBe('21325 administrator')
  })
})

test('long integers become text, whatever stands in the strings around them', () => {
  const json =
    '{"id":3504803600502730123,"a":[-12345678901234567,12,1.5],"s":"id\\": 3504803600502730123","f":1234567890123456.5}'
  expect(parseWithLongIds(json)).toEqual({
    id: '3504803600502730123',
    a: ['-12345678901234567', 12, 1.5],
    s: 'id": 3504803600502730123',
    f: 1234567890123456.5,
  })
})
