import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Access, Identity } from './access'

export type SignatureCode =
  'SignatureDoesNotMatch' | 'InvalidAccessKeyId' | 'InvalidToken' | 'AccessDenied' | 'RequestTimeTooSkewed'

/** Why a signed request was not believed; every service answers it in its own wire format, S3 with this status. */
export class SignatureError extends Error {
  readonly status: 400 | 403
  constructor(
    readonly code: SignatureCode,
    message: string,
  ) {
    super(message)
    this.name = 'SignatureError'
    this.status = code === 'InvalidToken' ? 400 : 403
  }
}

/** `url` is the raw request target: path and query as they came over the wire. */
export interface SignedRequest {
  method: string
  url: string
  headers: IncomingHttpHeaders
}

/** Where a signature is valid: one day, one region, one service. */
export interface CredentialScope {
  accessKeyId: string
  /** YYYYMMDD */
  day: string
  region: string
  service: string
}

interface Claim extends CredentialScope {
  where: 'header' | 'query'
  signedHeaders: string[]
  signature: string
  /** of temporary credentials */
  token: string | undefined
  /** YYYYMMDDTHHMMSSZ */
  date: string
  /** seconds; of signatures in the query only */
  expires?: number
}

const maxSkewMs = 15 * 60_000
const maxExpiresSeconds = 7 * 86_400
const hashOfNothing = createHash('sha256').digest('hex')

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const denied = (message: string) => new SignatureError('AccessDenied', message)
const mismatch = (message: string) => new SignatureError('SignatureDoesNotMatch', message)

/** Percent-encoding as AWS counts it: RFC 3986 with everything but `A-Za-z0-9-._~` encoded. */
export const awsEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const encodePath = (path: string): string => path.split('/').map(awsEncode).join('/')

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw mismatch(`The URL holds a broken percent-encoding: ${text}`)
  }
}

function splitUrl(url: string): { path: string; query: [string, string][] } {
  const cut = url.indexOf('?')
  const rawQuery = cut < 0 ? '' : url.slice(cut + 1)
  const query = rawQuery.split('&').filter(Boolean)
  return {
    path: cut < 0 ? url : url.slice(0, cut),
    query: query.map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decode(name), decode(value.join('='))]
    }),
  }
}

