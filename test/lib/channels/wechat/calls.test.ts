import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { call, refusalOf } from '../../../../lib/channels/wechat/call'
import { pictureId } from '../../../../lib/channels/wechat/read-back/lines'
import {
  brief,
  done,
  type GivenTwin,
  givenDraft,
  givenTwin,
  picture,
  tester,
} from '../../../local/wechat/given-twin'

let twin: GivenTwin
beforeEach(async () => {
  twin = await givenTwin()
})
afterEach(() => twin.close())

const send = '/cgi-bin/message/mass/sendall'

test('builds a draft, reads it back as the filter left it, changes and deletes it', async () => {
  const wechat = twin.client()
  const { mediaId, articles, pictureUrl } = await givenDraft(wechat, ['甲', '乙'], {
    sourceUrl: 'https://example.cn/a',
  })
  const got = done(await wechat.getDraft(mediaId)).articles
  expect(got.map((article) => article.title)).toEqual(['甲', '乙'])
  expect(got[0]).toMatchObject({ author: '企管部', sourceUrl: 'https://example.cn/a' })
  expect(pictureId(/data-src="([^"]*)"/.exec(got[0]?.content ?? '')?.[1] ?? '')).toBe(pictureId(pictureUrl))

  const [first] = articles
  if (!first) throw new Error('no article')
  const article = {
    ...first,
    title: '丙',
    content: '<p>改<script>x</script></p><img src="https://example.cn/x.jpg">',
  }
  done(await wechat.updateDraft({ mediaId, index: 1, article }))
  expect(done(await wechat.getDraft(mediaId)).articles[1]).toMatchObject({
    title: '丙',
    content: '<p>改</p>',
  })
  expect(brief(await wechat.updateDraft({ mediaId, index: 2, article }))).toBe(40114)
  done(await wechat.deleteDraft(mediaId))
  expect(brief(await wechat.getDraft(mediaId))).toBe(40007)
})

test('a mass send that timed out after WeChat accepted it is unknown, and the same id then names it', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  await twin.fault({ endpoint: send, how: 'timeout', when: 'after' })
  const wanted = { mediaId, clientMsgId: 'a'.repeat(32), to: 'everyone' as const }
  const hasty = twin.client({ timeoutMs: 200 })
  expect(brief(await hasty.massSend(wanted))).toBe('unknown timeout')
  expect(brief(await wechat.massSend(wanted))).toBe(45066)
  twin.clock.move(60_000)
  const again = await wechat.massSend(wanted)
  const [sent, ...others] = (await twin.state()).massSends
  expect(others).toEqual([])
  expect(again).toMatchObject({
    kind: 'refused',
    refusal: { errcode: 45065, class: 'idempotency', msgId: String(sent?.msgId) },
  })
})

test.each([
  [{ how: 'timeout', when: 'before' }, 'unknown timeout', 0],
  [{ how: 'disconnect', when: 'before' }, 'unknown connection', 0],
  [{ how: 'disconnect', when: 'after' }, 'unknown connection', 1],
  [{ how: 'http-500', when: 'before' }, 'unknown http-status', 0],
  [{ how: 'http-500', when: 'after' }, 'unknown http-status', 1],
  [{ how: 'errcode', errcode: -1, when: 'after' }, 'unknown system-error', 1],
  [{ how: 'errcode', errcode: 48001 }, 48001, 0],
])('a mass send under %j is %s and was called once', async (fault, expected, sends) => {
  const { mediaId } = await givenDraft(twin.client())
  await twin.fault({ endpoint: send, ...fault })
  // Only a call that is never answered has to end soon.
  const wechat = fault.how === 'timeout' ? twin.client({ timeoutMs: 300 }) : twin.client()
  expect(brief(await wechat.massSend({ mediaId, clientMsgId: 'once', to: 'everyone' }))).toBe(expected)
  const { massSends, faults } = await twin.state()
  expect(massSends.length).toBe(sends)
  expect(faults).toEqual([])
})

test('-1 on a call that is safe to repeat is a refusal of class retry', async () => {
  await twin.fault({ endpoint: '/cgi-bin/openapi/quota/get', how: 'errcode', errcode: -1 })
  expect(await twin.client().quotaOf(send)).toMatchObject({ kind: 'refused', refusal: { class: 'retry' } })
})

test('a token error on the mass send is repeated once with a new token, and sends once', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  await twin.fault({ endpoint: send, how: 'token-invalidated' })
  done(await wechat.massSend({ mediaId, clientMsgId: 'once', to: 'everyone' }))
  expect((await twin.state()).massSends.length).toBe(1)
})

test('writes to a tester, by openid or WeChat ID, and answers a reader', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat)
  expect(done(await wechat.testSend({ mediaId, to: tester })).msgId).toMatch(/^\d+$/)
  done(await wechat.testSend({ mediaId, to: { wechatId: 'tester_zhao' } }))
  const { previews } = await twin.state()
  expect(previews.map((one) => one.openId)).toEqual([tester.openId, 'oTester0000000000000000000002'])
  expect(brief(await wechat.answerReader({ openId: tester.openId, text: '您好' }))).toBe(45015)
})

