import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm'
import * as z from 'zod'
import { WeiboSecret } from '../lib/channels/weibo/account-store'
import { WechatSecret } from '../lib/channels/wechat/wechat-secret'
import type { SecretName } from '../lib/policy/watched-settings'
import { CipherKeys } from '../lib/platform/field-cipher'
import { allKeys, KeyRing, keyRing } from '../lib/platform/key-ring'
import { failed, noticed, passed, type Check } from './check'

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the schema then says what was expected
  }
}
const inJson = <T extends z.ZodType>(schema: T) => z.string().transform(json).pipe(schema)

const Key = z
  .string()
  .min(32, '32 random bytes at least')
  .refine((key) => new Set(key).size > 8, 'not random')
/** One bare key, or several by name once it was rotated. */
const Keys = z.string().transform((secret, context) => {
  const keys = secret.startsWith('{')
    ? inJson(KeyRing).safeParse(secret)
    : { success: true as const, data: keyRing(secret) }
  const found = keys.success ? z.array(Key).safeParse(allKeys(keys.data)) : keys
  for (const { message } of found.error?.issues ?? []) context.addIssue({ code: 'custom', message })
  return found.data ?? []
})

/** As WeChat's console makes them. */
export const wechatWords = {
  appSecret: z.string().regex(/^[0-9a-f]{32}$/, '32 hexadecimal digits'),
  token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, '3 to 32 letters and digits'),
  encodingAesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, '43 letters and digits'),
}

/** Every secret the product reads by short name, as it has to be (docs/deploy.md, 2). */
export const secretShapes = {
  'link-key': Keys,
  'page-key': Keys,
  'letter-key': Keys,
  'session-key': Keys,
  'setup-code': z.string().min(16, '16 characters at least'),
  'mail-url': z
    .url({ protocol: /^smtps?$/, error: 'smtps://user:password@host:465' })
    .refine((url) => !/@?(127\.|localhost|\[::1\])/.test(new URL(url).host), 'a mail server of this machine')
    .refine((url) => new URL(url).password !== '', 'no password'),
  wechat: inJson(
    WechatSecret.extend({
      ...wechatWords,
      appId: z.string().regex(/^wx[0-9a-f]{16}$/, 'wx and 16 hexadecimal digits'),
      encodingAesKey: z.union([wechatWords.encodingAesKey, z.array(wechatWords.encodingAesKey).min(1)]),
    }),
  ),
  weibo: inJson(WeiboSecret),
  'complaint-key': inJson(CipherKeys),
  'push-key': inJson(CipherKeys),
  'oidc-client-secret': z.string().min(16, '16 characters at least'),
} satisfies Record<SecretName, z.ZodType>

/** What is missing without them; everything else is needed by the first letter. */
const optional = new Map([
  ['weibo', 'nothing can be posted there'],
  ['oidc-client-secret', 'the company’s own sign-in is not used'],
])

/** Present, readable, encrypted and of the right shape. No value gets into what is said. */
export async function checkSecrets(client: SSMClient, prefix: string): Promise<Check[]> {
  const values = new Map<string, string>()
  const checks: Check[] = []
  for (const [short, shape] of Object.entries(secretShapes)) {
    const name = `secret ${short}`
    const found = await parameterAt(client, `${prefix}${short}`)
    if (!found?.Value) {
      checks.push(
        optional.has(short)
          ? noticed(name, `${prefix}${short} is missing: ${optional.get(short)}`)
          : failed(name, `${prefix}${short} is missing (docs/deploy.md, 2)`),
      )
      continue
    }
    values.set(short, found.Value)
    const read = shape.safeParse(found.Value)
    if (!read.success) checks.push(failed(name, `not as it has to be: ${faultsIn(read.error)}`))
    else if (found.Type !== 'SecureString')
      checks.push(failed(name, `is a ${found.Type}, not a SecureString`))
    else checks.push(passed(name, 'present and well-formed'))
  }
  const keys = ['link-key', 'page-key', 'letter-key', 'session-key']
  const keysOf = (name: string) => Keys.safeParse(values.get(name) ?? '').data ?? []
  for (const [at, name] of keys.entries()) {
    const own = keysOf(name)
    const same = keys.slice(0, at).find((other) => keysOf(other).some((key) => own.includes(key)))
    if (same !== undefined) checks.push(failed(`secret ${name}`, `is the same as ${same}`))
  }
  return checks
}

/** Fields and what is wrong with them; zod's messages of ours hold no value. */
const faultsIn = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')

async function parameterAt(client: SSMClient, name: string) {
  try {
    return (await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).Parameter
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined
    throw error
  }
}
