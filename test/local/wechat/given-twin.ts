import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { createWechat, type WechatSettings } from '../../../lib/channels/wechat/create-wechat'
import { memoryTokenStore } from '../../../lib/channels/wechat/token-store'
import type { Outcome } from '../../../lib/channels/wechat/outcome'
import type { DraftArticle, PictureFile, Wechat } from '../../../lib/channels/wechat/wechat'
import type { MovableClock } from '../../../local/aws/access'
import type { TwinAccount, TwinSettings } from '../../../local/wechat/account'
import type { StateReport } from '../../../local/wechat/control'
import { createWechatTwin, type WechatTwin } from '../../../local/wechat/create-twin'

export const account: TwinAccount = {
  appId: 'wx0123456789abcdef',
  appSecret: 'secret-of-the-account',
  originalId: 'gh_4d00ed8d6399',
  kind: 'subscription',
  token: 'callbackword',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA',
}

export const tester = { openId: 'oTester0000000000000000000001' }

/** 10:00 in Beijing, standing still unless moved. */
function standingClock(start = Date.parse('2026-11-23T02:00:00Z')) {
  let at = start
  const listeners = new Set<() => void>()
  const clock: MovableClock = {
    now: () => at,
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return {
    ...clock,
    move(ms: number) {
      at += ms
      for (const listener of listeners) listener()
    },
  }
}

async function listen(handle: (req: IncomingMessage, res: ServerResponse) => void) {
  const server = createServer(handle)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const stop = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })

export interface Pushed {
  query: URLSearchParams
  body: string
}

/** A callback address that records what comes and answers as told (`success` by default). */
async function givenCallback() {
  const pushes: Pushed[] = []
  const answers: { status: number; text: string }[] = []
  const { server, url } = await listen((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      pushes.push({
        query: new URL(req.url ?? '', 'http://callback').searchParams,
        body: Buffer.concat(chunks).toString('utf8'),
      })
      const answer = answers.shift() ?? { status: 200, text: 'success' }
      res.writeHead(answer.status).end(answer.text)
    })
  })
  return { url: `${url}/callback`, pushes, answers, close: () => stop(server) }
}

export async function givenTwin(settings: Partial<TwinSettings> = {}) {
  const dir = settings.dir ?? mkdtempSync(join(tmpdir(), 'wechat-twin-'))
  const clock = standingClock()
  const callback = await givenCallback()
  let twin: WechatTwin | undefined
  const { server, url } = await listen((req, res) => void twin?.handle(req, res))
  const open = (change: Partial<TwinSettings> = {}) =>
    createWechatTwin({
      ...{ dir, clock, account, callbackUrl: callback.url, publicUrl: `${url}/wechat`, finishWithinMs: 2000 },
      ...settings,
      ...change,
    })
  twin = open()

  const post = async (what: string, body: object) => {
    const response = await fetch(`${url}/wechat/_twin/${what}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    if (response.status !== 200) throw new Error(await response.text())
  }

  return {
    url: `${url}/wechat`,
    dir,
    clock,
    callback,
    fault: (fault: object) => post('faults', fault),
    change: (what: string, body: object = {}) => post(what, body),
    state: async () => (await (await fetch(`${url}/wechat/_twin/state`)).json()) as StateReport,
    page: async (path: string) => {
      const response = await fetch(`${url}/wechat${path}`)
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
    client: (change: Partial<WechatSettings> = {}): Wechat =>
      createWechat({
        baseUrl: `${url}/wechat`,
        appId: account.appId,
        appSecret: account.appSecret,
        tokens: memoryTokenStore(),
        timeoutMs: 2000,
        log: { info: () => undefined, warn: () => undefined },
        clock: { now: () => new Date(clock.now()) },
        ...change,
      }),
    /** As after kill -9: nothing is closed in order, the new twin knows only the disk. */
    restart(change: Partial<TwinSettings> = {}) {
      twin?.close()
      twin = open(change)
    },
    async close() {
      twin?.close()
      await Promise.all([stop(server), callback.close()])
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export type GivenTwin = Awaited<ReturnType<typeof givenTwin>>

export function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(`expected done: ${JSON.stringify(outcome)}`)
  return outcome.value
}

/** `40007` for a refusal, `done`, or `unknown timeout`: outcomes in a line. */
export const brief = (outcome: Outcome<unknown>): string | number =>
  outcome.kind === 'refused'
    ? outcome.refusal.errcode
    : outcome.kind === 'unknown'
      ? `unknown ${outcome.cause}`
      : outcome.kind

export async function until(fits: () => boolean | Promise<boolean>, what: string, withinMs = 5000) {
  const end = Date.now() + withinMs
  while (!(await fits())) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`)
    await new Promise((next) => setTimeout(next, 15))
  }
}

export async function picture(width = 60, height = 40): Promise<PictureFile> {
  const create = { width, height, channels: 3 as const, background: { r: 30, g: 120, b: 90 } }
  return {
    name: 'a.jpg',
    contentType: 'image/jpeg',
    bytes: new Uint8Array(await sharp({ create }).jpeg().toBuffer()),
  }
}

/** A draft of `titles`, with one uploaded picture in each body and a cover. */
export async function givenDraft(
  wechat: Wechat,
  titles = ['签发系统上线'],
  change: Partial<DraftArticle> = {},
) {
  const { mediaId: coverMediaId } = done(await wechat.addMaterial('image', await picture()))
  const { url } = done(await wechat.uploadArticlePicture(await picture(50)))
  const articles = titles.map((title) => ({
    title,
    author: '企管部',
    content: `<p>正文：${title}</p><p><img src="${url}" /></p>`,
    coverMediaId,
    ...change,
  }))
  return { ...done(await wechat.addDraft(articles)), articles, coverMediaId, pictureUrl: url }
}
