import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { randomBytes } from 'node:crypto'
import { notImplemented, S3Error } from './errors'

const longestKeyBytes = 1024

/** An S3 request, its path and query decoded once. */
export interface S3Request {
  id: string
  method: string
  /** empty when the request is about the service */
  bucket: string
  /** empty when the request is about the bucket; any Unicode text, never used as a path */
  key: string
  query: Map<string, string>
  headers: IncomingHttpHeaders
  /** A header by its lower-case name, or the query parameter it became when the URL was presigned. */
  header(name: string): string | undefined
  headerNames: string[]
  ip: string
  /** as it came in; leaving off in the middle does not break the connection, so that a refusal can still be heard */
  body: AsyncIterable<Buffer>
  message: IncomingMessage
}

const authorization = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
])

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.")
  }
}

const splitOnce = (text: string, at: string): [string, string] => {
  const cut = text.indexOf(at)
  return cut < 0 ? [text, ''] : [text.slice(0, cut), text.slice(cut + 1)]
}

/**
 * Not by `new URL`, which would resolve `..` in keys.
 * @throws S3Error InvalidURI, KeyTooLongError, or NotImplemented for virtual-host style
 */
export function readRequest(message: IncomingMessage): S3Request {
  const { headers } = message
  if (/^.+\.localhost(:\d+)?$/i.test(headers.host ?? ''))
    throw notImplemented('virtual-host style addresses; use forcePathStyle')
  const [path, queryText] = splitOnce(message.url ?? '/', '?')
  const [bucket, key] = splitOnce(decode(path).slice(1), '/')
  if (Buffer.byteLength(key) > longestKeyBytes) throw new S3Error('KeyTooLongError', 'Your key is too long')
  const query = new Map(
    queryText
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name, value] = splitOnce(pair, '=')
        return [decode(name), decode(value)] as const
      }),
  )
  const hoisted = new Map<string, string>()
  for (const [name, value] of query) {
    const lower = name.toLowerCase()
    if (lower.startsWith('x-amz-') && !authorization.has(lower)) hoisted.set(lower, value)
    if (lower.startsWith('x-amz-')) query.delete(name)
  }
  return {
    id: randomBytes(8).toString('hex').toUpperCase(),
    method: message.method ?? 'GET',
    bucket,
    key,
    query,
    headers,
    header: (name) => headers[name]?.toString() ?? hoisted.get(name),
    headerNames: [...new Set([...Object.keys(headers), ...hoisted.keys()])],
    ip: message.socket.remoteAddress ?? '127.0.0.1',
    body: { [Symbol.asyncIterator]: () => message.iterator({ destroyOnReturn: false }) },
    message,
  }
}
