import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerReader } from './customer-message'
import { addDraft, countDrafts, deleteDraft, getDraft, listDrafts, updateDraft } from './drafts'
import { errmsgOf, ridOf, WechatError } from './errors'
import { type ApiFault, takeApiFault } from './faults'
import { bodyOf, sendJson, sendText } from '../outside/http'
import { deleteMassSend, getMassSend, listPublished, sendAll } from './mass-send'
import { addMaterial, mediaPart, uploadImage } from './media'
import { preview } from './preview'
import { countCall, getQuota } from './quota'
import { checkToken, getStableToken, getToken, invalidateTokens } from './tokens'
import type { Twin } from './twin'

interface Call {
  query: URLSearchParams
  body: Buffer
  contentType: string
}

type Answer = Record<string, unknown>

/** Non-ASCII must be sent raw: `\uXXXX` is refused as WeChat's 40033 does (reference sheet, 1). */
function jsonOf({ body }: Call): unknown {
  const text = body.toString('utf8')
  if (!text) throw new WechatError(44002)
  const escapes = text.matchAll(/(?<!\\)(?:\\\\)*\\u([0-9a-fA-F]{4})/g)
  for (const [, code = '0'] of escapes) if (parseInt(code, 16) > 0x7f) throw new WechatError(40033)
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new WechatError(47001)
    throw error
  }
}

type Verb = (twin: Twin, call: Call) => Answer | Promise<Answer>

const json =
  (verb: (twin: Twin, body: unknown) => Answer): Verb =>
  (twin, call) =>
    verb(twin, jsonOf(call))

interface Endpoint {
  method: 'GET' | 'POST'
  verb: Verb
  /** the two token endpoints are asked without one */
  open?: true
}

const endpoints: Record<string, Endpoint> = {
  '/cgi-bin/token': { method: 'GET', verb: (twin, { query }) => getToken(twin, query), open: true },
  '/cgi-bin/stable_token': { method: 'POST', verb: json(getStableToken), open: true },
  '/cgi-bin/media/uploadimg': {
    method: 'POST',
    verb: async (twin, { body, contentType }) => uploadImage(twin, await mediaPart(body, contentType)),
  },
  '/cgi-bin/material/add_material': {
    method: 'POST',
    verb: async (twin, { body, contentType, query }) =>
      addMaterial(twin, query.get('type'), await mediaPart(body, contentType)),
  },
  '/cgi-bin/draft/add': { method: 'POST', verb: json(addDraft) },
  '/cgi-bin/draft/get': { method: 'POST', verb: json(getDraft) },
  '/cgi-bin/draft/batchget': { method: 'POST', verb: json(listDrafts) },
  '/cgi-bin/draft/update': { method: 'POST', verb: json(updateDraft) },
  '/cgi-bin/draft/delete': { method: 'POST', verb: json(deleteDraft) },
  '/cgi-bin/draft/count': { method: 'GET', verb: (twin) => countDrafts(twin) },
  '/cgi-bin/freepublish/batchget': { method: 'POST', verb: json(listPublished) },
  '/cgi-bin/message/mass/preview': { method: 'POST', verb: json(preview) },
  '/cgi-bin/message/mass/sendall': { method: 'POST', verb: json((twin, body) => sendAll(twin, body)) },
  '/cgi-bin/message/mass/get': { method: 'POST', verb: json(getMassSend) },
  '/cgi-bin/message/mass/delete': { method: 'POST', verb: json(deleteMassSend) },
  '/cgi-bin/message/custom/send': { method: 'POST', verb: json(answerReader) },
  '/cgi-bin/callback/check': { method: 'POST', verb: json(() => ({ dns: [], ping: [] })) },
  '/cgi-bin/openapi/quota/get': { method: 'POST', verb: json(getQuota) },
}

export const endpointPaths = Object.keys(endpoints)

async function perform(twin: Twin, path: string, call: Call & { method: string }): Promise<Answer> {
  const endpoint = endpoints[path]
  if (!endpoint) throw new Error(`no endpoint ${path}`)
  if (call.method !== endpoint.method) throw new WechatError(43002)
  if (!endpoint.open) checkToken(twin, call.query)
  countCall(twin, path)
  return endpoint.verb(twin, call)
}

/** Forced 89504 and 89505 on sendall are the real thing: the send waits for the administrator. */
const forcesConfirmation = (path: string, fault: ApiFault) =>
  path === '/cgi-bin/message/mass/sendall' && (fault.errcode === 89504 || fault.errcode === 89505)

/** What the fault makes of the call: another answer, `no-answer`, or undefined when it only changed the scene. */
function failed(
  twin: Twin,
  res: ServerResponse,
  fault: ApiFault,
  done: Answer = {},
): Answer | 'no-answer' | undefined {
  switch (fault.how) {
    case 'timeout':
      return 'no-answer'
    case 'disconnect':
      res.destroy()
      return 'no-answer'
    case 'http-500':
      sendText(res, 500, 'Internal Server Error')
      return 'no-answer'
    case 'errcode': {
      const { msg_id } = done
      return {
        errcode: fault.errcode,
        errmsg: errmsgOf(fault.errcode),
        ...(fault.errcode === 45065 && { msg_id }),
      }
    }
    case 'token-invalidated':
      invalidateTokens(twin)
      twin.save()
      return undefined
    case 'slow':
      return undefined
  }
}

/** One call of `/cgi-bin/…`: HTTP 200 with errcode as WeChat answers, unless a fault says otherwise. */
export async function answerApi(
  twin: Twin,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const path = url.pathname
  if (!Object.hasOwn(endpoints, path))
    return sendJson(res, { errcode: 40066, errmsg: `invalid url: the WeChat twin has no ${path}` })
  const call = {
    method: req.method ?? 'GET',
    query: url.searchParams,
    body: await bodyOf(req),
    contentType: req.headers['content-type'] ?? '',
  }
  const fault = takeApiFault(twin.state.faults, path)
  if (fault) twin.save()
  const answer = (body: Answer) => {
    if (res.destroyed || res.headersSent) return
    const code = body['errcode']
    const rid = typeof code === 'number' && code !== 0 ? ridOf(twin.now(), twin.random) : ''
    sendJson(res, rid ? { ...body, errmsg: `${String(body['errmsg'])}${rid}` } : body)
  }

  const delay = twin.state.latencyMs + (fault?.how === 'slow' ? fault.ms : 0)
  if (delay > 0) await sleep(delay)
  if (fault && fault.when === 'before' && !(fault.how === 'errcode' && forcesConfirmation(path, fault))) {
    const instead = failed(twin, res, fault)
    if (instead === 'no-answer') return
    if (instead) return answer(instead)
  }

  let done: Answer
  try {
    if (fault?.how === 'errcode' && forcesConfirmation(path, fault)) {
      checkToken(twin, call.query)
      countCall(twin, path)
      done = sendAll(twin, jsonOf(call), { confirm: true, tells: fault.tells })
    } else done = await perform(twin, path, call)
  } catch (error) {
    if (!(error instanceof WechatError)) throw error
    done = { errcode: error.errcode, errmsg: error.message, ...error.more }
  }

  twin.save()
  twin.wake()
  if (fault?.when === 'after') {
    const instead = failed(twin, res, fault, done)
    if (instead === 'no-answer') return
    if (instead) return answer(instead)
  }
  return answer(done)
}
