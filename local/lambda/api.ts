import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AccessDenied, type Access, type MovableClock } from '../aws/access'
import { bodyOf } from '../outside/http'
import { SignatureError, verifySignature } from '../aws/signature'
import type { AsyncQueue } from './async-queue'
import type { Lambda } from './lambda'

const path = /^\/2015-03-31\/functions\/([\w-]+)\/invocations\/?(?:\?.*)?$/

/** Lambda's Invoke by function name: RequestResponse, Event (into the asynchronous queue) and DryRun. */
export function createLambdaApi(options: {
  access: Access
  clock: MovableClock
  lambda: Lambda
  queue: AsyncQueue
}) {
  const { access, clock, lambda, queue } = options
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(body === undefined ? '' : JSON.stringify(body))
    }
    const refuse = (status: number, type: string, Message: string) =>
      answer(status, { Type: 'User', Message }, { 'x-amzn-errortype': type })
    const { method = 'POST', url = '/', headers } = request
    const body = await bodyOf(request)
    const [, name] = path.exec(url) ?? []
    if (!name || method !== 'POST')
      return refuse(400, 'UnknownOperationException', `${method} ${url} is not supported by this emulator`)
    try {
      const hash = createHash('sha256').update(body).digest('hex')
      const identity = verifySignature({ method, url, headers }, hash, access, clock.now())
      if (!lambda.has(name)) return refuse(404, 'ResourceNotFoundException', `Function not found: ${name}`)
      const { arn } = lambda.model(name)
      access.authorize(identity, 'lambda:InvokeFunction', arn)
      const event: unknown = JSON.parse(body.toString('utf8') || '{}')
      if (headers['x-amz-invocation-type'] === 'DryRun') return answer(204, undefined)
      if (headers['x-amz-invocation-type'] === 'Event') {
        queue.enqueue(arn, event)
        return answer(202, undefined)
      }
      const outcome = await lambda.invoke(arn, event)
      if ('payload' in outcome) return answer(200, outcome.payload ?? null)
      answer(200, outcome.error, { 'x-amz-function-error': 'Unhandled' })
    } catch (error) {
      if (error instanceof SignatureError) return refuse(403, 'InvalidSignatureException', error.message)
      if (error instanceof AccessDenied) return refuse(403, 'AccessDeniedException', error.message)
      if (error instanceof SyntaxError) return refuse(400, 'InvalidRequestContentException', error.message)
      throw error
    }
  }
}
