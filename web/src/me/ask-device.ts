import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { Bilingual } from '../language'

/** The device, or whoever holds it, gave no key: why, in words. */
export class NoKey extends Error {
  constructor(readonly said: Bilingual) {
    super(`${said.zh} / ${said.en}`)
    this.name = 'NoKey'
  }
}

/** By the name of the browser's error (WebAuthn level 3, 5.1.3 and 5.1.4). */
const reasons = new Map<string, Bilingual>([
  [
    'NotAllowedError',
    {
      zh: '没有完成：已取消、超时，或设备上没有本系统的通行密钥。',
      en: 'Not done: cancelled, too late, or this device has no passkey for this system.',
    },
  ],
  [
    'InvalidStateError',
    { zh: '这台设备上已经有您的通行密钥。', en: 'This device has a passkey of yours already.' },
  ],
])

const noKey = (error: unknown): NoKey => {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return new NoKey(
    reasons.get(name) ?? { zh: `浏览器没有完成：${message}`, en: `the browser did not do it: ${message}` },
  )
}

// Only who presses a button loads the code for it.
const browser = () => import('@simplewebauthn/browser')

const givingWhy = async <T>(asked: Promise<T>): Promise<T> =>
  asked.catch((error: unknown) => {
    throw noKey(error)
  })

/** @throws NoKey */
export const makeKey = async (optionsJSON: PublicKeyCredentialCreationOptionsJSON) => {
  const { startRegistration } = await browser()
  return givingWhy(startRegistration({ optionsJSON }))
}

/** @throws NoKey */
export const askKey = async (optionsJSON: PublicKeyCredentialRequestOptionsJSON) => {
  const { startAuthentication } = await browser()
  return givingWhy(startAuthentication({ optionsJSON }))
}

/** Whether this browser can have passkeys at all. */
export const hasPasskeys = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window
