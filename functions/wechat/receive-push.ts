import * as z from 'zod'
import { verifyUrl } from '../../lib/channels/wechat/callback/verify-url'
import { callbackAccountOf } from '../../lib/channels/wechat/wechat-secret'
import { http, parsed, type HttpAnswer } from '../../lib/platform/http'
import { log } from '../../lib/platform/log'
import { receivePush } from '../../lib/push/receive-push'
import { wire } from '../wire/part'
import { clock, pushes } from '../wire/rows'
import { wechatSecret } from '../wire/wechat'

const room = wire({ clock, pushes, wechatSecret })
const receive = receivePush(room)

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
  body: z.string().default(''),
})

const plain = (statusCode: number, body: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

/** WeChat knocks here: its GET proves the address, its POST brings a push, which is kept and answered; no more. */
export const handler = http(
  async (raw) => {
    const { query, body } = parsed(Request, raw)
    const secret = await room.wechatSecret()
    const account = callbackAccountOf(secret, room.clock.now())
    if (raw.method !== 'POST') {
      const echo = verifyUrl(query, account)
      if (echo === undefined) log.warn('address check refused', { reason: 'BadSignature' })
      return echo === undefined ? plain(403, '') : plain(200, echo)
    }
    const believed = await receive({ query, body, account })
    return believed ? plain(200, 'success') : plain(403, '')
  },
  // The longest push, eight articles with their addresses, is a tenth of it.
  { maxBytes: 131_072 },
)
