import * as client from 'openid-client'
import { log } from '../../platform/log'

/** The company's own sign-in, by OpenID Connect Core 1.0. */
export interface OidcSettings {
  issuer: string
  clientId: string
  /** where the provider sends people back to */
  redirectUri: string
  secret: () => Promise<string>
}

/** What binds an answer to the question: sent by the browser, and kept to where it was asked. */
export interface OidcChecks {
  state: string
  nonce: string
  /** of PKCE (RFC 7636) */
  verifier: string
}

export interface OidcPerson {
  email: string | undefined
  /** whether the provider says that the address is the person's */
  verified: boolean
}

/** `down`: nobody answers · `declined`: whoever was asked, or the provider, said no · `unfit`: an answer that must not be believed */
export type OidcFault = 'down' | 'declined' | 'unfit'

export class OidcFailed extends Error {
  constructor(
    readonly fault: OidcFault,
    reason: unknown,
  ) {
    super(`the company's sign-in: ${reason instanceof Error ? reason.message : String(reason)}`, {
      cause: reason,
    })
    this.name = 'OidcFailed'
  }
}

const keptForMs = 3_600_000
const timeoutSeconds = 5

const statusOf = (error: unknown): number => {
  const { cause } = error as { cause?: unknown }
  if (error instanceof client.ResponseBodyError) return error.status
  return cause instanceof Response ? cause.status : 0
}

/** Node's fetch says so of whatever kept it from an answer; the client passes it on as it is, or as a cause. */
const isUnreached = (error: unknown): boolean =>
  (error instanceof client.ClientError && error.code === 'OAUTH_TIMEOUT') ||
  [error, (error as { cause?: unknown }).cause].some(
    (one) => (one as Error | undefined)?.name === 'TypeError' && (one as Error).message === 'fetch failed',
  )

function faultOf(error: unknown): OidcFault {
  if (isUnreached(error) || statusOf(error) >= 500) return 'down'
  return error instanceof client.AuthorizationResponseError ? 'declined' : 'unfit'
}

const told = async <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    const fault = faultOf(error)
    const { code, error: said } = error as { code?: string; error?: string }
    log.warn('the company’s sign-in failed', { fault, reason: (error as Error).message, code, said })
    throw new OidcFailed(fault, error)
  })

/** Plain http is for a provider on this machine, in tests. */
const isLocal = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)

/** Basic is what a provider that says nothing takes (OpenID Connect Discovery 1.0, 3). */
const authenticated =
  (secret: string): client.ClientAuth =>
  (server, metadata, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const way = taken.includes('client_secret_basic') ? client.ClientSecretBasic : client.ClientSecretPost
    way(secret)(server, metadata, body, headers)
  }

/** Reads what a provider says of itself; also what an engineer is told before a deploy. @throws OidcFailed */
export const discover = (issuer: string, clientId: string, secret: string): Promise<client.Configuration> => {
  const server = new URL(issuer)
  const execute = [
    client.enableNonRepudiationChecks,
    ...(isLocal(server) ? [client.allowInsecureRequests] : []),
  ]
  return told(
    client.discovery(server, clientId, undefined, authenticated(secret), {
      timeout: timeoutSeconds,
      execute,
    }),
  )
}

/** The client of one provider, kept for an hour; an answer is believed only with signature, issuer, audience, nonce and PKCE. */
export function oidc({ issuer, clientId, redirectUri, secret }: OidcSettings, now: () => Date) {
  let kept: { of: string; until: number; found: client.Configuration } | undefined

  async function configuration(): Promise<client.Configuration> {
    const of = await secret()
    const time = now().getTime()
    if (kept?.of !== of || kept.until <= time)
      kept = { of, until: time + keptForMs, found: await discover(issuer, clientId, of) }
    return kept.found
  }

  return {
    /** Where the browser is sent. */
    async authorizationUrl({ state, nonce, verifier }: OidcChecks): Promise<string> {
      const found = await configuration()
      const url = client.buildAuthorizationUrl(found, {
        ...{ redirect_uri: redirectUri, scope: 'openid email', state, nonce },
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return url.href
    },

    /** Trades the code in the query the browser came back with for who it is. */
    async personOf(query: Record<string, string>, checks: OidcChecks): Promise<OidcPerson> {
      const found = await configuration()
      const back = new URL(redirectUri)
      for (const [name, value] of Object.entries(query)) back.searchParams.set(name, value)
      const tokens = await told(
        client.authorizationCodeGrant(found, back, {
          ...{ expectedState: checks.state, expectedNonce: checks.nonce, pkceCodeVerifier: checks.verifier },
          idTokenExpected: true,
        }),
      )
      const claims = tokens.claims()!
      // Many providers put the address into the answer about the person only.
      const about =
        typeof claims['email'] === 'string'
          ? claims
          : await told(client.fetchUserInfo(found, tokens.access_token, claims.sub))
      const { email, email_verified: verified } = about
      return {
        email: typeof email === 'string' ? email : undefined,
        // Some providers write it as a word.
        verified: verified === true || verified === 'true',
      }
    },
  }
}

export type Oidc = ReturnType<typeof oidc>
