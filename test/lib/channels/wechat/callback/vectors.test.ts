import { decrypt, encrypt } from '../../../../../lib/channels/wechat/callback/aes'
import { encryptReply } from '../../../../../lib/channels/wechat/callback/encrypt-reply'
import { signatureFits, signatureOf } from '../../../../../lib/channels/wechat/callback/signature'
import { verifyUrl } from '../../../../../lib/channels/wechat/callback/verify-url'

// Official vectors of WeChat's documentation (reference sheet, section 8).
const key = 'A'.repeat(43)
const appId = 'wxba5fad812f8e6fb9'
const encrypted =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='

test.each([
  ['1714036504', '1514711492', 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
  ['1714037059', '486452656', '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
  ['1714112445', '415670741', '6c5c811b55cc85e0e1b54100749188c20beb3f5d'],
])('signs timestamp %s and nonce %s as WeChat does', (timestamp, nonce, signature) => {
  expect(signatureOf('AAAAA', timestamp, nonce)).toBe(signature)
})

test('answers the URL check with the echo, and nothing when the signature is wrong or missing', () => {
  const query = {
    signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
    timestamp: '1714036504',
    nonce: '1514711492',
    echostr: '4375120948345356249',
  }
  expect(verifyUrl(query, { token: 'AAAAA' })).toBe('4375120948345356249')
  expect(verifyUrl(query, { token: 'AAAAB' })).toBeUndefined()
  expect(verifyUrl({ ...query, nonce: '1' }, { token: 'AAAAA' })).toBeUndefined()
  expect(verifyUrl({ ...query, signature: undefined }, { token: 'AAAAA' })).toBeUndefined()
})

test('checks msg_signature over the ciphertext', () => {
  const parts = ['1714112445', '415670741'] as const
  expect(
    signatureFits({ token: 'AAAAA' }, '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3', ...parts, encrypted),
  ).toBe(true)
  expect(
    signatureFits({ token: 'AAAAA' }, '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3', ...parts, `${encrypted} `),
  ).toBe(false)
})

test('decrypts the official push', () => {
  const { message, appId: from } = decrypt(key, encrypted)
  expect(from).toBe(appId)
  expect(Buffer.byteLength(message)).toBe(167)
  expect(JSON.parse(message)).toMatchObject({ Event: 'debug_demo' })
})

test('encrypts the official reply, signature included', () => {
  const random = Buffer.from('707722b803182950')
  const message = '{"demo_resp":"good luck"}'
  const expected = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=='
  expect(encrypt(key, { message, appId, random })).toBe(expected)
  const xml = encryptReply({
    ...{ message, appId, random, token: 'AAAAA', encodingAesKey: key },
    ...{ timestamp: '1713424427', nonce: '415670741' },
  })
  expect(xml).toContain(`<Encrypt><![CDATA[${expected}]]></Encrypt>`)
  expect(xml).toContain('<MsgSignature><![CDATA[1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1]]></MsgSignature>')
})

test.each([
  ['cut short', encrypted.slice(0, 64)],
  ['changed at the end', `${encrypted.slice(0, -8)}AAAAAAA=`],
  ['not base64', '！'],
])('does not decrypt a ciphertext that is %s', (_name, text) => {
  expect(() => decrypt(key, text)).toThrow()
})

test('wants an EncodingAESKey of 43 characters', () => {
  expect(() => decrypt('A'.repeat(42), encrypted)).toThrow('43')
})
