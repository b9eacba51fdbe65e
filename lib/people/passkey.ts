import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { isIP } from 'node:net'
import * as z from 'zod'
import { keyOfToken, type Bound } from './bound-token'

/** Figures and what they are for: docs/decisions/0039. */
export const passkeyRule = {
  /** from the question to its answer */
  challengeLastsMs: 5 * 60_000,
  atOnce: 10,
}

/** A key of a person's device or password manager; only its public half is here. */
export const Passkey = z.object({
  /** SHA-256 of the credential's id, in hex: short enough for a row's key, whatever the device chose */
  id: z.string(),
  credentialId: z.string(),
  /** COSE, base64url */
  publicKey: z.string(),
  /** as the device counted at its last use; 0 for ever where it does not */
  counter: z.number().int(),
  transports: z.array(z.string()),
  name: z.string(),
  /** the person's address when it was added: with another one it signs nobody in */
  email: z.string(),
  addedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().optional(),
})
export type Passkey = z.infer<typeof Passkey>

export const ShownPasskey = Passkey.pick({ id: true, name: true, addedAt: true, lastUsedAt: true })
export type ShownPasskey = z.infer<typeof ShownPasskey>
export const shown = ({ id, name, addedAt, lastUsedAt }: Passkey): ShownPasskey => ({
  ...{ id, name, addedAt },
  ...(lastUsedAt && { lastUsedAt }),
})

export interface RelyingParty {
  id: string
  origin: string
}

/** Whom keys are made for: the host people come to. Browsers make none for a bare address, nor without TLS but on `localhost`. */
export function relyingPartyOf(publicUrl: string): RelyingParty | undefined {
  const { protocol, hostname, origin } = new URL(publicUrl)
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0
  return named && (protocol === 'https:' || hostname === 'localhost') ? { id: hostname, origin } : undefined
}

/** What a challenge is for: the browser's name, and who is signed in where somebody is. */
export const challengeBound = (what: 'add' | 'sign-in', browser: string, personId?: string): Bound => ({
  purpose: `passkey-${what}`,
  to: [browser, ...(personId === undefined ? [] : [personId])],
})

/** Whether a challenge, as the browser gives it back in base64url, is one of ours for this, and not too old. */
export function isOurs(keys: string[], bound: Bound, challenge: string, now: Date): boolean {
  const token = Buffer.from(challenge, 'base64url').toString('utf8')
  return keyOfToken(keys, bound, token, { now, lastsMs: passkeyRule.challengeLastsMs }) !== undefined
}

const Base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/)
const credential = {
  id: Base64url(1_400).min(1),
  rawId: Base64url(1_400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
}

/** What `navigator.credentials.create` gives, as JSON (WebAuthn level 3, `RegistrationResponseJSON`). */
export const NewCredential: z.ZodType<RegistrationResponseJSON> = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64url(8_000),
    attestationObject: Base64url(24_000),
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
})

/** What `navigator.credentials.get` gives, as JSON (`AuthenticationResponseJSON`). */
export const Assertion: z.ZodType<AuthenticationResponseJSON> = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Base64url(8_000),
    authenticatorData: Base64url(8_000),
    signature: Base64url(8_000),
    userHandle: Base64url(100).optional(),
  }),
})

/** What either call of the browser is asked with (`PublicKeyCredential…OptionsJSON`). */
export const CredentialOptions = z.looseObject({ challenge: z.string() })
