import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MovableClock } from '../aws/access'
import type { Lambda } from '../lambda/lambda'
import type { Metrics } from '../metrics'
import type { RouteModel } from '../template/service'
import { answerWith, gatewayAnswer } from './answer'
import { eventOf } from './event'
import { matchRoute } from './match-route'
import { readBody } from './read-body'
import { tokenBucket } from './throttle'

/** Largest request body, in bytes. */
const bodyBytes = 10 * 1024 * 1024

/** The routes of the service's HTTP API, payload format 2.0; errors are worded as API Gateway words them. */
export function createHttpApi(options: {
  routes: RouteModel[]
  lambda: Lambda
  clock: MovableClock
  metrics: Metrics
  log: (line: string) => void
}): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { routes, lambda, clock, metrics, log } = options
  const buckets = new Map(
    routes.flatMap(({ routeKey, throttle }) =>
      throttle ? [[routeKey, tokenBucket(throttle, () => clock.now())]] : [],
    ),
  )
  return async (request, response) => {
    const method = request.method ?? 'GET'
    const match = matchRoute(routes, method, (request.url ?? '/').split('?')[0]!)
    if (!match) return gatewayAnswer(response, 404, 'Not Found')
    if (buckets.get(match.route.routeKey)?.() === false) {
      metrics.put('AWS/ApiGateway', '4xx', { ApiId: 'httpapi' }, 1)
      request.resume()
      return gatewayAnswer(response, 429, 'Too Many Requests')
    }
    const limitMs = Math.min(match.route.timeoutMs, 30_000)
    const waitMs = lambda.waitMs(match.route.functionArn)
    if (waitMs > limitMs / 2) {
      response.setHeader('retry-after', Math.ceil(waitMs / 1000))
      return gatewayAnswer(response, 429, 'Too Many Requests')
    }
    const body = await readBody(request, bodyBytes)
    if (body === 'too large') return gatewayAnswer(response, 413, 'Request Entity Too Large')

    const event = eventOf(request, body, match, clock.now())
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, limitMs, 'late')
    })
    const outcome = await Promise.race([lambda.invoke(match.route.functionArn, event), late])
    clearTimeout(timer)
    response.setHeader('apigw-requestid', event.requestContext.requestId)
    if (outcome === 'late') gatewayAnswer(response, 503, 'Service Unavailable')
    else if ('error' in outcome) {
      log(`${method} ${match.route.routeKey}: ${outcome.error.errorType}: ${outcome.error.errorMessage}`)
      gatewayAnswer(response, 500, 'Internal Server Error')
    } else answerWith(response, outcome.payload, method)
    metrics.put('AWS/ApiGateway', 'Count', { ApiId: 'httpapi' }, 1)
    metrics.put('AWS/ApiGateway', '5xx', { ApiId: 'httpapi' }, response.statusCode >= 500 ? 1 : 0)
    metrics.put(
      'AWS/ApiGateway',
      '4xx',
      { ApiId: 'httpapi' },
      Math.trunc(response.statusCode / 100) === 4 ? 1 : 0,
    )
  }
}
