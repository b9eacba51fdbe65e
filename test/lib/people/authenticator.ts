import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const sized = (bytes: number, value: number) => {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}
/** CBOR by hand, RFC 8949: what an authenticator writes, and no library of the product's. */
const cbor = {
  text: (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]),
  bytes: (value: Buffer) => Buffer.concat([Buffer.from([0x59]), sized(2, value.length), value]),
}
/** COSE key of an EC2 key on P-256 for ES256 (RFC 9053). */
const coseOf = (key: KeyObject) => {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const point = (value: string) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(value, 'base64url')])
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    point(x),
    Buffer.from([0x22]),
    point(y),
  ])
}

export interface Shown {
  /** as the browser says, default the site's */
  origin?: string
  rpId?: string
  /** whether a finger or a PIN was asked for */
  verified?: boolean
  counter?: number
  /** as the browser writes it */
  type?: string
}

const present = 0x01
const userVerified = 0x04
const attested = 0x40

/** An authenticator with one key, and the browser before it (WebAuthn level 3, 6.1 and 5.8.1). */
export function anAuthenticator(site = 'https://qianfa.example') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  let used = 0

  const clientData = (challenge: string, type: string, { origin = site, type: said = type }: Shown) =>
    Buffer.from(JSON.stringify({ type: said, challenge, origin, crossOrigin: false }))
  const dataOf = (
    flags: number,
    { rpId = new URL(site).hostname, verified = true, counter = ++used }: Shown,
  ) =>
    Buffer.concat([
      sha256(rpId),
      Buffer.from([present | flags | (verified ? userVerified : 0)]),
      sized(4, counter),
    ])
  const base64url = (challenge: string) => Buffer.from(challenge, 'base64url').toString('base64url')

  return {
    id,
    /** `navigator.credentials.create` */
    create({ challenge }: { challenge: string }, shown: Shown = {}) {
      const authData = Buffer.concat([
        dataOf(attested, shown),
        Buffer.alloc(16),
        sized(2, credentialId.length),
        credentialId,
        coseOf(publicKey),
      ])
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[cbor.text('fmt'), cbor.text('none'), cbor.text('attStmt'), Buffer.from([0xa0])],
        ...[cbor.text('authData'), cbor.bytes(authData)],
      ])
      return {
        ...{ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} },
        response: {
          clientDataJSON: clientData(base64url(challenge), 'webauthn.create', shown).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal' as const],
        },
      }
    },
    /** `navigator.credentials.get` */
    get({ challenge }: { challenge: string }, shown: Shown = {}) {
      const data = clientData(base64url(challenge), 'webauthn.get', shown)
      const authenticatorData = dataOf(0, shown)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(data)]), privateKey)
      return {
        ...{ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} },
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          signature: signature.toString('base64url'),
        },
      }
    },
  }
}
