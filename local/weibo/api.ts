import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { bodyOf, sendJson, sendText } from '../outside/http'
import { errorBody, statusOf, WeiboError, wordsOf } from './errors'
import { takeFault, type Fault } from './faults'
import { accessToken, checkToken, revokeAll, revokeToken, tokenInfo } from './oauth'
import { countCall, rateLimitStatus } from './quota'
import { share, statusObject, userTimeline } from './statuses'
import type { Twin } from './twin'

interface Call {
  method: string
  path: string
  /** query and form as one */
  fields: URLSearchParams
  picture?: Uint8Array
  token: string | null
  address: string
  /** 20032: how much later the post is to be seen */
  delayMs?: number
}

type Answer = Record<string, unknown>

interface Endpoint {
  methods: ('GET' | 'POST')[]
  verb: (twin: Twin, call: Call) => Answer
}

/** With a live token, counted against its user's day. */
const asUser =
  (verb: (twin: Twin, token: ReturnType<typeof checkToken>, call: Call) => Answer) =>
  (twin: Twin, call: Call) => {
    const { safeIps } = twin.state
    if (safeIps.length > 0 && !safeIps.includes(call.address)) throw new WeiboError(10004)
    const token = checkToken(twin, call.token)
    if (call.path !== '/2/account/rate_limit_status.json') countCall(twin, token, call.address)
    return verb(twin, token, call)
  }

const notGranted = asUser(() => {
  throw new WeiboError(10014)
})

const endpoints: Record<string, Endpoint> = {
  '/2/statuses/share.json': {
    methods: ['POST'],
    verb: asUser((twin, token, { fields, picture, delayMs }) =>
      statusObject(
        twin,
        share(twin, token, { status: fields.get('status'), rip: fields.get('rip'), picture }, delayMs),
      ),
    ),
  },
  '/2/statuses/user_timeline.json': {
    methods: ['GET'],
    verb: asUser((twin, token, { fields }) => userTimeline(twin, token, fields)),
  },
  '/2/account/rate_limit_status.json': {
    methods: ['GET'],
    verb: asUser((twin, token, { address }) => rateLimitStatus(twin, token, address)),
  },
  '/2/statuses/update.json': { methods: ['POST'], verb: notGranted },
  '/2/statuses/upload.json': { methods: ['POST'], verb: notGranted },
  '/2/statuses/upload_url_text.json': { methods: ['POST'], verb: notGranted },
  '/oauth2/access_token': { methods: ['POST'], verb: (twin, { fields }) => accessToken(twin, fields) },
  // An older address that clients still use (docs/decisions/0010).
  '/2/oauth2/access_token': { methods: ['POST'], verb: (twin, { fields }) => accessToken(twin, fields) },
  '/oauth2/get_token_info': { methods: ['POST'], verb: (twin, { fields }) => tokenInfo(twin, fields) },
  '/oauth2/revokeoauth2': { methods: ['GET', 'POST'], verb: (twin, { fields }) => revokeToken(twin, fields) },
}

export const endpointPaths = Object.keys(endpoints)

async function fieldsOf(req: IncomingMessage, url: URL): Promise<Pick<Call, 'fields' | 'picture'>> {
  const fields = new URLSearchParams(url.search)
  const body = await bodyOf(req)
  const type = req.headers['content-type'] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) fields.set(name, value)
    return { fields }
  }
  if (!type.startsWith('multipart/form-data')) return { fields }
  const form = await new Response(body, { headers: { 'content-type': type } })
    .formData()
    .catch(() => new FormData())
  let picture: Uint8Array | undefined
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.set(name, value)
    else if (name === 'pic') picture = new Uint8Array(await value.arrayBuffer())
  }
  return { fields, picture }
}

async function callOf(req: IncomingMessage, url: URL, path: string): Promise<Call> {
  const { fields, picture } = await fieldsOf(req, url)
  const header = /^OAuth2 (\S+)$/.exec(req.headers.authorization ?? '')?.[1]
  return {
    ...{ method: req.method ?? 'GET', path, fields, picture },
    token: header ?? fields.get('access_token'),
    address: req.socket.remoteAddress ?? '',
  }
}

function perform(twin: Twin, call: Call): Answer {
  const endpoint = endpoints[call.path]
  if (!endpoint) throw new WeiboError(10020)
  if (!endpoint.methods.some((method) => method === call.method)) throw new WeiboError(10021)
  return endpoint.verb(twin, call)
}

/** What the fault makes of the answer: `said` when it answered or broke the line itself. */
function fail(twin: Twin, res: ServerResponse, path: string, fault: Fault): 'said' | 'goes on' {
  const { how, code, words } = fault
  if (how === 'disconnect') res.destroy()
  else if (how === 'http-502') sendText(res, 502, '<html><h1>502 Bad Gateway</h1></html>')
  else if (how === 'error' || how === 'delayed') {
    const said = how === 'delayed' ? 20032 : code
    sendJson(res, errorBody(said, words ?? wordsOf(said), path), statusOf(said, twin.state.assumed))
  } else if (how === 'token-revoked') {
    revokeAll(twin)
    twin.save()
  }
  return how === 'slow' || how === 'token-revoked' ? 'goes on' : 'said'
}

/** One call of `/2/…` or `/oauth2/…`, unless a fault says otherwise. */
export async function answerApi(
  twin: Twin,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const path = url.pathname
  const call = await callOf(req, url, path)
  const fault = takeFault(twin.state.faults, path)
  if (fault) twin.save()
  const delay = twin.state.latencyMs + (fault?.how === 'slow' ? fault.ms : 0)
  if (delay > 0) await sleep(delay)
  const before = fault?.when === 'before' && fault.how !== 'delayed'
  if (before && fail(twin, res, path, fault) === 'said') return

  let status = 200
  let answer: Answer
  try {
    answer = perform(twin, { ...call, ...(fault?.how === 'delayed' && { delayMs: fault.ms }) })
  } catch (error) {
    if (!(error instanceof WeiboError)) throw error
    status = statusOf(error.code, twin.state.assumed)
    answer = errorBody(error.code, error.message, path)
  }
  twin.save()
  // A post that was refused is not delayed.
  if (
    fault &&
    !before &&
    (fault.how !== 'delayed' || status === 200) &&
    fail(twin, res, path, fault) === 'said'
  )
    return
  if (!res.destroyed && !res.headersSent) sendJson(res, answer, status)
}
