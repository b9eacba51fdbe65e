import { WeiboError } from './errors'
import { reviewedLifeMs, type Token } from './state'
import { randomText, userOf, type Twin } from './twin'

const codeLifeMs = 5 * 60_000
const ownerLifeMs = 157_679_999_000
const unreviewedLifeMs = 86_400_000

/** Reference sheet, section 4: the app's owner five years, others 30 days, one day while the app is not reviewed. */
function lifeOf(twin: Twin, uid: string): number {
  if (userOf(twin, uid)?.standing === 'owner') return ownerLifeMs
  return twin.state.reviewed ? reviewedLifeMs : unreviewedLifeMs
}

/** What the authorize page was asked; throws what it shows instead of a choice. */
export function authorizeRequest(
  twin: Twin,
  fields: URLSearchParams,
): { redirectUri: string; state: string } {
  if (fields.get('client_id') !== twin.app.appKey) throw new WeiboError(21324)
  const redirectUri = fields.get('redirect_uri') ?? ''
  if (redirectUri !== twin.app.redirectUri) throw new WeiboError(21322)
  if ((fields.get('response_type') ?? 'code') !== 'code') throw new WeiboError(21329)
  return { redirectUri, state: fields.get('state') ?? '' }
}

/** Where the browser goes after the account holder chose. */
export function authorize(twin: Twin, fields: URLSearchParams): string {
  const { redirectUri, state } = authorizeRequest(twin, fields)
  const target = new URL(redirectUri)
  const uid = fields.get('uid')
  if (uid && userOf(twin, uid)) {
    const code = randomText(twin.random, 32)
    twin.state.codes = twin.state.codes.filter((old) => old.expiresAt > twin.now() - codeLifeMs)
    twin.state.codes.push({ code, uid, redirectUri, expiresAt: twin.now() + codeLifeMs, used: false })
    target.searchParams.set('code', code)
  } else {
    target.searchParams.set('error', 'access_denied')
    target.searchParams.set('error_code', '21330')
    target.searchParams.set('error_description', 'user denied your request.')
  }
  if (state) target.searchParams.set('state', state)
  return target.href
}

/** A holder who authorises again prolongs the token there is. */
function issue(twin: Twin, uid: string): Token {
  const [issuedAt, expiresAt] = [twin.now(), twin.now() + lifeOf(twin, uid)]
  const live = twin.state.tokens.find(
    (token) => token.uid === uid && !token.revoked && token.expiresAt > issuedAt,
  )
  if (live) return Object.assign(live, { issuedAt, expiresAt })
  const token = { token: `2.00${randomText(twin.random, 28)}`, uid, issuedAt, expiresAt, revoked: false }
  twin.state.tokens.push(token)
  return token
}

const secondsLeft = (twin: Twin, token: Token) => Math.floor((token.expiresAt - twin.now()) / 1000)

export function accessToken(twin: Twin, fields: URLSearchParams) {
  const { client_id, client_secret, grant_type, code, redirect_uri } = Object.fromEntries(fields)
  if (!client_id || !client_secret) throw new WeiboError(21323, 'miss client id or secret')
  if (client_id !== twin.app.appKey || client_secret !== twin.app.appSecret) throw new WeiboError(21324)
  if (grant_type !== 'authorization_code') throw new WeiboError(21328)
  const known = twin.state.codes.find((one) => one.code === code)
  if (!known || known.used || known.expiresAt <= twin.now()) throw new WeiboError(21325)
  if (redirect_uri !== known.redirectUri) throw new WeiboError(21322)
  known.used = true
  const token = issue(twin, known.uid)
  const seconds = secondsLeft(twin, token)
  return {
    access_token: token.token,
    remind_in: String(seconds),
    expires_in: seconds,
    uid: token.uid,
    isRealName: 'true',
  }
}

/** The live token a call came with. */
export function checkToken(twin: Twin, given: string | null): Token {
  if (!given) throw new WeiboError(10006)
  const token = twin.state.tokens.find((one) => one.token === given)
  if (!token) throw new WeiboError(21332)
  if (token.revoked) throw new WeiboError(21316)
  if (token.expiresAt <= twin.now()) throw new WeiboError(21327)
  const standing = userOf(twin, token.uid)?.standing
  if (!twin.state.reviewed && standing === 'stranger') throw new WeiboError(21321)
  return token
}

export function tokenInfo(twin: Twin, fields: URLSearchParams) {
  const token = checkToken(twin, fields.get('access_token'))
  return {
    uid: Number(token.uid),
    appkey: Number(twin.app.appKey),
    scope: null,
    create_at: Math.floor(token.issuedAt / 1000),
    expire_in: secondsLeft(twin, token),
  }
}

export function revokeToken(twin: Twin, fields: URLSearchParams) {
  checkToken(twin, fields.get('access_token')).revoked = true
  return { result: 'true' }
}

/** As when the holder withdraws the authorisation in Weibo's settings, or changes the password. */
export function revokeAll(twin: Twin) {
  for (const token of twin.state.tokens) token.revoked = true
}
