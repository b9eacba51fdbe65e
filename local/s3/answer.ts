import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Refused } from './errors'
import { document, element, s3Document, type Content } from './xml'

/** What an operation gives back; the HTTP door alone writes it. */
export interface Answer {
  status: number
  headers: Record<string, string>
  /** text is XML; a stream has its own content-length and -type among the headers */
  body?: string | Readable
  /** is told of the bytes of a stream as they go out */
  sent?: (bytes: number) => void
}

export const emptyAnswer = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-length': '0', ...headers },
})

export const noContent = (headers: Record<string, string> = {}): Answer => ({ status: 204, headers })

export function xmlAnswer(name: string, content: Content, headers: Record<string, string> = {}): Answer {
  const body = s3Document(name, content)
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body }
}

/** S3 sends no document with 304, and HTTP none to HEAD. */
export function refusalAnswer(refused: Refused, resource: string, requestId: string, method: string): Answer {
  if (refused.status === 304 || method === 'HEAD') return { status: refused.status, headers: refused.headers }
  const body = document(
    element('Error', [
      element('Code', refused.code),
      element('Message', refused.message),
      element('Resource', resource),
      element('RequestId', requestId),
    ]),
  )
  return {
    status: refused.status,
    headers: { 'content-type': 'application/xml', ...refused.headers },
    body,
  }
}

/** Header bytes are latin1 to Node: text beyond it goes out as its UTF-8 bytes. */
const onTheWire = (value: string): string =>
  /[^\u0000-\u00ff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value

export async function writeAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  const { body, sent } = answer
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, onTheWire(value))
  response.statusCode = answer.status
  if (body === undefined) {
    response.end()
    return
  }
  if (typeof body === 'string') {
    response.setHeader('content-length', Buffer.byteLength(body))
    response.end(body)
    return
  }
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sent?.(chunk.length)
        yield chunk
      }
    },
    response,
  )
}
