import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { discover, OidcFailed } from '../lib/channels/oidc/oidc'
import { waysInOf, WaysInEnv, companyBackPath, type WaysIn } from '../lib/people/ways-in'
import { failed, noticed, passed, type Check } from './check'
import { secretsPrefix, type Target } from './target'

const name = 'company sign-in'

/** What the functions of this target are told, by the parameters of serverless.yml. */
function waysIn({ params }: Target): WaysIn | Check {
  const read = WaysInEnv.safeParse({
    OIDC_ISSUER: params['oidcIssuer'] ?? '',
    OIDC_CLIENT_ID: params['oidcClientId'] ?? '',
    OIDC_UNVERIFIED_MAIL: params['oidcUnverifiedMail'] ?? 'refused',
    MAIL_SIGN_IN: params['mailSignIn'] ?? 'on',
  })
  if (!read.success)
    return failed(
      name,
      read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  try {
    return waysInOf(read.data)
  } catch (error) {
    return failed(name, (error as Error).message)
  }
}

/** The issuer as it says itself, from here: present, of that name, with a code flow, PKCE and an address. */
export async function checkCompanySignIn(client: SSMClient, target: Target): Promise<Check[]> {
  const ways = waysIn(target)
  if ('state' in ways) return [ways]
  if (!ways.company) return [passed(name, 'none: a mailed code signs in')]
  const { issuer, clientId } = ways.company
  const secret = await client.send(
    new GetParameterCommand({ Name: `${secretsPrefix(target)}oidc-client-secret`, WithDecryption: true }),
  )
  try {
    const found = (await discover(issuer, clientId, secret.Parameter?.Value ?? '')).serverMetadata()
    const pkce = found.code_challenge_methods_supported
    if (pkce !== undefined && !pkce.includes('S256'))
      return [failed(name, `${issuer} knows no PKCE with S256`)]
    const claims = [...(found.claims_supported ?? []), ...(found.scopes_supported ?? [])]
    return [
      passed(name, `${issuer} answers; it must send people back to <publicUrl>${companyBackPath}`),
      ...(claims.includes('email') ? [] : [noticed(name, `${issuer} does not say that it gives an address`)]),
    ]
  } catch (error) {
    if (!(error instanceof OidcFailed)) throw error
    return [failed(name, `${issuer} ${error.fault === 'down' ? 'does not answer' : error.message}`)]
  }
}
