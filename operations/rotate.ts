import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { WeiboSecret } from '../lib/channels/weibo/account-store'
import { WechatSecret } from '../lib/channels/wechat/wechat-secret'
import { currentKey, keyRing, type KeyRing } from '../lib/platform/key-ring'
import { secretShapes, wechatWords } from './secrets-check'
import { Usage } from './target'

export type SecretName = keyof typeof secretShapes

export interface Rotation {
  key: SecretName
  now: Date
  /** what a platform or a company’s server gave: JSON with the fields that change, or the whole value */
  given?: string | undefined
  /** hours in which WeChat’s old token and AES key are believed beside the new ones */
  overlapHours: number
  /** old keys go at once, and with them what they made */
  forget: boolean
}

const minuteMs = 60_000
const dayMs = 1440 * minuteMs
/** Twice as long as a function keeps a secret (lib/platform/secrets.ts): nobody uses a key that another does not know. */
const knownBeforeMs = 10 * minuteMs

/**
 * How long what a key made may live, in days; longer than that after its successor it leaves with the next rotation. Codes and
 * links: no question waits so long. Letters: their words lie a week beyond their deadline. Sessions last 12 hours, a
 * browser that is known 180 days. Pushes are kept 180 days at most until they have been acted on. Complaints live as long as they are open, so no key of theirs leaves by itself.
 */
const livesDays: Partial<Record<SecretName, number>> = {
  'link-key': 400,
  'page-key': 1,
  'letter-key': 400,
  'session-key': 180,
  'complaint-key': Infinity,
  'push-key': 180,
}
/** Without these nothing that anybody needs is lost. */
const forgettable: SecretName[] = ['page-key', 'session-key']

const nextName = ({ keys }: KeyRing): string =>
  `k${1 + Math.max(...Object.keys(keys).map((name) => Number(/^k(\d+)$/.exec(name)?.[1] ?? 0)))}`

/** A new key, known at once and used from ten minutes on; names of keys whose makings are all over by now leave. */
export function rotatedRing(
  secret: string,
  { key, now, forget }: Rotation,
): { value: string; said: string[] } {
  const ring = keyRing(secret)
  const name = nextName(ring)
  const fresh = randomBytes(32).toString('base64')
  if (forget)
    return {
      value: JSON.stringify({ current: name, keys: { [name]: fresh } }),
      said: [`${name} is used at once; what ${Object.keys(ring.keys).join(', ')} made is over`],
    }
  const livesMs = (livesDays[key] ?? Infinity) * dayMs
  const used = currentKey(ring, now).name
  // A key ended when the one after it began; of the one in use, nothing is over.
  const inOrder = Object.keys(ring.keys).sort((one, other) =>
    (ring.from[one] ?? '').localeCompare(ring.from[other] ?? ''),
  )
  const gone = inOrder.filter((_, at) => {
    const ended = ring.from[inOrder[at + 1] ?? '']
    return ended !== undefined && Date.parse(ended) + livesMs < now.getTime()
  })
  const kept = <T>(values: Record<string, T>) =>
    Object.fromEntries(Object.entries(values).filter(([one]) => !gone.includes(one)))
  const from = new Date(now.getTime() + knownBeforeMs).toISOString()
  const next = {
    current: gone.includes(ring.current) ? used : ring.current,
    keys: { ...kept(ring.keys), [name]: fresh },
    from: { ...kept(ring.from), [name]: from },
  }
  return {
    value: JSON.stringify(next),
    said: [
      `${name} is used from ${from} on; until then ${used}, which goes on reading what it made`,
      ...gone.map((one) => `${one} is gone: what it made is over`),
    ],
  }
}

const given = <T extends z.ZodType>(shape: T, text: string | undefined, how: string): z.infer<T> => {
  if (text === undefined || text.trim() === '') throw new Usage(how)
  const read = shape.safeParse(JSON.parse(text))
  if (read.success) return read.data
  throw new Usage(
    `${how}: ${read.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')}`,
  )
}

/** Which account it is does not change here: another account takes a deploy, and two people. */
const NewWechat = z.strictObject(wechatWords).partial()
const NewWeibo = WeiboSecret.pick({ appSecret: true }).strict()

/** Pushes of WeChat's are believed with old and new token and key until the overlap is over. */
export function rotatedWechat(secret: string, rotation: Rotation): { value: string; said: string[] } {
  const change = given(
    NewWechat,
    rotation.given,
    'give {"appSecret"?, "token"?, "encodingAesKey"?} on standard input',
  )
  const { previous: _, ...known } = WechatSecret.loose().parse(JSON.parse(secret))
  const { token, encodingAesKey } = known
  const changesPushes = change.token !== undefined || change.encodingAesKey !== undefined
  const until = new Date(rotation.now.getTime() + rotation.overlapHours * 60 * minuteMs).toISOString()
  const next = { ...known, ...change, ...(changesPushes && { previous: { token, encodingAesKey, until } }) }
  return {
    value: JSON.stringify(next),
    said: [
      `new: ${Object.keys(change).join(', ')}`,
      ...(changesPushes
        ? [`in ten minutes change the console (服务器配置); pushes of before are believed until ${until}`]
        : []),
    ],
  }
}

/** The authorisation that lies sealed with the old app secret stays readable, and is sealed anew by the next check of the account. */
export function rotatedWeibo(secret: string, rotation: Rotation): { value: string; said: string[] } {
  const change = given(NewWeibo, rotation.given, 'give {"appSecret"} on standard input')
  const known = WeiboSecret.loose().parse(JSON.parse(secret))
  const next = { ...known, ...change, previousAppSecret: known.appSecret }
  return { value: JSON.stringify(next), said: ['new: appSecret'] }
}

function whole(_: string, { key, given: text }: Rotation): { value: string; said: string[] } {
  const read = secretShapes[key].safeParse(text?.trim() ?? '')
  if (!read.success) throw new Usage(`the new ${key} on standard input: ${z.prettifyError(read.error)}`)
  return { value: text!.trim(), said: ['new value'] }
}
const madeUp = () => ({ value: randomBytes(16).toString('hex'), said: ['made up anew'] })

const ways: Partial<Record<SecretName, typeof whole>> = {
  wechat: rotatedWechat,
  weibo: rotatedWeibo,
  'mail-url': whole,
  'oidc-client-secret': whole,
  'setup-code': madeUp,
}

/** Writes the next value of one secret; every function has read it five minutes later. Answers what to know, never a value. */
export async function rotate(ssm: SSMClient, prefix: string, rotation: Rotation): Promise<string[]> {
  const { key, forget } = rotation
  if (forget && !forgettable.includes(key))
    throw new Usage(
      `--forget is for ${forgettable.join(' and ')}: without the old ${key} letters or complaints are lost`,
    )
  const Name = `${prefix}${key}`
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }))
  const { value, said } = (ways[key] ?? rotatedRing)(Parameter?.Value ?? '', rotation)
  await ssm.send(new PutParameterCommand({ Name, Value: value, Type: 'SecureString', Overwrite: true }))
  return said
}
