import type { ServerResponse } from 'node:http'

/** What API Gateway itself says, e.g. 404 `{"message":"Not Found"}`. */
export function gatewayAnswer(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return void response.end()
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ message }))
}

/** Writes a function's answer as HTTP API v2 does; a payload without statusCode is a JSON body with 200. */
export function answerWith(response: ServerResponse, payload: unknown, method: string): void {
  const full = typeof payload === 'object' && payload !== null && 'statusCode' in payload
  if (!full) {
    if (payload === null || payload === undefined)
      return gatewayAnswer(response, 500, 'Internal Server Error')
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(typeof payload === 'string' ? payload : JSON.stringify(payload))
    return
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = payload as {
    statusCode: unknown
    headers?: Record<string, string | number | boolean>
    cookies?: string[]
    body?: unknown
    isBase64Encoded?: boolean
  }
  const status = Number(statusCode)
  if (
    !Number.isInteger(status) ||
    status < 100 ||
    status > 599 ||
    (body !== undefined && typeof body !== 'string')
  )
    return gatewayAnswer(response, 500, 'Internal Server Error')
  response.statusCode = status
  response.setHeader('content-type', 'text/plain;charset=UTF-8')
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, String(value))
  if (cookies?.length) response.setHeader('set-cookie', cookies)
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  response.setHeader('content-length', bytes.length)
  response.end(method === 'HEAD' ? undefined : bytes)
}
