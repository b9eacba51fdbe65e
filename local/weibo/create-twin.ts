import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import { bodyOf, BodyTooLarge, seeOther, sendBytes, sendJson, sendPage, sendText } from '../outside/http'
import { demoUsers, type TwinSettings } from './account'
import { answerApi } from './api'
import { applyChange, stateReport, type WeiboReport } from './control'
import { changeOf, controlPage } from './control-page'
import { WeiboError } from './errors'
import type { Fault } from './faults'
import { authorize, authorizeRequest } from './oauth'
import { authorizeErrorPage, authorizePage } from './pages/authorize'
import { postPage, timelinePage, writePage } from './pages/timeline'
import { openMemory } from './state'
import { takeHandPost } from './take-hand-post'
import type { Twin } from './twin'

export interface WeiboTwin {
  /** Answers a request below `publicUrl`, with or without that prefix in its URL. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
  /** One of the changes of `/_twin`, e.g. `{ what: 'revoke-tokens' }`. */
  change(wanted: { what: string } & Record<string, unknown>): void
  fault(fault: Partial<Fault> & Pick<Fault, 'endpoint' | 'how'>): void
  state(): WeiboReport
  /** Breaks calls that a fault left unanswered; the state stays on disk. */
  close(): void
}

/**
 * Weibo on this machine: the real protocol with its codes, limits and quotas (reference sheet weibo, section 9), the
 * page of the account as readers see it, and a back stage that makes it fail in each known way.
 */
export function createWeiboTwin(settings: TwinSettings): WeiboTwin {
  const { clock, app, random = Math.random, users = demoUsers } = settings
  const publicUrl = settings.publicUrl
  const open = new Set<ServerResponse>()
  const twin: Twin = {
    ...openMemory({ ...settings, users }),
    app,
    now: () => clock.now(),
    random,
    publicUrl: () => (typeof publicUrl === 'function' ? publicUrl() : publicUrl).replace(/\/$/, ''),
  }
  const style = readFileSync(join(__dirname, 'pages', 'style.css'))
  const live = readFileSync(join(__dirname, '..', 'outside', 'live.js'))

  function authorizeChoice(res: ServerResponse, fields: URLSearchParams, base: string, chosen: boolean) {
    try {
      if (!chosen) {
        authorizeRequest(twin, fields)
        return sendPage(res, authorizePage(twin, base, fields))
      }
      const target = authorize(twin, fields)
      twin.save()
      seeOther(res, target)
    } catch (error) {
      if (!(error instanceof WeiboError)) throw error
      sendPage(res, authorizeErrorPage(base, error), { status: 400 })
    }
  }

  function shown(res: ServerResponse, path: string, base: string): boolean {
    const [, file] = /^\/files\/([0-9a-f]{40}\.\w{2,4})$/.exec(path) ?? []
    const [, uid = '', short = ''] = /^\/(\d+)\/(\w+)$/.exec(path) ?? []
    const known = file && twin.state.posts.flatMap((post) => post.files).find((one) => one.file === file)
    if (path === '/style.css') sendBytes(res, style, 'text/css; charset=utf-8')
    else if (path === '/live.js') sendBytes(res, live, 'text/javascript; charset=utf-8')
    else if (path === '/') sendPage(res, timelinePage(twin, base), { live: true })
    else if (path === '/write') sendPage(res, writePage(twin, base))
    else if (path === '/_twin') sendPage(res, controlPage(twin, base))
    else if (path === '/_twin/state') sendJson(res, stateReport(twin))
    else if (known) sendBytes(res, twin.file(known.file), known.contentType)
    else {
      const post = uid && postPage(twin, base, uid, short)
      if (!post) return false
      sendPage(res, post)
    }
    return true
  }

  async function changed(
    req: IncomingMessage,
    res: ServerResponse,
    path: string,
    base: string,
  ): Promise<boolean> {
    const what = /^\/_twin\/([a-z-]+)$/.exec(path)?.[1]
    if (!what) return false
    const body = (await bodyOf(req)).toString('utf8')
    try {
      if (what === 'form') {
        applyChange(twin, changeOf(new URLSearchParams(body)))
        seeOther(res, `${base}${body.includes('what=delete-post') ? '/write' : '/_twin'}`)
      } else {
        const given = body ? (JSON.parse(body) as object) : {}
        applyChange(twin, what === 'faults' ? { what, fault: given } : { ...given, what })
        sendJson(res, { ok: true })
      }
    } catch (error) {
      if (error instanceof z.ZodError) sendText(res, 400, z.prettifyError(error))
      else if (error instanceof SyntaxError || error instanceof WeiboError) sendText(res, 400, error.message)
      else throw error
    }
    return true
  }

  async function route(req: IncomingMessage, res: ServerResponse) {
    const base = new URL(twin.publicUrl()).pathname.replace(/\/$/, '')
    const asked = req.url ?? '/'
    const inside = base && /^$|^[/?]/.test(asked.slice(base.length)) && asked.startsWith(base)
    const rest = inside ? asked.slice(base.length) : asked
    const url = new URL(rest.startsWith('/') ? rest : `/${rest}`, 'http://twin')
    const path = url.pathname
    if (path === '/oauth2/authorize') {
      const chosen = req.method === 'POST'
      const fields = chosen ? new URLSearchParams((await bodyOf(req)).toString('utf8')) : url.searchParams
      return authorizeChoice(res, fields, base, chosen)
    }
    if (/^\/(2|oauth2)\//.test(path)) return answerApi(twin, req, res, url)
    if (req.method === 'POST' && path === '/write') return takeHandPost(twin, req, res, base)
    if (req.method === 'POST' && (await changed(req, res, path, base))) return
    if ((req.method === 'GET' || req.method === 'HEAD') && shown(res, path, base)) return
    if (!res.headersSent) sendText(res, 404, 'not found')
  }

  return {
    async handle(req, res) {
      open.add(res)
      res.on('close', () => open.delete(res))
      try {
        await route(req, res)
      } catch (error) {
        if (res.headersSent || res.destroyed) res.destroy()
        else if (error instanceof BodyTooLarge) sendText(res, 413, error.message)
        else sendText(res, 500, 'the twin failed')
        if (!(error instanceof BodyTooLarge)) console.error('weibo twin', error)
      }
    },
    change: (wanted) => applyChange(twin, wanted),
    fault: (fault) => applyChange(twin, { what: 'faults', fault }),
    state: () => stateReport(twin),
    close() {
      for (const res of open) res.destroy()
    },
  }
}
