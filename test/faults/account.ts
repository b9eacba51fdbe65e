import type { IncomingMessage, ServerResponse } from 'node:http'
import { createHash } from 'node:crypto'
import { demoFollowers, type TwinAccount } from '../../local/wechat/account'
import { answerApi } from '../../local/wechat/api'
import { Fault } from '../../local/wechat/faults'
import { fresh, type TwinArticle, type TwinState } from '../../local/wechat/state'
import type { Twin } from '../../local/wechat/twin'
import { keepWaits } from '../../local/wechat/waits'
import type { Timeline } from './timeline'

export const baseUrl = 'https://wechat.example'
const callbackUrl = 'https://qianfa.example/wechat/callback'

export const accountOf = (kind: TwinAccount['kind']): TwinAccount => ({
  appId: 'wx0123456789abcdef',
  appSecret: 'secret-of-the-account',
  originalId: 'gh_4d00ed8d6399',
  kind,
  token: 'callbackword',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPA',
})

/** What stays from one world to the next: files and articles are named by their content. */
const files = new Map<string, Uint8Array>()
const articles = new Map<string, TwinArticle>()
const nameOf = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex').slice(0, 40)

/** What the twin wants of a request and a response, without a socket. */
function exchange(method: string, headers: Record<string, string>, body: Buffer) {
  const request = {
    ...{ method, headers },
    async *[Symbol.asyncIterator]() {
      yield body
    },
  }
  const response = {
    ...{ status: 0, text: '', headersSent: false, destroyed: false },
    writeHead(status: number) {
      response.status = status
      response.headersSent = true
      return response
    },
    end(text = '') {
      response.text = String(text)
    },
    destroy() {
      response.destroyed = true
    },
  }
  return { request, response }
}

/**
 * The WeChat twin of `local/wechat` in this process: its own parts, its state in memory, its waits on virtual time.
 * `post` brings its pushes.
 */
export function openAccount(given: {
  timeline: Timeline
  random: () => number
  kind: TwinAccount['kind']
  state?: TwinState
  post: typeof fetch
}) {
  const { timeline, random } = given
  const state = given.state ?? fresh(structuredClone(demoFollowers))
  let cancelNext: () => void = () => undefined

  const twin: Twin = {
    state,
    account: accountOf(given.kind),
    save: () => undefined,
    keepArticle(article) {
      const name = nameOf(JSON.stringify(article))
      articles.set(name, article)
      return name
    },
    article: (name) => structuredClone(articles.get(name)!),
    keepFile(bytes) {
      files.set(nameOf(bytes), bytes)
      return nameOf(bytes)
    },
    file: (name) => files.get(name)!,
    now: timeline.now,
    random,
    publicUrl: () => `${baseUrl}`,
    finishWithinMs: 3000,
    wake,
  }
  const waits = keepWaits(twin, { clock: timeline.clock, callbackUrl: () => callbackUrl, post: given.post })

  /** Does what is due, and asks to be woken for what comes next. */
  function wake() {
    waits.wake()
    const moments = [
      ...state.sends.filter((one) => one.finishedAt === undefined).map((one) => one.dueAt),
      ...state.deliveries.filter((one) => one.outcome === 'waiting').map((one) => one.dueAt),
    ].filter((moment) => moment > timeline.now())
    cancelNext()
    if (moments.length > 0) cancelNext = timeline.at(Math.min(...moments), wake)
  }

  /** One call at the moment it reaches WeChat; `fault` is one of the twin's, for this call only. */
  async function perform(
    url: URL,
    init: { method: string; headers: Record<string, string>; body: Buffer },
    fault?: object,
  ): Promise<Response | 'no-answer' | 'disconnected'> {
    if (fault) state.faults.push(Fault.parse(fault))
    const { request, response } = exchange(init.method, init.headers, init.body)
    await timeline.really(
      answerApi(twin, request as unknown as IncomingMessage, response as unknown as ServerResponse, url),
    )
    wake()
    if (response.destroyed) return 'disconnected'
    return response.headersSent ? new Response(response.text, { status: response.status }) : 'no-answer'
  }

  return {
    ...{ twin, state, perform, wake },
    article: (name: string) => articles.get(name)!,
    close() {
      cancelNext()
      waits.close()
    },
  }
}
