import { scryptSync } from 'node:crypto'
import type * as z from 'zod'
import { Env } from '../platform/env'
import type { Secrets } from '../platform/secrets'
import type { SecretName, SettingName } from '../policy/watched-settings'
import { none } from './settings'

/** Settings that are looked at; every function has the same. */
export const WatchedEnv = Env.pick({
  WECHAT_ACCOUNT: true,
  WECHAT_ACCOUNT_KIND: true,
  WECHAT_TESTERS: true,
  WECHAT_BASE_URL: true,
  WEIBO_BASE_URL: true,
  PUBLIC_URL: true,
  MAIL_FROM: true,
  MAIL_SIGN_IN: true,
  OIDC_ISSUER: true,
  OIDC_CLIENT_ID: true,
  OIDC_UNVERIFIED_MAIL: true,
} satisfies Record<SettingName, true>)

/** One machine chooses its port at each start: that is no other address. */
export const markOfValue = (value: string): string => value.replace(/^(http:\/\/127\.0\.0\.1):\d+/, '$1')

/** Slow to guess also for a password of a mail server. */
const markOfSecret = (salt: string, name: string, value: string): string =>
  scryptSync(value, `${salt} ${name}`, 32, { N: 4096 }).toString('base64url')

const readAll = (secrets: Secrets): Record<SecretName, () => Promise<string>> => ({
  wechat: () => secrets.read('wechat'),
  weibo: () => secrets.read('weibo'),
  'mail-url': () => secrets.read('mail-url'),
  'oidc-client-secret': () => secrets.read('oidc-client-secret'),
  'setup-code': () => secrets.read('setup-code'),
  'link-key': () => secrets.read('link-key'),
  'page-key': () => secrets.read('page-key'),
  'letter-key': () => secrets.read('letter-key'),
  'session-key': () => secrets.read('session-key'),
  'complaint-key': () => secrets.read('complaint-key'),
  'push-key': () => secrets.read('push-key'),
})

/** Marks of everything in use, by name. */
export const inUse =
  ({ env, secrets }: { env: z.infer<typeof WatchedEnv>; secrets: () => Secrets }) =>
  async (salt: string): Promise<Record<string, string>> => {
    const values = Object.entries(env).map(([name, value]) => [name, markOfValue(value)] as const)
    const read = readAll(secrets())
    const marks: (readonly [string, string])[] = []
    for (const [name, secret] of Object.entries(read)) marks.push([name, await markOf(name, secret)])
    return Object.fromEntries([...values, ...marks])

    async function markOf(name: string, secret: () => Promise<string>): Promise<string> {
      try {
        return markOfSecret(salt, name, await secret())
      } catch (error) {
        if ((error as Error).name === 'ParameterNotFound') return none
        throw error
      }
    }
  }
