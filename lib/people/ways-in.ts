import type * as z from 'zod'
import { Env } from '../platform/env'

export const WaysInEnv = Env.pick({
  OIDC_ISSUER: true,
  OIDC_CLIENT_ID: true,
  OIDC_UNVERIFIED_MAIL: true,
  MAIL_SIGN_IN: true,
})

export interface WaysIn {
  /** whether a code is mailed to whoever asks */
  mail: boolean
  /** the company's own sign-in, where there is one */
  company?: { issuer: string; clientId: string; takesUnverified: boolean }
}

/** How people get into this deployment. Throws where nobody could, at load: a wrong setting fails the deploy, not a user. */
export function waysInOf(env: z.infer<typeof WaysInEnv>): WaysIn {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = env
  const mail = env.MAIL_SIGN_IN === 'on'
  if (issuer === '') {
    if (!mail) throw new Error('mailSignIn is off and there is no oidcIssuer: nobody could sign in')
    return { mail }
  }
  if (clientId === '') throw new Error('oidcIssuer needs oidcClientId')
  return { mail, company: { issuer, clientId, takesUnverified: env.OIDC_UNVERIFIED_MAIL === 'taken' } }
}

/** Where the company's own sign-in sends people back to; registered there. */
export const companyBackPath = '/sign-in/company/back'