/** The HMAC of `text` under the key that AWS derives from the secret for one day, region and service; hex. */
export function signatureOf(
  secret: string,
  scope: Omit<CredentialScope, 'accessKeyId'>,
  text: string,
): string {
  const key = [scope.day, scope.region, scope.service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${secret}`,
  )
  return hmac(key, text).toString('hex')
}

/** Compares in a time that does not tell how much of it was right. */
export const sameSignature = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one, 'latin1'), Buffer.from(other, 'latin1'))

/**
 * Who signs by these: temporary credentials are none without their session token, and other ones have none.
 * @param token as it came with the signature
 * @throws SignatureError InvalidAccessKeyId, InvalidToken
 */
export function signerOf(access: Access, accessKeyId: string, token: string | undefined): Identity {
  const identity = access.identityOf(accessKeyId)
  if (!identity || (identity.sessionToken !== undefined && token === undefined))
    throw new SignatureError(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    )
  if (!sameSignature(identity.sessionToken ?? '', token ?? ''))
    throw new SignatureError('InvalidToken', 'The provided token is malformed or otherwise invalid.')
  return identity
}

/** @throws SignatureError AccessDenied for anything but `<key id>/<day>/<region>/<service>/aws4_request` */
export function parseCredential(credential: string): CredentialScope {
  const [, accessKeyId, day, region, service] =
    /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential) ?? []
  if (!accessKeyId || !day || !region || !service)
    throw denied('The credential of the signature is malformed')
  return { accessKeyId, day, region, service }
}

function claimOf(headers: IncomingHttpHeaders, query: Map<string, string>): Claim {
  const inQuery = query.get('X-Amz-Algorithm')
  if (inQuery !== undefined && headers.authorization !== undefined)
    throw denied('Only one auth mechanism allowed: the request is signed in its header and in its query')
  if (inQuery !== undefined) {
    if (inQuery !== 'AWS4-HMAC-SHA256') throw denied(`Unsupported signing algorithm ${inQuery}`)
    return {
      ...parseCredential(query.get('X-Amz-Credential') ?? ''),
      where: 'query',
      signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
      signature: query.get('X-Amz-Signature') ?? '',
      token: query.get('X-Amz-Security-Token'),
      date: query.get('X-Amz-Date') ?? '',
      expires: Number(query.get('X-Amz-Expires') ?? Number.NaN),
    }
  }
  if (headers.authorization === undefined) throw denied('Access Denied: the request is not signed')
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/.exec(
      headers.authorization,
    ) ?? []
  if (!credential || !signedHeaders || !signature) throw denied('The authorization header is malformed')
  return {
    ...parseCredential(credential),
    where: 'header',
    signedHeaders: signedHeaders.split(';'),
    signature,
    token: headers['x-amz-security-token'] as string | undefined,
    date: String(headers['x-amz-date'] ?? ''),
  }
}

/** What a signature claims to be for; only verifySignature says whether it may be believed. */
export const scopeOf = (request: SignedRequest): CredentialScope =>
  claimOf(request.headers, new Map(splitUrl(request.url).query))

function requireTimely(claim: Claim, now: number): void {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(claim.date) ?? []
  const signedAt = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
  if (Number.isNaN(signedAt)) throw denied('The request has no valid X-Amz-Date')
  if (!claim.date.startsWith(claim.day)) throw mismatch('The credential is for another day than X-Amz-Date')
  if (claim.where === 'header') {
    if (Math.abs(now - signedAt) <= maxSkewMs) return
    throw new SignatureError(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    )
  }
  const expires = claim.expires ?? Number.NaN
  if (!Number.isInteger(expires) || expires < 1 || expires > maxExpiresSeconds)
    throw denied('X-Amz-Expires must be between 1 second and 7 days')
  if (signedAt > now + maxSkewMs) throw denied('Request is not yet valid')
  if (now > signedAt + expires * 1000) throw denied('Request has expired')
}

/** An `x-amz-` header that is not signed could have been added or changed on the way, the action included. */
function requireCovered(claim: Claim, headers: IncomingHttpHeaders): void {
  const signed = new Set(claim.signedHeaders)
  if (!signed.has('host')) throw denied('The host header is not signed')
  const open = Object.keys(headers).filter((name) => name.startsWith('x-amz-') && !signed.has(name))
  if (open.length)
    throw denied(`There were headers present in the request which were not signed: ${open.join(', ')}`)
}

function payloadHashOf(
  claim: Claim,
  headers: IncomingHttpHeaders,
  query: Map<string, string>,
  real?: string,
): string {
  const told = query.get('X-Amz-Content-Sha256') ?? headers['x-amz-content-sha256']
  if (told !== undefined) {
    if (real !== undefined && !sameSignature(String(told), real))
      throw mismatch('x-amz-content-sha256 does not match the body')
    return String(told)
  }
  if (claim.service !== 's3') return real ?? hashOfNothing
  if (claim.where === 'query') return 'UNSIGNED-PAYLOAD'
  throw denied('Missing required header for this request: x-amz-content-sha256')
}

const canonicalHeader = (headers: IncomingHttpHeaders, name: string): string =>
  `${name}:${String(headers[name] ?? '')
    .trim()
    .replace(/\s+/g, ' ')}`

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const canonicalQuery = (query: [string, string][]): string =>
  query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [awsEncode(name), awsEncode(value)])
    .sort((a, b) => byCode(a[0], b[0]) || byCode(a[1], b[1]))
    .map((pair) => pair.join('='))
    .join('&')

/** S3 encodes the path once, every other service twice (AWS SigV4, canonical URI). */
const canonicalPath = (path: string, service: string): string => {
  const once = encodePath(decode(path))
  return service === 's3' ? once : encodePath(once)
}

/**
 * Who signed this request with AWS Signature Version 4, in the Authorization header or in the query (presigned).
 * @param payloadHash SHA-256 of the body in hex when the caller has read it; S3 leaves it out, streams the body and
 *   holds it against `x-amz-content-sha256` itself
 * @param now milliseconds since 1970
 * @throws SignatureError `InvalidAccessKeyId`, `InvalidToken`, `SignatureDoesNotMatch`, `RequestTimeTooSkewed` (15 minutes), or
 *   `AccessDenied` for a missing, malformed or expired signature and for `x-amz-` headers it does not cover
 */
export function verifySignature(
  request: SignedRequest,
  payloadHash: string | undefined,
  access: Access,
  now: number,
): Identity {
  const { headers } = request
  const { path, query } = splitUrl(request.url)
  const fields = new Map(query)
  const claim = claimOf(headers, fields)
  const identity = signerOf(access, claim.accessKeyId, claim.token)
  requireTimely(claim, now)
  requireCovered(claim, headers)

  const canonical = [
    request.method,
    canonicalPath(path, claim.service),
    canonicalQuery(query),
    ...claim.signedHeaders.map((name) => canonicalHeader(headers, name)),
    '',
    claim.signedHeaders.join(';'),
    payloadHashOf(claim, headers, fields, payloadHash),
  ].join('\n')
  const text = [
    'AWS4-HMAC-SHA256',
    claim.date,
    `${claim.day}/${claim.region}/${claim.service}/aws4_request`,
    // Node hands out header bytes as latin1, so this hashes the bytes that were sent.
    createHash('sha256').update(canonical, 'latin1').digest('hex'),
  ].join('\n')
  if (!sameSignature(signatureOf(identity.secretAccessKey, claim, text), claim.signature))
    throw mismatch(
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    )
  return identity
}