test('gives the daily quota, and status and deletion of a mass send', async () => {
  const wechat = twin.client()
  const { mediaId } = await givenDraft(wechat, ['甲', '乙'])
  const { msgId } = done(await wechat.massSend({ mediaId, clientMsgId: 'once', to: { tagId: 2 } }))
  expect(done(await wechat.quotaOf(send))).toEqual({ dailyLimit: 100, used: 1, remain: 99 })
  expect(done(await wechat.massSendStatus(msgId)).status).toBe('SENDING')
  expect(brief(await wechat.deleteMassSend({ msgId }))).toBe(40065)
  twin.clock.move(3000)
  expect(done(await wechat.massSendStatus(msgId)).status).toBe('SEND_SUCCESS')
  done(await wechat.deleteMassSend({ msgId, articleIndex: 2 }))
  expect(done(await wechat.massSendStatus(msgId)).status).toBe('SEND_SUCCESS')
  done(await wechat.deleteMassSend({ msgId }))
  expect(done(await wechat.massSendStatus(msgId)).status).toBe('DELETE')
})

test('sends Chinese raw: no escapes, which WeChat would refuse', async () => {
  const seen: string[] = []
  const wechat = twin.client({
    fetch: (url, init) => {
      if (typeof init?.body === 'string') seen.push(init.body)
      return fetch(url, init)
    },
  })
  await givenDraft(wechat, ['中文标题😀'])
  expect(seen.some((body) => body.includes('中文标题😀'))).toBe(true)
})

test('logs refusals with code and rid, and never a token or secret', async () => {
  const lines: string[] = []
  const write = (message: string, facts: object) => void lines.push(`${message} ${JSON.stringify(facts)}`)
  const wechat = twin.client({ log: { info: write, warn: write }, timeoutMs: 300 })
  await givenDraft(wechat)
  expect(brief(await wechat.getDraft('nothing'))).toBe(40007)
  await twin.fault({ endpoint: '*', how: 'disconnect' })
  expect(brief(await wechat.getDraft('nothing'))).toBe('unknown connection')
  expect(lines.find((line) => line.includes('40007'))).toMatch(/"rid":"[0-9a-f-]{26}"/)
  expect(lines.join()).not.toMatch(/access_token|98_|secret-of/)
})

test('refuses to upload what is no picture', async () => {
  const file = { ...(await picture()), bytes: new TextEncoder().encode('<svg/>') }
  expect(brief(await twin.client().uploadArticlePicture(file))).toBe(40005)
})

describe('answers of other shapes', () => {
  async function answering(status: number, body: string) {
    const server = createServer((_, res) => res.writeHead(status).end(body))
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      return await call(
        { fetch, baseUrl, timeoutMs: 1000 },
        {
          path: '/cgi-bin/x',
          query: {},
          answer: z.object({ msg_id: z.string() }),
          stage: 'call',
          safeToRepeat: false,
        },
      )
    } finally {
      server.close()
    }
  }

  test.each([
    ['absent errcode means done', 200, '{"msg_id":"5"}', 'done'],
    ['an HTML page is unreadable', 200, '<html>', 'unknown unreadable'],
    ['a success without what was promised is unreadable', 200, '{"errcode":0}', 'unknown unreadable'],
    [
      'an error status is unknown even with a friendly body',
      502,
      '{"errcode":0,"msg_id":"5"}',
      'unknown http-status',
    ],
    ['a redirect is not followed', 302, '', 'unknown http-status'],
  ])('%s', async (_name, status, body, expected) => {
    expect(brief(await answering(status, body))).toBe(expected)
  })

  test('a msg_id beyond 2^53 keeps its digits', async () => {
    expect(await answering(200, '{"errcode":0,"msg_id": 9223372036854775807}')).toEqual({
      kind: 'done',
      value: { msg_id: '9223372036854775807' },
    })
  })

  test('takes rid and hint off the words, whichever came', () => {
    const of = (errmsg: string) => refusalOf({ errcode: 45066, errmsg }, 'call')
    expect(
      of('same clientmsgid retry too fast hint: [aB_9 x] rid: 69a70460-6bf4a67d-1d99f982'),
    ).toMatchObject({
      errmsg: 'same clientmsgid retry too fast',
      rid: '69a70460-6bf4a67d-1d99f982',
    })
    expect(of('no mark').rid).toBeUndefined()
  })

  test('an unlisted code is for the administrator and names itself', () => {
    const refusal = refusalOf({ errcode: 268488001, errmsg: 'x' }, 'call')
    expect(refusal.class).toBe('administrator')
    expect(refusal.advice.en).toContain('268488001')
  })
})
