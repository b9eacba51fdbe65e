import { encrypt } from '../../../../lib/channels/wechat/callback/aes'
import { readPush } from '../../../../lib/channels/wechat/callback/read-push'
import { signatureOf } from '../../../../lib/channels/wechat/callback/signature'
import { callbackAccountOf, WechatSecret } from '../../../../lib/channels/wechat/wechat-secret'

const now = new Date('2026-11-23T09:00:00Z')
const timestamp = String(now.getTime() / 1000)
const stored = { appId: 'wx1', appSecret: 's', token: 'word', encodingAesKey: 'B'.repeat(42) + 'A' }
const body = `<xml><ToUserName>gh</ToUserName><FromUserName>o</FromUserName><CreateTime>1</CreateTime>
<MsgType>text</MsgType><Content>hi</Content><MsgId>1</MsgId></xml>`

const plainPush = (secret: object) =>
  readPush({
    query: { timestamp, nonce: '7', signature: signatureOf('word', timestamp, '7') },
    body,
    account: callbackAccountOf(WechatSecret.parse(secret), now),
    now,
  })

test('a plain push is refused as soon as an AES key is set, whatever the secret says beside it: its signature does not cover the body', () => {
  expect(plainPush(stored)).toMatchObject({ ok: false, reason: 'NotEncrypted' })
  expect(plainPush({ ...stored, aesOnly: false })).toMatchObject({ ok: false, reason: 'NotEncrypted' })
  const { encodingAesKey: _, ...plain } = stored
  expect(plainPush(plain)).toMatchObject({ ok: true })
})

test('an encrypted push is believed by the current key and by the previous one', () => {
  const previous = 'C'.repeat(42) + 'A'
  const secret = { ...stored, encodingAesKey: [stored.encodingAesKey, previous] }
  for (const key of secret.encodingAesKey) {
    const encrypted = encrypt(key, { message: body, appId: 'wx1', random: Buffer.alloc(16, 7) })
    const msg_signature = signatureOf('word', timestamp, '7', encrypted)
    const read = readPush({
      query: { timestamp, nonce: '7', encrypt_type: 'aes', msg_signature },
      body: `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
      account: callbackAccountOf(WechatSecret.parse(secret), now),
      now,
    })
    expect(read).toMatchObject({ ok: true })
  }
})
