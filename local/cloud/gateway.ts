import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MovableClock } from '../aws/access'

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown> | unknown

/** Which service a target header is for. */
const prefixes = {
  DynamoDB_20120810: 'dynamodb',
  AWSStepFunctions: 'stepFunctions',
  AmazonSSM: 'ssm',
  AmazonSQS: 'sqs',
} as const
/** Services without that header, by the scope of the signature; who signs none of these speaks to S3. */
const scoped = ['lambda', 'sts'] as const
export type AwsService = (typeof prefixes)[keyof typeof prefixes] | (typeof scoped)[number] | 's3'

const scopeOf = ({ headers }: IncomingMessage): AwsService => {
  const [, service] = /Credential=[^/]+\/\d+\/[^/]+\/(\w+)\//.exec(headers.authorization ?? '') ?? []
  return scoped.find((one) => one === service) ?? 's3'
}

/** One port for all AWS APIs, as `AWS_ENDPOINT_URL` needs it. A service that is not here is refused by name. */
export function awsGateway(
  services: Record<AwsService, Handler>,
  clock: MovableClock,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    // An SDK whose clock is not the cloud's corrects itself by this header and asks again.
    response.setHeader('date', new Date(clock.now()).toUTCString())
    const target = request.headers['x-amz-target']
    const prefix = String(target).split('.')[0]!
    if (target !== undefined && !(prefix in prefixes)) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
      const message = `the one-machine cloud does not support ${prefix}`
      response.end(JSON.stringify({ __type: 'UnknownOperationException', message }))
      return
    }
    const service = target === undefined ? scopeOf(request) : prefixes[prefix as keyof typeof prefixes]
    await services[service](request, response)
  }
}

/** Answers 500 and tells when a handler throws: a bug of the machine must not hang the caller. */
export const guarded =
  (handler: Handler, log: (line: string) => void) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    Promise.resolve()
      .then(() => handler(request, response))
      .catch((error: unknown) => {
        log(
          `${request.method} ${request.url?.split('?')[0]}: ${error instanceof Error ? error.stack : String(error)}`,
        )
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
        response.end('{"message":"Internal Server Error"}')
      })
  }
