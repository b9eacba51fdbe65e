import { decrypt as wecomDecrypt, encrypt as wecomEncrypt, getSignature } from '@wecom/crypto'
import { CacheInterface, FormData, OfficialAccount, ServerRequest } from 'node-easywechat'
import { decrypt, encrypt } from '../../../lib/channels/wechat/callback/aes'
import { encryptReply } from '../../../lib/channels/wechat/callback/encrypt-reply'
import { signatureFits, signatureOf } from '../../../lib/channels/wechat/callback/signature'
import { account, type GivenTwin, givenTwin, picture, tester, until } from './given-twin'

// Two implementations that are not ours (docs/decisions/0010): Tencent's own for the encryption of pushes, and a client
// of the whole API.

const { appId, token, encodingAesKey } = account
const timestamp = '1700000000'
const seconds = Number(timestamp)
const nonce = 'nonce-1'

/** Short, long, Chinese, beyond the BMP, and each length around a block of 32. */
const messages = [
  'a',
  '<xml><Content><![CDATA[签发 😀]]></Content></xml>',
  '稿'.repeat(5000),
  ...Array.from({ length: 34 }, (_, length) => 'x'.repeat(length)),
]

class MemoryCache extends CacheInterface {
  readonly #kept = new Map<string, unknown>()
  override async get(key: string) {
    return this.#kept.get(key)
  }
  override async has(key: string) {
    return this.#kept.has(key)
  }
  override async set(key: string, data?: unknown) {
    this.#kept.set(key, data)
    return true
  }
  override async delete(key: string) {
    return this.#kept.delete(key)
  }
}

const easywechat = (baseURL = 'http://127.0.0.1:9/') => {
  const app = new OfficialAccount({
    ...{ app_id: appId, secret: account.appSecret, token, aes_key: encodingAesKey },
    use_stable_access_token: true,
    http: { baseURL },
  })
  app.setCache(new MemoryCache())
  return app
}

describe('the encryption of pushes', () => {
  it.each(messages)(
    '%# what Tencent’s own code encrypts we read, and it reads what we encrypt',
    (message) => {
      expect(decrypt(encodingAesKey, wecomEncrypt(encodingAesKey, message, appId))).toEqual({
        message,
        appId,
      })
      const random = Buffer.from('0123456789abcdef')
      const ours = encrypt(encodingAesKey, { message, appId, random })
      expect(wecomDecrypt(encodingAesKey, ours)).toEqual({ message, id: appId, random })
      // The same random gives the same text: nothing but chance differs.
      expect(wecomEncrypt(encodingAesKey, message, appId, random)).toBe(ours)
      expect(signatureOf(token, timestamp, nonce, ours)).toBe(getSignature(token, timestamp, nonce, ours))
    },
  )

  it('a reply of ours is read by the client, one of the client’s by us', () => {
    const encryptor = easywechat().getEncryptor()
    const message = '<xml><Content><![CDATA[收到]]></Content></xml>'
    const random = Buffer.from('0123456789abcdef')
    const part = (xml: string, name: string) =>
      new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`).exec(xml)?.[1] ?? ''
    const ours = encryptReply({ message, appId, token, encodingAesKey, timestamp, nonce, random })
    expect(encryptor.decrypt(part(ours, 'Encrypt'), part(ours, 'MsgSignature'), nonce, seconds)).toBe(message)
    const theirs = String(encryptor.encrypt(message, nonce, seconds))
    const encrypted = part(theirs, 'Encrypt')
    expect(decrypt(encodingAesKey, encrypted)).toEqual({ message, appId })
    expect(signatureFits({ token }, part(theirs, 'MsgSignature'), timestamp, nonce, encrypted)).toBe(true)
  })
})

describe('the twin, spoken to by a client that is not ours', () => {
  let twin: GivenTwin
  beforeEach(async () => {
    twin = await givenTwin()
  })
  afterEach(() => twin.close())

  it('takes its token, cover, draft, test and mass send, and it reads the push that follows', async () => {
    const app = easywechat(`${twin.url}/`)
    const client = app.getClient()
    const post = async (path: string, body: object) => {
      const answer = await client.postJson(path, body)
      return answer.toObject() as Record<string, string | number>
    }
    const form = new FormData()
    form.append('media', Buffer.from((await picture()).bytes), {
      filename: 'a.jpg',
      contentType: 'image/jpeg',
    })
    const uploaded = await client.post('cgi-bin/material/add_material', {
      params: { type: 'image' },
      data: form,
    } as object)
    const { media_id: cover } = uploaded.toObject() as { media_id: string }
    const { media_id } = await post('cgi-bin/draft/add', {
      articles: [{ title: '签发系统上线', content: '<p>正文</p>', thumb_media_id: cover }],
    })
    const mpnews = { mpnews: { media_id }, msgtype: 'mpnews' }
    expect(await post('cgi-bin/message/mass/preview', { touser: tester.openId, ...mpnews })).toMatchObject({
      errcode: 0,
    })
    const sent = await post('cgi-bin/message/mass/sendall', {
      filter: { is_to_all: true },
      clientmsgid: 'independent-1',
      ...mpnews,
    })
    expect(sent).toMatchObject({ errcode: 0, msg_id: expect.any(Number) })
    twin.clock.move(2000)
    await until(() => twin.callback.pushes.length > 0, 'the push')
    expect(await post('cgi-bin/message/mass/get', { msg_id: sent['msg_id'] })).toMatchObject({
      msg_status: 'SEND_SUCCESS',
    })
    const { massSends } = await twin.state()
    expect(massSends.map(({ articles }) => articles.map(({ title }) => title))).toEqual([['签发系统上线']])

    const [push] = twin.callback.pushes
    const seen: unknown[] = []
    const url = `/callback?${push?.query.toString()}`
    const headers = { 'content-type': 'text/xml' }
    app.setRequest(new ServerRequest('POST', url, headers, Buffer.from(push?.body ?? '')))
    const server = app.getServer()
    server.withHandler(async (message) => {
      const { Event, MsgID, Status, ToUserName } = message as Record<string, unknown>
      seen.push({ Event, MsgID: String(MsgID), Status, ToUserName })
      return ''
    })
    await server.serve()
    expect(seen).toEqual([
      {
        Event: 'MASSSENDJOBFINISH',
        MsgID: String(sent['msg_id']),
        Status: 'send success',
        ToUserName: account.originalId,
      },
    ])
  })
})
