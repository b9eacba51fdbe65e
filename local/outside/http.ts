import type { IncomingMessage, ServerResponse } from 'node:http'

/** Above any real upload: WeChat's largest is a 10 MB picture. */
const bodyMaxBytes = 12 * 1_048_576

export class BodyTooLarge extends Error {}

export async function bodyOf(req: IncomingMessage, maxBytes = bodyMaxBytes): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function sendJson(res: ServerResponse, body: unknown, status = 200) {
  res.writeHead(status, { 'content-type': 'application/json; encoding=utf-8', 'cache-control': 'no-store' })
  res.end(JSON.stringify(body))
}

export function sendText(res: ServerResponse, status: number, text: string) {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  res.end(text)
}

export function seeOther(res: ServerResponse, location: string) {
  res.writeHead(303, { location, 'cache-control': 'no-store' })
  res.end()
}

/** `inlineStyles` lets the style attributes of a filtered article through; only a `live` page runs a script, its own. */
export function sendPage(
  res: ServerResponse,
  html: string,
  { status = 200, inlineStyles = false, live = false } = {},
) {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    ...(inlineStyles ? ["style-src-attr 'unsafe-inline'"] : []),
    ...(live ? ["script-src 'self'", "connect-src 'self'"] : []),
    "img-src 'self'",
    "media-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  res.end(html)
}

export function sendBytes(res: ServerResponse, bytes: Uint8Array, contentType: string) {
  res.writeHead(200, {
    'content-type': contentType,
    'content-length': bytes.length,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  })
  res.end(bytes)
}
