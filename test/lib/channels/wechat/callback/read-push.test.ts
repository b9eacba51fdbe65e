import { encrypt } from '../../../../../lib/channels/wechat/callback/aes'
import type { CallbackQuery } from '../../../../../lib/channels/wechat/callback/push'
import { readPush } from '../../../../../lib/channels/wechat/callback/read-push'
import { parseXml } from '../../../../../lib/channels/wechat/callback/xml'
import { stepsPerCharacter } from '../../../../kit/counted-text'
import { signatureOf } from '../../../../../lib/channels/wechat/callback/signature'

const now = new Date('2026-11-23T09:00:00Z')
const timestamp = String(now.getTime() / 1000 - 3)
const key = 'B'.repeat(42) + 'A'
const oldKey = 'C'.repeat(42) + 'A'
const account = { appId: 'wx0123456789abcdef', token: 'word', encodingAesKeys: [key, oldKey] }

/** The console in plain mode: no key at all. */
const plainAccount = { ...account, encodingAesKeys: [] }

const finish = (more = '') => `<xml>
 <ToUserName><![CDATA[gh_4d00ed8d6399]]></ToUserName>
 <FromUserName><![CDATA[oV5CrjpxgaGXNHIQigzNlgLTnwic]]></FromUserName>
 <CreateTime>1481013459</CreateTime>
 <MsgType><![CDATA[event]]></MsgType>
 <Event><![CDATA[MASSSENDJOBFINISH]]></Event>
 <MsgID>1000001625</MsgID>
 <Status><![CDATA[send success]]></Status>
 <TotalCount>100</TotalCount><FilterCount>80</FilterCount><SentCount>75</SentCount><ErrorCount>5</ErrorCount>
 ${more}</xml>`

const text = `<xml><ToUserName><![CDATA[gh_x]]></ToUserName><FromUserName><![CDATA[OPENID]]></FromUserName>
<CreateTime>1348831860</CreateTime><MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[你们的 <!DOCTYPE html> & 报价？]]></Content><MsgId>23456789012345678</MsgId></xml>`

function plain(body: string, change: CallbackQuery = {}) {
  const query = { timestamp, nonce: '77', signature: signatureOf('word', timestamp, '77'), ...change }
  return readPush({ query, body, account: plainAccount, now })
}

function aes(body: string, change: { key?: string; appId?: string; signed?: string } = {}) {
  const encrypted = encrypt(change.key ?? key, {
    message: body,
    appId: change.appId ?? account.appId,
    random: Buffer.alloc(16, 7),
  })
  const msg_signature = signatureOf('word', timestamp, '77', change.signed ?? encrypted)
  const query = { timestamp, nonce: '77', encrypt_type: 'aes', msg_signature }
  const envelope = `<xml><ToUserName>gh_x</ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
  return readPush({ query, body: envelope, account, now })
}

const reason = (read: ReturnType<typeof readPush>) => (read.ok ? 'believed' : read.reason)

test('reads a finish event with counts, articles and originality', () => {
  const read = plain(
    finish(`<CopyrightCheckResult><Count>2</Count><ResultList>
      <item><ArticleIdx>1</ArticleIdx><UserDeclareState>0</UserDeclareState><AuditState>2</AuditState>
      <OriginalArticleUrl><![CDATA[Url_1]]></OriginalArticleUrl><OriginalArticleType>1</OriginalArticleType>
      <CanReprint>1</CanReprint><NeedReplaceContent>1</NeedReplaceContent></item>
      <item><ArticleIdx>2</ArticleIdx><AuditState>11</AuditState><CanReprint>0</CanReprint></item>
      </ResultList><CheckState>2</CheckState></CopyrightCheckResult>
      <ArticleUrlResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>
      <ArticleUrl><![CDATA[http://mp.weixin.qq.com/s/XX?a=1&b=2]]></ArticleUrl></item></ResultList></ArticleUrlResult>`),
  )
  expect(read).toEqual({
    fields: expect.objectContaining({ MsgID: '1000001625' }),
    ok: true,
    push: {
      kind: 'mass-send-finished',
      msgId: '1000001625',
      result: 'sent',
      status: 'send success',
      counts: { total: 100, afterFilter: 80, sent: 75, failed: 5 },
      articles: [{ index: 1, url: 'http://mp.weixin.qq.com/s/XX?a=1&b=2' }],
      originality: {
        checkState: 2,
        articles: [
          { index: 1, auditState: 2, canReprint: true, originalUrl: 'Url_1', replaced: true },
          { index: 2, auditState: 11, canReprint: false, originalUrl: undefined, replaced: false },
        ],
      },
      from: 'oV5CrjpxgaGXNHIQigzNlgLTnwic',
      account: 'gh_4d00ed8d6399',
      createdAt: new Date(1481013459000),
      dedupeKey: 'event oV5CrjpxgaGXNHIQigzNlgLTnwic 1481013459 MASSSENDJOBFINISH 1000001625',
    },
  })
})

