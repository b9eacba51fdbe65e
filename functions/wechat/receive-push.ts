import * as z from 'zod'
import { verifyUrl } from '../../lib/channels/wechat/callback/verify-url'
import { openComplaintRoom } from '../../lib/complaint/open-room'
import { receiveMessage } from '../../lib/complaint/receive-message'
import { receivePush } from '../../lib/edition/receive-push'
import { callbackAccountOf } from '../../lib/edition/wechat-secret'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { http, parsed, type HttpAnswer } from '../../lib/platform/http'
import { machineAt } from '../../lib/platform/machine'
import { log } from '../../lib/platform/log'

const { COMPLAINT_MACHINE_ARN } = configFrom(Env.pick({ COMPLAINT_MACHINE_ARN: true }))
const desk = openComplaintRoom()
const receive = receivePush({
  ...desk,
  onPush: receiveMessage({ ...desk, machine: machineAt(COMPLAINT_MACHINE_ARN) }),
})

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

/** WeChat knocks here: its GET proves the address, its POST brings a push and is answered once the push is kept. */
export const handler = http(
  async (raw) => {
    const { query, body } = parsed(Request, raw)
    const account = callbackAccountOf(await desk.wechatSecret(), desk.clock.now())
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
