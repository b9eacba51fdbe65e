import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { Ssm } from '../ssm/ssm'
import type { Service } from '../template/service'
import { demoFollowers, type TwinAccount } from '../wechat/account'
import type { TwinApp } from '../weibo/account'

/** Settings of the template that name the outside world, and what stands there on one machine. */
export const outsideAt = (url: string): Record<string, string> => ({
  WECHAT_BASE_URL: `${url}/wechat-twin`,
  WECHAT_TESTERS: demoFollowers
    .map(({ wechatId }) => wechatId)
    .filter((wechatId) => wechatId.startsWith('tester'))
    .join(','),
  WEIBO_BASE_URL: `${url}/weibo-twin`,
  MESSENGER_BASE_URL: `${url}/messenger-twin`,
})

/** Only settings a function already has are replaced: nothing is declared here that the template does not say. */
export function withOutside(service: Service, outside: Record<string, string>): Service {
  const replace = (environment: Record<string, string>) =>
    Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, outside[key] ?? value]))
  return {
    ...service,
    functions: service.functions.map((model) => ({ ...model, environment: replace(model.environment) })),
  }
}

/** A setting as the first function that has it says. */
export const settingOf = (service: Service, key: string): string | undefined =>
  service.functions.find(({ environment }) => environment[key] !== undefined)?.environment[key]

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

/** What the product keeps of its WeChat account under the name `wechat`, as JSON. */
const WechatSecret = z.object({
  appId: z.string(),
  appSecret: z.string(),
  token: z.string(),
  encodingAesKey: z.string(),
  originalId: z.string(),
})

/** What the product keeps of its Weibo app under the name `weibo`, as JSON. */
const WeiboSecret = z.object({
  appKey: z.string(),
  appSecret: z.string(),
  accessToken: z.string().optional(),
})

const cipherKeys = () => JSON.stringify({ current: 'k1', keys: { k1: randomBytes(32).toString('base64') } })

/** Secrets the product reads by short name, made up at the first start and kept. */
const firstSecrets = (service: Service): Record<string, string> => ({
  'link-key': random(32),
  'page-key': random(32),
  'letter-key': random(32),
  'session-key': random(32),
  'setup-code': randomBytes(8).toString('hex'),
  'complaint-key': cipherKeys(),
  'push-key': cipherKeys(),
  wechat: JSON.stringify({
    appId: settingOf(service, 'WECHAT_ACCOUNT') ?? 'wx-local',
    appSecret: randomBytes(16).toString('hex'),
    token: randomBytes(8).toString('hex'),
    // 43 letters and digits, as WeChat makes them.
    encodingAesKey: randomBytes(32).toString('base64').replaceAll('+', 'a').replaceAll('/', 'b').slice(0, 43),
    originalId: 'gh_0123456789ab',
  } satisfies z.infer<typeof WechatSecret>),
  weibo: JSON.stringify({
    appKey: String(randomBytes(4).readUInt32BE(0) + 1_000_000_000),
    appSecret: randomBytes(16).toString('hex'),
    accessToken: `2.00${randomBytes(14).toString('hex')}`,
  } satisfies z.infer<typeof WeiboSecret>),
})

const nameOf = (service: Service, short: string) =>
  `${settingOf(service, 'SECRETS_PREFIX') ?? '/local/'}${short}`

/** A secret by the product's short name. */
export const secretOf = (service: Service, ssm: Ssm, short: string): string | undefined =>
  ssm.value(nameOf(service, short))

/** `given` and made-up secrets are written once; `always` at every start, for what changes with it. */
export function seedSecrets(
  service: Service,
  ssm: Ssm,
  { always = {}, given = {} }: { always?: Record<string, string>; given?: Record<string, string> },
): void {
  for (const [name, value] of Object.entries(service.parameters)) ssm.seed(name, value)
  for (const [short, value] of Object.entries({ ...firstSecrets(service), ...given }))
    ssm.seed(nameOf(service, short), value)
  for (const [short, value] of Object.entries(always)) ssm.seed(nameOf(service, short), value, true)
}

/** The account of the WeChat twin, with the secrets the product was given. */
export function twinAccount(service: Service, ssm: Ssm): TwinAccount {
  const stored = secretOf(service, ssm, 'wechat')
  if (stored === undefined) throw new Error('the secret wechat was not seeded')
  return {
    ...WechatSecret.parse(JSON.parse(stored)),
    kind: settingOf(service, 'WECHAT_ACCOUNT_KIND') === 'service' ? 'service' : 'subscription',
  }
}

/** The app of the Weibo twin, with the secrets the product was given; links to this machine count as the company's. */
export function weiboTwinApp(service: Service, ssm: Ssm, url: string): { app: TwinApp; firstToken?: string } {
  const stored = secretOf(service, ssm, 'weibo')
  if (stored === undefined) throw new Error('the secret weibo was not seeded')
  const { appKey, appSecret, accessToken } = WeiboSecret.parse(JSON.parse(stored))
  const safeDomains = [new URL(url).hostname]
  return {
    app: { appKey, appSecret, redirectUri: `${url}/weibo/authorised`, safeDomains },
    firstToken: accessToken,
  }
}

/** Path of the route that takes WeChat's pushes: the first POST whose path speaks of WeChat. */
export const callbackPath = (service: Service): string | undefined =>
  service.routes.map(({ routeKey }) => /^POST (\/\S*wechat\S*)$/.exec(routeKey)?.[1]).find((path) => path)
