import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unlimitedCalls } from '../../../lib/channels/weibo/call-budget'
import { createWeibo, type WeiboSettings } from '../../../lib/channels/weibo/create-weibo'
import { createWeiboOauth } from '../../../lib/channels/weibo/oauth'
import type { WeiboOutcome } from '../../../lib/channels/weibo/outcome'
import type { Weibo } from '../../../lib/channels/weibo/weibo'
import type { TwinApp, TwinSettings } from '../../../local/weibo/account'
import { createWeiboTwin, type WeiboTwin } from '../../../local/weibo/create-twin'

export const firstToken = '2.00firstTokenOfTheCompany'
export const company = '1404376560'
export const owner = '1073880650'
export const redirectUri = 'https://qf.example.cn/weibo/authorised'

export const app: TwinApp = {
  appKey: '1352222456',
  appSecret: 'app-secret',
  redirectUri,
  safeDomains: ['example.cn'],
}

/** A twin behind a real port, its clock standing at 10:00 in Beijing unless moved, and clients of it. */
export async function givenWeibo(settings: Partial<TwinSettings> = {}) {
  const dir = settings.dir ?? mkdtempSync(join(tmpdir(), 'weibo-twin-'))
  let at = Date.parse('2026-11-23T02:00:00Z')
  const clock = { now: () => at, onMove: () => () => undefined }
  let twin: WeiboTwin | undefined
  const server: Server = createServer((req, res) => void twin?.handle(req, res))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/weibo-twin`
  const open = () => createWeiboTwin({ dir, clock, app, publicUrl: url, firstToken, ...settings })
  twin = open()
  const at0 = { now: () => new Date(at) }
  return {
    url,
    twin: () => twin as WeiboTwin,
    move: (ms: number) => void (at += ms),
    client: (change: Partial<WeiboSettings> = {}): Weibo =>
      createWeibo({
        baseUrl: url,
        accessToken: async () => firstToken,
        budget: unlimitedCalls,
        timeoutMs: 3000,
        log: { info: () => undefined, warn: () => undefined },
        clock: at0,
        ...change,
      }),
    oauth: (appSecret = app.appSecret) =>
      createWeiboOauth({
        baseUrl: url,
        app: async () => ({ appKey: app.appKey, appSecret, redirectUri }),
        timeoutMs: 3000,
        clock: at0,
      }),
    /** As after kill -9: the new twin knows only the disk. */
    restart() {
      twin?.close()
      twin = open()
    },
    async close() {
      twin?.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export type GivenWeibo = Awaited<ReturnType<typeof givenWeibo>>

/** `20019 repeated` for a refusal, `done`, or `unknown timeout`: outcomes in a line. */
export const brief = (outcome: WeiboOutcome<unknown>): string =>
  outcome.kind === 'refused'
    ? `${outcome.refusal.code} ${outcome.refusal.class}`
    : outcome.kind === 'unknown'
      ? `unknown ${outcome.cause}`
      : outcome.kind

export function done<T>(outcome: WeiboOutcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(`expected done: ${JSON.stringify(outcome)}`)
  return outcome.value
}
