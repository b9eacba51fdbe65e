import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import * as z from 'zod'
import { demoFollowers, type TwinSettings } from './account'
import { answerApi } from './api'
import { applyChange, stateReport } from './control'
import { changeOf, controlPage } from './control-page'
import { actOnAccount, writeToAccount } from './customer-message'
import { WechatError } from './errors'
import { bodyOf, BodyTooLarge, seeOther, sendBytes, sendJson, sendPage, sendText } from '../outside/http'
import { articleAt, articlePage, gonePage, missingPage } from './phone/article'
import { chatPage, writePage } from './phone/chat'
import { openMemory } from './state'
import type { Twin } from './twin'
import { keepWaits } from './waits'

export interface WechatTwin {
  /** Answers a request below `publicUrl`, with or without that prefix in its URL. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>
  /** Stops timers and breaks calls that a fault left unanswered; the state stays on disk. */
  close(): void
}

const lazily = <T>(given: T | (() => T)): (() => T) =>
  typeof given === 'function' ? (given as () => T) : () => given

/**
 * WeChat on this machine: the real protocol with its codes, limits, quotas, delays and signed pushes (reference
 * sheet, section 13), the phone page of its readers, and a back stage that makes it fail in each known way.
 */
export function createWechatTwin(settings: TwinSettings): WechatTwin {
  const {
    dir,
    clock,
    account,
    random = Math.random,
    followers = demoFollowers,
    finishWithinMs = 3000,
  } = settings
  const publicUrl = lazily(settings.publicUrl)
  const open = new Set<ServerResponse>()
  const twin: Twin = {
    ...openMemory(dir, followers),
    account,
    now: () => clock.now(),
    random,
    publicUrl: () => publicUrl().replace(/\/$/, ''),
    finishWithinMs,
    wake: () => waits.wake(),
  }
  const waits = keepWaits(twin, { clock, callbackUrl: lazily(settings.callbackUrl) })
  const style = readFileSync(join(__dirname, 'phone', 'style.css'))
  const live = readFileSync(join(__dirname, '..', 'outside', 'live.js'))
  const dark = readFileSync(join(__dirname, 'phone', 'dark.js'))
  waits.wake()

  function phone(res: ServerResponse, url: URL, base: string): boolean {
    const { pathname, searchParams } = url
    if (pathname === '/style.css') sendBytes(res, style, 'text/css; charset=utf-8')
    else if (pathname === '/live.js') sendBytes(res, live, 'text/javascript; charset=utf-8')
    else if (pathname === '/dark.js') sendBytes(res, dark, 'text/javascript; charset=utf-8')
    else if (pathname === '/phone' || pathname === '/')
      sendPage(res, chatPage(twin, base, searchParams.get('as')), { live: true })
    else if (pathname === '/phone/write') sendPage(res, writePage(twin, base, searchParams.get('as')))
    else if (pathname.startsWith('/s/')) {
      const shown = articleAt(twin, pathname)
      if (!shown) sendPage(res, missingPage(base), { status: 404 })
      else if (shown === 'gone') sendPage(res, gonePage(base), { status: 410 })
      else sendPage(res, articlePage(twin, base, shown), { inlineStyles: true, live: true })
    } else return picture(res, pathname)
    return true
  }

  function picture(res: ServerResponse, pathname: string): boolean {
    const [, kind, id = ''] = /^\/(mmbiz|material)\/([\w-]+)$/.exec(pathname) ?? []
    const shelf = kind === 'mmbiz' ? twin.state.pictures : twin.state.materials
    const known = kind && Object.hasOwn(shelf, id) ? shelf[id] : undefined
    if (!known) return false
    sendBytes(res, twin.file(known.file), known.contentType)
    return true
  }

  async function change(req: IncomingMessage, res: ServerResponse, url: URL, base: string): Promise<boolean> {
    if (url.pathname === '/phone/write') {
      const fields = new URLSearchParams((await bodyOf(req)).toString('utf8'))
      const openId = fields.get('as') ?? ''
      const text = (fields.get('text') ?? '').trim().slice(0, 600)
      if (!text || !twin.state.followers.some((one) => one.openId === openId)) {
        sendText(res, 400, 'as and text are needed')
        return true
      }
      writeToAccount(twin, openId, text)
      twin.save()
      twin.wake()
      seeOther(res, `${base}/phone?as=${encodeURIComponent(openId)}`)
      return true
    }
    const act = /^\/phone\/(menu|leave)$/.exec(url.pathname)?.[1]
    if (act) {
      const openId = new URLSearchParams((await bodyOf(req)).toString('utf8')).get('as') ?? ''
      if (!twin.state.followers.some((one) => one.openId === openId)) {
        sendText(res, 400, 'as is needed')
        return true
      }
      if (act === 'menu') actOnAccount(twin, openId, 'CLICK', 'COMPLAINT')
      else actOnAccount(twin, openId, 'unsubscribe')
      twin.save()
      twin.wake()
      seeOther(res, `${base}/phone?as=${encodeURIComponent(openId)}`)
      return true
    }
    const what = /^\/_twin\/([a-z-]+)$/.exec(url.pathname)?.[1]
    if (!what) return false
    const body = (await bodyOf(req)).toString('utf8')
    try {
      if (what === 'form') {
        applyChange(twin, changeOf(new URLSearchParams(body)))
        seeOther(res, `${base}/_twin`)
      } else {
        const given = body ? (JSON.parse(body) as object) : {}
        applyChange(twin, what === 'faults' ? { what, fault: given } : { ...given, what })
        sendJson(res, { ok: true })
      }
    } catch (error) {
      if (error instanceof z.ZodError) sendText(res, 400, z.prettifyError(error))
      else if (error instanceof SyntaxError || error instanceof WechatError) sendText(res, 400, error.message)
      else throw error
    }
    return true
  }

  async function route(req: IncomingMessage, res: ServerResponse) {
    const base = new URL(twin.publicUrl()).pathname.replace(/\/$/, '')
    const asked = req.url ?? '/'
    const inside = base && (asked + '/').startsWith(`${base}/`) ? asked.slice(base.length) || '/' : asked
    const url = new URL(inside.startsWith('/') ? inside : `/${inside}`, 'http://twin')
    if (url.pathname.startsWith('/cgi-bin/')) return answerApi(twin, req, res, url)
    if (req.method === 'POST' && (await change(req, res, url, base))) return
    if (req.method === 'GET' || req.method === 'HEAD') {
      if (url.pathname === '/_twin') return sendPage(res, controlPage(twin, base))
      if (url.pathname === '/_twin/state') return sendJson(res, stateReport(twin))
      if (phone(res, url, base)) return
    }
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
        if (!(error instanceof BodyTooLarge)) console.error('wechat twin', error)
      }
    },
    close() {
      waits.close()
      for (const res of open) res.destroy()
    },
  }
}
