import * as z from 'zod'
import { WechatError } from './errors'
import type { Token } from './state'
import { beijingDay, randomText, type Twin } from './twin'

const lifeMs = 7_200_000
const overlapMs = 300_000
const forcesADay = 20
const forceApartMs = 30_000

function issue(twin: Twin, from: Token['from']): Token {
  const issuedAt = twin.now()
  const token = { token: `98_${randomText(twin.random, 120)}`, from, issuedAt, expiresAt: issuedAt + lifeMs }
  // Dead tokens are remembered for a day, because expired (42001) is told from unknown (40001).
  twin.state.tokens = twin.state.tokens.filter((old) => old.expiresAt > issuedAt - 86_400_000)
  twin.state.tokens.push(token)
  return token
}

const answer = (twin: Twin, { token, expiresAt }: Token) => ({
  access_token: token,
  expires_in: Math.floor((expiresAt - twin.now()) / 1000),
})

function checkOwner(twin: Twin, given: { grant_type?: string; appid?: string; secret?: string }) {
  if (given.grant_type !== 'client_credential') throw new WechatError(40002)
  if (given.appid !== twin.account.appId) throw new WechatError(40013)
  if (given.secret !== twin.account.appSecret) throw new WechatError(40125)
}

/** `GET /cgi-bin/token`: each call kills the former token after five minutes; apart from the stable ones. */
export function getToken(twin: Twin, query: URLSearchParams) {
  checkOwner(twin, Object.fromEntries(query))
  for (const old of twin.state.tokens) {
    if (old.from === 'token') old.expiresAt = Math.min(old.expiresAt, twin.now() + overlapMs)
  }
  return answer(twin, issue(twin, 'token'))
}

const StableRequest = z.object({
  grant_type: z.string().optional(),
  appid: z.string().optional(),
  secret: z.string().optional(),
  force_refresh: z.boolean().default(false),
})

/** `POST /cgi-bin/stable_token`: the same token until its last five minutes, in which both work. */
export function getStableToken(twin: Twin, body: unknown) {
  const request = StableRequest.safeParse(body)
  if (!request.success) throw new WechatError(47001)
  checkOwner(twin, request.data)
  const now = twin.now()
  const last = twin.state.tokens.findLast((token) => token.from === 'stable_token' && token.expiresAt > now)

  if (request.data.force_refresh) {
    const { forcedAt } = twin.state
    const tooSoon = forcedAt.some((at) => now - at < forceApartMs)
    if (last && tooSoon) return answer(twin, last)
    if (forcedAt.filter((at) => beijingDay(at) === beijingDay(now)).length >= forcesADay)
      throw new WechatError(45009)
    forcedAt.push(now)
    invalidateTokens(twin)
    return answer(twin, issue(twin, 'stable_token'))
  }
  if (last && last.expiresAt - now > overlapMs) return answer(twin, last)
  return answer(twin, issue(twin, 'stable_token'))
}

/** As when someone else forces a new token: the old ones are unknown at once. */
export function invalidateTokens(twin: Twin) {
  twin.state.tokens = twin.state.tokens.filter((token) => token.from !== 'stable_token')
}

export function checkToken(twin: Twin, query: URLSearchParams) {
  const given = query.get('access_token')
  if (!given) throw new WechatError(41001)
  const known = twin.state.tokens.find((token) => token.token === given)
  if (!known) throw new WechatError(40001)
  if (known.expiresAt <= twin.now()) throw new WechatError(42001)
}
