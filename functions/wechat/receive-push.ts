import * as z from 'zod'
import { verifyUrl } from '../../lib/channels/wechat/callback/verify-url'
import { openDesk } from '../../lib/edition/open-desk'
import { receivePush } from '../../lib/edition/receive-push'
import { http, parsed, type HttpAnswer } from '../../lib/platform/http'
import { log } from '../../lib/platform/log'

const desk = openDesk()
const receive = receivePush(desk)

const Word = z.string().max(2000).optional()
const Request = z.object({
  query: z.object({
    signature: Word,
    timestamp: Word,
    nonce: Word,
    echostr: Word,
    openid: Word,
    encrypt_type: Word,
    msg_signature: Word,
  }),
  body: z.string().max(1_000_000).default(''),
})

const plain = (statusCode: number, body: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

/** WeChat knocks here: its GET proves the address, its POST brings a push and is answered once the push is kept. */
export const handler = http(async (raw) => {
  const { query, body } = parsed(Request, raw)
  const { appId, token, encodingAesKey } = await desk.wechatSecret()
  if (raw.method !== 'POST') {
    const echo = verifyUrl(query, token)
    if (echo === undefined) log.warn('address check refused', { reason: 'BadSignature' })
    return echo === undefined ? plain(403, '') : plain(200, echo)
  }
  const believed = await receive({
    query,
    body,
    account: { appId, token, encodingAesKeys: [encodingAesKey].flat() },
  })
  return believed ? plain(200, 'success') : plain(403, '')
})
