import * as z from 'zod'
import { decrypt } from './aes'
import type { CallbackAccount, CallbackQuery, PushRejection, ReadPush } from './push'
import { readEvent } from './read-event'
import { signatureFits } from './signature'
import { parseXml, type XmlFields } from './xml'

const rejected = (reason: PushRejection, detail: string) => ({ ok: false as const, reason, detail })

type Opened = { ok: true; fields: XmlFields } | ReturnType<typeof rejected>

const encrypt = { open: '<Encrypt>', close: '</Encrypt>' }

/** What stands in `<Encrypt>`, by position: nothing of a body is parsed before its signature fits. */
function encryptedIn(body: string): string | undefined {
  const from = body.indexOf(encrypt.open)
  const to = from < 0 ? -1 : body.indexOf(encrypt.close, from)
  const said = to < 0 ? '' : body.slice(from + encrypt.open.length, to).trim()
  const bare = said.startsWith('<![CDATA[') && said.endsWith(']]>') ? said.slice(9, -3) : said
  return bare === '' ? undefined : bare
}

/** In compatible mode the plain nodes beside `<Encrypt>` are not covered by any signature and never looked at. */
function openEncrypted(body: string, query: CallbackQuery, account: CallbackAccount): Opened {
  const encrypted = encryptedIn(body)
  if (encrypted === undefined) return rejected('BadXml', 'no Encrypt')
  const { timestamp = '', nonce = '', msg_signature = '' } = query
  if (!signatureFits(account, msg_signature, timestamp, nonce, encrypted)) {
    return rejected('BadSignature', 'msg_signature')
  }
  const outer = parseXml(body)
  if (!outer.ok) return rejected(outer.reason, 'envelope')

  let stranger: string | undefined
  let problem = 'no EncodingAESKey configured'
  for (const key of account.encodingAesKeys) {
    try {
      const { message, appId } = decrypt(key, encrypted)
      // The app id is also the only sign that a key fits, so a stranger's id lets the previous key have its try.
      if (appId !== account.appId) {
        stranger = appId.slice(0, 40)
        continue
      }
      const inner = parseXml(message)
      return inner.ok ? inner : rejected(inner.reason, 'message')
    } catch (error) {
      problem = (error as Error).message
    }
  }
  return stranger === undefined ? rejected('BadEncryption', problem) : rejected('WrongApp', `for ${stranger}`)
}

function openPlain(body: string, query: CallbackQuery, account: CallbackAccount): Opened {
  const { signature = '', timestamp = '', nonce = '' } = query
  if (!signatureFits(account, signature, timestamp, nonce)) return rejected('BadSignature', 'signature')
  if (account.encodingAesKeys.length > 0)
    return rejected('NotEncrypted', 'plain push, although an EncodingAESKey is set')
  const parsed = parseXml(body)
  return parsed.ok ? parsed : rejected(parsed.reason, 'message')
}

/**
 * A push of WeChat's, believed only when signed, fresh and free of DTDs. `maxAgeSeconds` bounds the timestamp both
 * ways (default 300), so that a captured push cannot be played again later; within it `dedupeKey` does that.
 */
export function readPush(request: {
  query: CallbackQuery
  body: string
  account: CallbackAccount
  now: Date
  maxAgeSeconds?: number
}): ReadPush {
  const { query, body, account, now, maxAgeSeconds = 300 } = request
  if (!query.timestamp || !query.nonce) return rejected('MissingParameter', 'timestamp or nonce')
  const opened =
    query.encrypt_type === 'aes' ? openEncrypted(body, query, account) : openPlain(body, query, account)
  if (!opened.ok) return opened
  const ageSeconds = now.getTime() / 1000 - Number(query.timestamp)
  if (!(Math.abs(ageSeconds) <= maxAgeSeconds))
    return rejected('OldTimestamp', `${Math.round(ageSeconds)} s old`)
  try {
    return { ok: true, push: readEvent(opened.fields), fields: opened.fields }
  } catch (error) {
    if (error instanceof z.ZodError) return rejected('BadXml', z.prettifyError(error))
    throw error
  }
}
