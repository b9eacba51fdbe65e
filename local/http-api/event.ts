import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { place } from '../template/place'
import type { RouteMatch } from './match-route'

/** Content that API Gateway hands over as text; everything else, form posts too, arrives in base64. */
const isText = (contentType: string): boolean =>
  /^(text\/|application\/(json|xml|javascript)\b|application\/[\w.-]+\+(json|xml)\b)/i.test(contentType)

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** `12/Mar/2020:19:03:58 +0000` */
const clfTime = (at: Date): string => {
  const [date = '', time = ''] = at.toISOString().split('T')
  const [year, month, day] = date.split('-')
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`
}

/** One request in payload format 2.0. */
export function eventOf(
  request: IncomingMessage,
  body: Buffer,
  match: RouteMatch,
  now: number,
): APIGatewayProxyEventV2 {
  const [rawPath = '/', rawQueryString = ''] = (request.url ?? '/').split(/\?(.*)/s)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (name !== 'cookie' && value !== undefined) headers[name] = [value].flat().join(',')
  const cookies = request.headers.cookie?.split(/; */).filter((cookie) => cookie !== '')

  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(rawQueryString))
    query[name] = name in query ? `${query[name]},${value}` : value

  const text = isText(headers['content-type'] ?? 'text/plain')
  const host = headers['host'] ?? 'localhost'
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath,
    rawQueryString,
    ...(cookies && { cookies }),
    headers,
    ...(rawQueryString !== '' && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId: place.accountId,
      apiId: 'local',
      domainName: host,
      domainPrefix: host.split(/[.:]/)[0]!,
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.routeKey,
      stage: '$default',
      time: clfTime(new Date(now)),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  }
}
