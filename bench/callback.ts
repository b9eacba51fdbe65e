import { randomBytes } from 'node:crypto'
import { seal, signatureOf } from '../local/wechat/seal'
import { openDoors, secrets } from '../test/kit/doors'
import { paired, quantile, ratioOf, type Ratio } from './side-by-side'

const perSecond = 200
const seconds = 2
const rounds = 5

interface Account {
  appId: string
  appSecret: string
  token: string
  encodingAesKey: string
  originalId: string
}

/** Each push is one of its own: a message of another reader. */
function pushOf(account: Account, at: number, n: number) {
  const timestamp = String(Math.floor(at / 1000))
  const nonce = String(n)
  const message = `<xml><ToUserName><![CDATA[${account.originalId}]]></ToUserName><FromUserName><![CDATA[reader-${n}]]></FromUserName><CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[请问阀门何时投用？]]></Content><MsgId>${n}</MsgId></xml>`
  const encrypted = seal({ ...account, kind: 'service' }, message, randomBytes(16))
  const query = new URLSearchParams({
    ...{ signature: signatureOf(account.token, timestamp, nonce), timestamp, nonce, openid: `reader-${n}` },
    ...{
      encrypt_type: 'aes',
      msg_signature: signatureOf(account.token, timestamp, nonce, encrypted),
    },
  })
  return {
    url: `/wechat/callback?${String(query)}`,
    body: `<xml><ToUserName><![CDATA[${account.originalId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
  }
}

/** Asks at a steady pace whether or not the answers keep up; the time below which 95 of 100 were answered. */
async function paced(ask: (n: number) => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  const asked: Promise<number>[] = []
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = begun + (n * 1000) / perSecond
    const early = due - performance.now()
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    asked.push(ask(n).then(() => performance.now() - due))
  }
  return quantile(await Promise.all(asked), 0.95)
}

/** WeChat wants its answer within five seconds: AES pushes at 200 a second against a door that does nothing. */
export async function callback(): Promise<Ratio[]> {
  const now = new Date()
  const doors = await openDoors({ rows: new Map(), now })
  const account = JSON.parse(secrets.wechat) as Account
  const asked = async (method: string, url: string, body = '') => {
    const answer = await doors.knock({ method, url, body, headers: { 'content-type': 'text/xml' } })
    if (answer?.statusCode !== 200) throw new Error(`${method} ${url} answered ${answer?.statusCode}`)
  }
  const times = { ours: [] as number[], other: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    const pushes = Array.from({ length: perSecond * seconds }, (_, n) =>
      pushOf(account, now.getTime(), round * 10_000 + n),
    )
    const ours = await paced((n) => asked('POST', pushes[n]!.url, pushes[n]!.body))
    const other = await paced(() => asked('GET', '/assets/style.css'))
    if (round === 0) continue
    times.ours.push(ours)
    times.other.push(other)
  }
  const measured = paired(times.ours, times.other)
  return [
    ratioOf({
      ...{ bench: 'callback', what: `p95 of ${perSecond} AES pushes a second / of a door that does nothing` },
      ...{ ...measured, unit: 'ms', goal: 3 },
    }),
    ratioOf({
      ...{ bench: 'callback', what: 'p95 of a push / 100 ms', ours: measured.ours, other: 100 },
      ...{ unit: 'ms', goal: 1 },
    }),
  ]
}