test.each([
  ['nodes absent', ''],
  ['lists empty', '<ArticleUrlResult><Count>0</Count><ResultList></ResultList></ArticleUrlResult>'],
  [
    'lists of white space',
    '<ArticleUrlResult><Count>0</Count><ResultList>\n  </ResultList></ArticleUrlResult>',
  ],
  ['nodes empty', '<ArticleUrlResult></ArticleUrlResult><CopyrightCheckResult> </CopyrightCheckResult>'],
])('reads a finish event with %s as one without articles', (_name, more) => {
  const read = plain(finish(more))
  expect(read).toMatchObject({ ok: true, push: { articles: [], originality: { articles: [] } } })
})

test.each([
  ['send fail', 'failed', undefined],
  ['sendfail', 'failed', undefined],
  ['', 'unknown', undefined],
  ['send partially', 'unknown', undefined],
  ['err(soon)', 'unknown', undefined],
  ['err(10001)', 'refused', { code: 10001, by: 'review' }],
  ['err(30003)', 'refused', { code: 30003, by: 'originality' }],
  ['err(40002)', 'refused', { code: 40002, by: 'administrator' }],
])('reads status %s as %s', (status, result, refusal) => {
  const read = plain(finish().replace('send success', status))
  expect(read).toMatchObject({ ok: true, push: { status, result } })
  expect(read.ok && read.push.kind === 'mass-send-finished' && read.push.refusal).toEqual(refusal)
})

test('reads a text message, keeps its 64-bit id and whatever the reader typed', () => {
  expect(plain(text)).toMatchObject({
    ok: true,
    push: {
      kind: 'text',
      msgId: '23456789012345678',
      text: '你们的 <!DOCTYPE html> & 报价？',
      dedupeKey: 'message 23456789012345678',
    },
  })
})

test('keeps any other push as it came', () => {
  const subscribe = text.replace(
    /<MsgType>[\s\S]*<\/MsgId>/,
    '<MsgType>event</MsgType><Event>subscribe</Event>',
  )
  expect(plain(subscribe)).toMatchObject({
    ok: true,
    push: { kind: 'other', msgType: 'event', event: 'subscribe', from: 'OPENID' },
  })
})

test('reads the AES form, also with the previous key, and no plain node beside it', () => {
  expect(aes(text)).toMatchObject({ ok: true, push: { kind: 'text', from: 'OPENID' } })
  expect(aes(text, { key: oldKey })).toMatchObject({ ok: true, push: { kind: 'text' } })
})

test('refuses a wrong signature in both forms', () => {
  expect(reason(plain(text, { signature: signatureOf('other', timestamp, '77') }))).toBe('BadSignature')
  expect(reason(plain(text, { signature: undefined }))).toBe('BadSignature')
  expect(reason(aes(text, { signed: 'another ciphertext' }))).toBe('BadSignature')
})

test('refuses a push for another app and a key nobody knows', () => {
  expect(reason(aes(text, { appId: 'wxanother' }))).toBe('WrongApp')
  expect(reason(aes(text, { key: 'D'.repeat(42) + 'A' }))).toBe('BadEncryption')
})

test('refuses a ciphertext of no whole block, though well signed', () => {
  const msg_signature = signatureOf('word', timestamp, '77', 'AAAA')
  const query = { timestamp, nonce: '77', encrypt_type: 'aes', msg_signature }
  expect(reason(readPush({ query, body: '<xml><Encrypt>AAAA</Encrypt></xml>', account, now }))).toBe(
    'BadEncryption',
  )
})

test('refuses plain pushes where an AES key is set', () => {
  const query = { timestamp, nonce: '77', signature: signatureOf('word', timestamp, '77') }
  expect(reason(readPush({ query, body: text, account, now }))).toBe('NotEncrypted')
  const compatible = text.replace('</xml>', '<Encrypt>AAAA</Encrypt></xml>')
  expect(reason(readPush({ query, body: compatible, account, now }))).toBe('NotEncrypted')
})

