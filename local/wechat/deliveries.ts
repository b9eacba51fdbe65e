import type { TwinAccount } from './account'
import { seal, signatureOf } from './seal'
import type { Delivery } from './state'
import { nextId, type Twin } from './twin'

const triesInAll = 3
const answerWithinMs = 5000
const againAfterMs = 5000
/** Older ones are told nowhere. */
const remembered = 500

/** Puts a push in the queue; it survives a kill once the state is saved. */
export function queueDelivery(twin: Twin, push: { openId: string; xml: string; dueAt: number }) {
  const { deliveries } = twin.state
  deliveries.push({ ...push, id: String(nextId(twin.state)), tries: 0, outcome: 'waiting' })
  const done = deliveries.filter((one) => one.outcome !== 'waiting')
  const forgotten = new Set(done.slice(0, Math.max(0, done.length - remembered)))
  twin.state.deliveries = deliveries.filter((one) => !forgotten.has(one))
}

/** Query and body of one try: the same message, signed afresh. */
function signedPush(
  account: TwinAccount,
  push: { xml: string; openId: string; nowMs: number; random: () => number },
): { query: URLSearchParams; body: string } {
  const timestamp = String(Math.floor(push.nowMs / 1000))
  const nonce = String(Math.floor(push.random() * 2 ** 31))
  const signature = signatureOf(account.token, timestamp, nonce)
  const query = new URLSearchParams({ signature, timestamp, nonce, openid: push.openId })
  if (account.pushMode === 'plain') return { query, body: push.xml }

  const salt = Uint8Array.from({ length: 16 }, () => Math.floor(push.random() * 256))
  const encrypted = seal(account, push.xml, salt)
  query.set('encrypt_type', 'aes')
  query.set('msg_signature', signatureOf(account.token, timestamp, nonce, encrypted))
  const node = `<Encrypt><![CDATA[${encrypted}]]></Encrypt>`
  const body =
    account.pushMode === 'compatible'
      ? push.xml.replace('</xml>', `${node}</xml>`)
      : `<xml><ToUserName><![CDATA[${account.originalId}]]></ToUserName>${node}</xml>`
  return { query, body }
}

/** One try: delivered by 200 with `success` or nothing; three tries in all, five seconds apart (sheet, 8.4). */
export async function deliver(
  twin: Twin,
  delivery: Delivery,
  callbackUrl: string,
  post = fetch,
): Promise<void> {
  const { query, body } = signedPush(twin.account, { ...delivery, nowMs: twin.now(), random: twin.random })
  let answer: string
  try {
    const url = `${callbackUrl}${callbackUrl.includes('?') ? '&' : '?'}${query.toString()}`
    const response = await post(url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body,
      signal: AbortSignal.timeout(answerWithinMs),
    })
    const text = await response.text()
    answer = response.status === 200 ? text : `HTTP ${response.status}`
  } catch (error) {
    answer = `no answer: ${(error as Error).message}`
  }
  delivery.tries += 1
  delivery.lastAnswer = answer.slice(0, 200)
  if (answer === 'success' || answer === '') delivery.outcome = 'delivered'
  else if (delivery.tries >= triesInAll) delivery.outcome = 'given-up'
  else delivery.dueAt = twin.now() + againAfterMs
}
