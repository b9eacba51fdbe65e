import type { Context } from 'aws-lambda'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { systemClock } from '../../lib/platform/clock'
import { Env } from '../../lib/platform/env'
import type { HttpAnswer, HttpEvent } from '../../lib/platform/http'
import { eventOf } from '../../local/http-api/event'
import { matchRoute } from '../../local/http-api/match-route'
import { awsInProcess, type Objects } from './aws-in-process'
import type { Rows } from './memory-table'

const root = join(__dirname, '..', '..')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

type Handler = (event: HttpEvent, context: Context) => Promise<HttpAnswer>

/** A door as functions.yml declares it. */
export interface DeclaredDoor {
  route: string
  operation: string
  area: string
}

/** Every route of the template, from the functions.yml beside the doors. */
export const declaredDoors = (): DeclaredDoor[] =>
  readdirSync(join(root, 'functions')).flatMap((area) => {
    const file = join(root, 'functions', area, 'functions.yml')
    if (!existsSync(file)) return []
    const declared = parse(readFileSync(file, 'utf8')) as Record<string, { http?: string | string[] }>
    return Object.entries(declared).flatMap(([operation, { http }]) =>
      [http ?? []].flat().map((route) => ({ route, operation, area })),
    )
  })

export const publicUrl = 'https://qianfa.example'

/** Secrets of the doors, each a word that is found wherever it leaks. */
export const secrets = {
  'link-key': 'canary-link-key-5f0d7c',
  'page-key': 'canary-page-key-7c1e44',
  'letter-key': 'canary-letter-key-b8d203',
  'session-key': 'canary-session-key-91b2ae',
  'setup-code': 'canary-setup-code-77aa01',
  'mail-url': 'smtp://canary-mail-user:canary-mail-password@127.0.0.1:1',
  'complaint-key': JSON.stringify({
    current: 'k1',
    keys: { k1: Buffer.from('canary-complaint-key-of-32-bytes').toString('base64') },
  }),
  'push-key': JSON.stringify({
    current: 'k1',
    keys: { k1: Buffer.from('canary-push-key-of-32-bytes-long').toString('base64') },
  }),
  wechat: JSON.stringify({
    appId: 'wx-doors',
    appSecret: 'canary-wechat-app-secret-c41f',
    token: 'canary-wechat-token-20ab',
    encodingAesKey: 'canarywechataeskeyABCDEFGHIJKLMNOPQRSTUVWXY',
    originalId: 'gh_0123456789ab',
  }),
  weibo: JSON.stringify({
    appKey: '1234567890',
    appSecret: 'canary-weibo-app-secret-6d3e',
    accessToken: '2.00canaryweibotoken8f1c',
  }),
}

const settings: Partial<Record<keyof typeof Env.shape, string>> = {
  STAGE: 'local',
  TABLE: 'qianfa-doors',
  MEDIA_BUCKET: 'qianfa-doors-media',
  ARCHIVE_BUCKET: 'qianfa-doors-archive',
  MAIL_FROM: 'Qianfa <qianfa@jiangnan.example>',
  MAIL_SIGN_IN: 'on',
  OIDC_ISSUER: '',
  OIDC_CLIENT_ID: '',
  OIDC_UNVERIFIED_MAIL: 'refused',
  PUBLIC_URL: publicUrl,
  SECRETS_PREFIX: '/doors/',
  WECHAT_ACCOUNT: 'wx-doors',
  WECHAT_ACCOUNT_KIND: 'subscription',
  WECHAT_UPLOADS_AT_ONCE: '4',
  CANARY: 'off',
  WECHAT_TESTERS: 'tester-editor',
  EGRESS_ADDRESS: '192.0.2.1',
  MOVED: '',
  WECHAT_BASE_URL: 'http://127.0.0.1:9/wechat',
  WEIBO_BASE_URL: 'http://127.0.0.1:9/weibo',
  MESSENGER_BASE_URL: 'http://127.0.0.1:9/messengers',
}

/** What lies beside a bundle on Lambda: the font, and a portal of two files. */
function taskRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qianfa-doors-'))
  const dist = join(folder, 'web', 'dist')
  mkdirSync(dist, { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const files = { 'main.js': 2, 'main.css': 2 }
  for (const name of Object.keys(files)) writeFileSync(join(dist, `${name}.gz`), 'gz')
  const manifest = { hash: 'a', script: 'main.js', style: 'main.css', preload: [], files }
  writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest))
  return folder
}

/** What the template and Lambda give a function, with a folder of its own to lie in. */
export const doorEnvironment = (): Record<string, string> => ({
  ...Object.fromEntries(
    (Object.keys(Env.shape) as (keyof typeof Env.shape)[]).map((name) => [
      name,
      settings[name] ?? `arn:aws:states:ap-southeast-1:000000000000:stateMachine:${name}`,
    ]),
  ),
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'AKIADOORS',
  AWS_SECRET_ACCESS_KEY: 'canary-aws-secret-access-key-b7',
  LAMBDA_TASK_ROOT: taskRoot(),
  POWERTOOLS_LOG_LEVEL: process.env['POWERTOOLS_LOG_LEVEL'] ?? 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
})

/** A request as it comes over the wire, before API Gateway makes an event of it. */
export interface Knock {
  method: string
  /** path and query, encoded */
  url: string
  headers?: Record<string, string>
  body?: Buffer | string
}

/** The platforms say what they say to a stranger: every call of theirs ends with a definite no. */
const platformsSayNo = (asked: string[]) => (url: string | URL) => {
  asked.push(String(url))
  const body = String(url).includes('/wechat')
    ? { errcode: 40013, errmsg: 'invalid appid' }
    : { error: 'invalid_access_token', error_code: 21332, request: '/2' }
  return Promise.resolve(
    new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } }),
  )
}

/**
 * Every HTTP door of the template in this process, by its own middy chain; AWS and the platforms are answered here. The
 * clock stands until it is moved.
 */
export async function openDoors(given: { rows: Rows; objects?: Objects; now: Date }) {
  Object.assign(process.env, doorEnvironment())
  let now = given.now
  Object.assign(systemClock, { now: () => now })
  const asked: string[] = []
  globalThis.fetch = platformsSayNo(asked) as typeof fetch
  const aws = awsInProcess({ ...given, secrets })

  const declared = declaredDoors()
  const handlers = new Map<string, Handler>()
  for (const { route, operation, area } of declared) {
    const { handler } = (await import(join(root, 'functions', area, kebab(operation)))) as {
      handler: Handler
    }
    handlers.set(route, handler)
  }
  const routes = declared.map(({ route }) => ({ routeKey: route, functionArn: route, timeoutMs: 30_000 }))
  const socket = new Socket()

  return {
    ...aws,
    asked,
    declared,
    moveTo: (moment: Date) => void (now = moment),
    clock: { now: () => now },
    /** Undefined where no route takes it: API Gateway answers that itself. */
    async knock({ method, url, headers = {}, body = '' }: Knock): Promise<HttpAnswer | undefined> {
      const match = matchRoute(routes, method, url.split('?')[0]!)
      if (!match) return undefined
      const request = Object.assign(new IncomingMessage(socket), { method, url })
      Object.assign(request.headers, headers)
      const event = eventOf(request, Buffer.from(body), match, now.getTime())
      const context = { awsRequestId: 'in-process', getRemainingTimeInMillis: () => 30_000 } as Context
      return handlers.get(match.route.routeKey)!(event, context)
    },
  }
}

export type Doors = Awaited<ReturnType<typeof openDoors>>