test('refuses a timestamp older than five minutes, or as far ahead, though well signed', () => {
  const at = (seconds: number, maxAgeSeconds?: number) => {
    const old = String(now.getTime() / 1000 - seconds)
    const query = { timestamp: old, nonce: '77', signature: signatureOf('word', old, '77') }
    return reason(readPush({ query, body: text, account: plainAccount, now, maxAgeSeconds }))
  }
  expect([at(300), at(301), at(-301)]).toEqual(['believed', 'OldTimestamp', 'OldTimestamp'])
  expect([at(60, 60), at(61, 60)]).toEqual(['believed', 'OldTimestamp'])
  const query = { timestamp: 'soon', nonce: '77', signature: signatureOf('word', 'soon', '77') }
  expect(reason(readPush({ query, body: text, account: plainAccount, now }))).toBe('OldTimestamp')
})

test.each([
  ['a DTD', '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + text],
  ['a DTD after the declaration', '<?xml version="1.0"?><!doctype xml>' + text],
  ['a DTD between comments that mimic CDATA', '<!-- <![CDATA[ --><!DOCTYPE xml []><!-- ]]> -->' + text],
  ['an entity inside', text.replace('</xml>', '<!ENTITY a "b"></xml>')],
])('refuses XML with %s, in plain and AES form', (_name, body) => {
  expect(reason(plain(body))).toBe('DtdRefused')
  expect(reason(aes(body))).toBe('DtdRefused')
})

test.each([
  ['nothing', ''],
  ['half a document', text.replace('</xml>', '')],
  ['another root', '<html></html>'],
  ['no sender', '<xml><MsgType>text</MsgType></xml>'],
  ['a finish event without its id', finish().replace(/<MsgID>.*<\/MsgID>/, '')],
])('refuses %s as no push', (_name, body) => {
  expect(reason(plain(body))).toBe('BadXml')
})

test.each([
  '<![CDATA[',
  '<a>',
  '</a>',
  '<a ',
  '<?xml',
  '<a><![CDATA[',
  ']]>',
  '<',
  '>',
  '<a></a>',
  '<!--',
  ' ',
])('XML costs the same for each character, however often “%s” comes', (pattern) => {
  for (const scan of [parseXml, (text: Parameters<typeof parseXml>[0]) => parseXml({ ...inRoot(text) })])
    for (const steps of stepsPerCharacter(pattern, scan)) expect(steps).toBeLessThan(40)
})

/** The same text behind `<xml>`, so that the scanner gets into it. */
function inRoot(text: Parameters<typeof parseXml>[0]): Parameters<typeof parseXml>[0] {
  const root = '<xml>'
  return {
    length: root.length + text.length,
    indexOf: (sought, from = 0) => {
      if (from < root.length && root.indexOf(sought, from) >= 0) return root.indexOf(sought, from)
      const found = text.indexOf(sought, Math.max(0, from - root.length))
      return found < 0 ? -1 : found + root.length
    },
    slice: (from = 0, to = root.length + text.length) =>
      root.slice(from, to) + text.slice(Math.max(0, from - root.length), Math.max(0, to - root.length)),
  }
}

test.each([
  ['elements within elements', `<xml>${'<a>'.repeat(120_000)}`, 'TooDeep'],
  ['CDATA that never ends', `<xml>${'<![CDATA['.repeat(110_000)}`, 'BadXml'],
  ['an attribute', '<xml a="b"></xml>', 'BadXml'],
  ['a name of 3,000 letters', `<xml><${'a'.repeat(3_000)}></xml>`, 'BadXml'],
  ['two roots', `${text}${text}`, 'BadXml'],
  ['text around the root', `a${text}`, 'BadXml'],
])('refuses %s', (_name, body, why) => {
  expect(reason(plain(body))).toBe(why)
  expect(reason(aes(body))).toBe(why)
})

test('a signature that does not fit is all that is looked at: what the body holds changes no answer', () => {
  const bodies = ['', '<xml>'.repeat(50_000), '<![CDATA['.repeat(10_000), '<!DOCTYPE xml>', text]
  expect(bodies.map((body) => reason(plain(body, { signature: 'no' })))).toEqual(
    bodies.map(() => 'BadSignature'),
  )
  const sealed = bodies.map((body) => `${body}<Encrypt>AAAA</Encrypt>`)
  const unsigned = { encrypt_type: 'aes', msg_signature: 'no' }
  expect(sealed.map((body) => reason(plain(body, unsigned)))).toEqual(sealed.map(() => 'BadSignature'))
})
