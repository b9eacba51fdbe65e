import { done, type GivenTwin, givenDraft, givenTwin, tester } from './given-twin'

let twin: GivenTwin
beforeEach(async () => {
  twin = await givenTwin()
})
afterEach(() => twin.close())

const reader = '/phone?as=oReader0000000000000000000001'
const asTester = `/phone?as=${tester.openId}`

async function mediaOf(html: string) {
  const sources = [...html.matchAll(/<img[^>]*src="([^"]+)"/g)].map(([, src]) => src ?? '')
  return Promise.all(
    sources.map(async (src) => {
      const response = await fetch(new URL(src, twin.url))
      return `${response.status} ${response.headers.get('content-type')}`
    }),
  )
}

test('a test send is seen by its tester only, marked as a test; a mass send by every follower once it is sent', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat, ['签发系统上线'])
  done(await wechat.testSend({ mediaId, to: tester }))
  expect((await twin.page(asTester)).text).toMatch(/测试预览.*签发系统上线/)
  expect((await twin.page(reader)).text).not.toContain('签发系统上线')

  const { msgId } = done(await wechat.massSend({ mediaId, clientMsgId: '1', to: 'everyone' }))
  expect((await twin.page(reader)).text).not.toContain('签发系统上线')
  expect((await twin.page(`/s/${msgId}/1`)).status).toBe(404)
  twin.clock.move(3000)
  const { text } = await twin.page(reader)
  expect(text).toContain('签发系统上线')
  expect(text).not.toContain('测试预览')
  expect(await mediaOf(text)).toEqual(['200 image/jpeg'])
  expect((await twin.page('/phone?as=oStranger00000000000000000001')).text).not.toContain('签发系统上线')
})

test('an article opens as a reader sees it, its pictures served from here', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat, ['甲', '乙'], { sourceUrl: 'https://example.cn/?a=1&b=2' })
  const { msgId } = done(await wechat.massSend({ mediaId, clientMsgId: '1', to: 'everyone' }))
  twin.clock.move(3000)
  const chat = (await twin.page(reader)).text
  expect(chat).toContain(`href="/wechat/s/${msgId}/1"`)
  expect(chat).toContain(`href="/wechat/s/${msgId}/2"`)
  const { text, status } = await twin.page(`/s/${msgId}/2`)
  expect(status).toBe(200)
  for (const seen of ['>乙</h1>', '企管部', '2026-11-23 10:00', '正文：乙', 'a=1&amp;b=2'])
    expect(text).toContain(seen)
  // Where WeChat has its pictures stands in the page, as on WeChat's, and is not loaded.
  expect(text.replaceAll(/ data-src="[^"]*"/g, '')).not.toContain('qpic.cn')
  expect(await mediaOf(text)).toEqual(['200 image/jpeg'])

  done(await wechat.deleteMassSend({ msgId, articleIndex: 2 }))
  expect((await twin.page(`/s/${msgId}/2`)).status).toBe(410)
  expect((await twin.page(`/s/${msgId}/1`)).status).toBe(200)
})

test('after a tap on the menu three answers pass within a minute; after a message five, whatever is tapped', async () => {
  const wechat = twin.client()
  const openId = 'oReader0000000000000000000001'
  const say = (path: string, fields: object = {}) =>
    fetch(new URL(`phone/${path}`, `${twin.url}/`), {
      method: 'POST',
      body: new URLSearchParams({ as: openId, ...fields }),
      redirect: 'manual',
    })
  const answers = async (count: number) => {
    const codes: unknown[] = []
    for (let n = 0; n < count; n++) {
      const outcome = await wechat.answerReader({ openId, text: `${n}` })
      codes.push(outcome.kind === 'refused' ? outcome.refusal.errcode : outcome.kind)
    }
    return codes
  }
  await say('menu')
  expect(await answers(4)).toEqual(['done', 'done', 'done', 45047])
  twin.clock.move(60_001)
  expect(await answers(1)).toEqual([45015])
  await say('write', { text: '在吗' })
  await say('menu')
  twin.clock.move(60_001)
  expect(await answers(6)).toEqual([...Array<string>(5).fill('done'), 45047])
})

test('no page runs or loads anything from elsewhere, and texts cannot become markup', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat, ['<img src=x onerror=1>'], { digest: '<b>"' })
  done(await wechat.testSend({ mediaId, to: tester }))
  const { msgId } = (await twin.state()).previews[0] ?? {}
  for (const path of [asTester, '/phone/write', `/s/${msgId}/1`, '/_twin']) {
    const { text, headers, status } = await twin.page(path)
    expect([path, status]).toEqual([path, 200])
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*img-src 'self'/)
    // The chat's own script and the dark mode's, by address; nothing in the page itself can run.
    const own = path === asTester ? 'live.js' : path.startsWith('/s/') ? 'dark.js' : undefined
    const scripts = text.match(/<script(?! type="text\/plain")[^>]*>/g) ?? []
    expect(scripts).toEqual(own ? [`<script src="/wechat/${own}" defer>`] : [])
    expect(text).not.toMatch(/<img src=x|<[^>]* on[a-z]+=/)
  }
})

test('the back stage sets and clears faults by its forms, and refuses what it does not know', async () => {
  const form = (fields: Record<string, string>) =>
    fetch(`${twin.url}/_twin/form`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const fault = { what: 'faults', endpoint: '/cgi-bin/draft/add', how: 'errcode', when: 'before' }
  const numbers = { errcode: '48001', ms: '50', times: '2' }
  expect((await form({ ...fault, ...numbers })).status).toBe(303)
  expect((await form({ ...numbers, what: 'faults', endpoint: 'finish-event', how: 'lost' })).status).toBe(303)
  expect((await twin.state()).faults).toMatchObject([
    { endpoint: '/cgi-bin/draft/add', errcode: 48001, times: 2 },
    { endpoint: 'finish-event', how: 'lost' },
  ])
  expect((await twin.page('/_twin')).text).toContain('/cgi-bin/draft/add · errcode · before · 48001 · × 2')
  expect((await form({ what: 'clear-faults' })).status).toBe(303)
  expect((await form({ what: 'administrator-mode', on: 'yes' })).status).toBe(303)
  expect(await twin.state()).toMatchObject({ faults: [], administratorConfirms: true })
  expect((await form({ what: 'burn' })).status).toBe(400)
  expect((await form({ ...fault, ...numbers, how: 'burn' })).status).toBe(400)
})

test('unknown paths and foreign files are not found', async () => {
  for (const path of ['/nothing', '/mmbiz/constructor', '/material/..%2Fstate', '/s/draft/x/1', '/s/1/9']) {
    expect([path, (await twin.page(path)).status]).toEqual([path, 404])
  }
})

test('memory outlives the twin: drafts, pictures, tokens, sends', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  done(await wechat.testSend({ mediaId, to: tester }))
  const before = await twin.state()
  twin.restart()
  expect(await twin.state()).toEqual(before)
  done(await wechat.getDraft(mediaId))
  expect((await twin.state()).calls.used['/cgi-bin/stable_token']).toBe(1)
})
