import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import * as z from 'zod'
import { AccessDenied, type Access, type MovableClock } from '../aws/access'
import { SignatureError, verifySignature } from '../aws/signature'
import { readBody } from '../http-api/read-body'
import { arn } from '../template/place'

interface Stored {
  type: 'String' | 'SecureString'
  value: string
  version: number
  /** milliseconds since 1970 */
  at: number
}

export interface Ssm {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Writes a parameter unless it is there; `always` also when it is. Secrets are SecureString. */
  seed(name: string, value: string, always?: boolean): void
  value(name: string): string | undefined
}

/** A refusal of Parameter Store: `name` is the error's type on the wire. */
class Refused extends Error {
  constructor(
    name: string,
    message: string,
    readonly status = 400,
  ) {
    super(message)
    this.name = name
  }
}

const Get = z.strictObject({ Name: z.string(), WithDecryption: z.boolean().default(false) })
const Put = z.strictObject({
  Name: z.string(),
  Value: z.string(),
  Type: z.enum(['String', 'SecureString']).default('String'),
  Overwrite: z.boolean().default(false),
})
/** bytes of a standard parameter's value */
const valueBytes = 4096

const load = (file: string): Map<string, Stored> => {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Stored>))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
}

/** Parameter Store with GetParameter and PutParameter in one file, readable by its owner only; no KMS stands behind. */
export function createSsm(options: { file: string; access: Access; clock: MovableClock }): Ssm {
  const { file, access, clock } = options
  mkdirSync(dirname(file), { recursive: true })
  const parameters = load(file)

  const put = (name: string, type: Stored['type'], value: string): number => {
    const version = (parameters.get(name)?.version ?? 0) + 1
    parameters.set(name, { type, value, version, at: clock.now() })
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(parameters)), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    return version
  }
  const arnOf = (name: string) => arn('ssm', `parameter/${name.replace(/^\//, '')}`)

  const operations: Record<
    string,
    (input: unknown, allow: (action: string, name: string) => void) => object
  > = {
    GetParameter(input, allow) {
      const { Name, WithDecryption } = Get.parse(input)
      allow('ssm:GetParameter', Name)
      const found = parameters.get(Name)
      if (!found) throw new Refused('ParameterNotFound', '')
      const hidden = found.type === 'SecureString' && !WithDecryption
      return {
        Parameter: {
          Name,
          ARN: arnOf(Name),
          Type: found.type,
          Value: hidden ? createHash('sha256').update(found.value).digest('base64') : found.value,
          Version: found.version,
          LastModifiedDate: found.at / 1000,
          DataType: 'text',
        },
      }
    },
    PutParameter(input, allow) {
      const { Name, Value, Type, Overwrite } = Put.parse(input)
      allow('ssm:PutParameter', Name)
      if (Buffer.byteLength(Value) > valueBytes)
        throw new Refused(
          'ValidationException',
          `Standard tier parameters support a maximum parameter value of ${valueBytes} characters.`,
        )
      if (parameters.has(Name) && !Overwrite)
        throw new Refused(
          'ParameterAlreadyExists',
          'The parameter already exists. To overwrite it, set the overwrite option.',
        )
      return { Version: put(Name, Type, Value), Tier: 'Standard' }
    },
  }

  const answerTo = async (request: IncomingMessage): Promise<object> => {
    const body = await readBody(request, 1 << 20)
    if (body === 'too large') throw new Refused('ValidationException', 'the request is too large')
    const identity = verifySignature(
      { method: request.method ?? '', url: request.url ?? '', headers: request.headers },
      createHash('sha256').update(body).digest('hex'),
      access,
      clock.now(),
    )
    const name = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    const run = operations[name]
    if (!run)
      throw new Refused('UnknownOperationException', `the one-machine cloud does not support ssm:${name}`)
    return run(JSON.parse(body.toString()), (action, parameter) =>
      access.authorize(identity, action, arnOf(parameter)),
    )
  }
  const failureOf = (error: unknown): [number, { __type: string; message: string }] => {
    if (error instanceof Refused) return [error.status, { __type: error.name, message: error.message }]
    if (error instanceof AccessDenied)
      return [400, { __type: 'AccessDeniedException', message: error.message }]
    if (error instanceof SignatureError)
      return [error.status, { __type: signatureTypes[error.code], message: error.message }]
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return [400, { __type: 'ValidationException', message: error.message }]
    throw error
  }

  return {
    seed(name, value, always = false) {
      if (parameters.has(name) && (!always || parameters.get(name)?.value === value)) return
      put(name, 'SecureString', value)
    },
    value: (name) => parameters.get(name)?.value,
    async handle(request, response) {
      const [status, answer] = await answerTo(request).then(
        (done): [number, object] => [200, done],
        failureOf,
      )
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(answer))
    },
  }
}

const signatureTypes: Record<SignatureError['code'], string> = {
  SignatureDoesNotMatch: 'InvalidSignatureException',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  AccessDenied: 'MissingAuthenticationTokenException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
}
