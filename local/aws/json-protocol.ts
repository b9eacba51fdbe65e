import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import { AccessDenied, type Access, type Identity } from './access'
import { SignatureError, verifySignature, type SignatureCode } from './signature'

/** An error as AWS JSON services answer it: `{ __type, message, … }`. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly more: Record<string, unknown> = {},
    readonly status = 400,
  ) {
    super(message)
    this.name = 'AwsError'
  }
}

export type Operation = (input: Record<string, unknown>, identity: Identity) => Promise<unknown> | unknown

const maxBodyBytes = 20 * 1_048_576

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += (part as Buffer).length
    if (bytes > maxBodyBytes) throw new AwsError('RequestEntityTooLarge', 'the body is too large', {}, 413)
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}

/** The JSON services word a bad signature otherwise than S3. */
const signatureCodes: Record<SignatureCode, string> = {
  SignatureDoesNotMatch: 'InvalidSignatureException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
  InvalidAccessKeyId: 'UnrecognizedClientException',
  InvalidToken: 'UnrecognizedClientException',
  AccessDenied: 'MissingAuthenticationTokenException',
}

const sayInvalid = (error: z.ZodError): string =>
  error.issues
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `${[...issue.path, issue.keys.join(', ')].join('.')} is not supported by this emulator`
        : `${issue.path.join('.') || 'input'}: ${issue.message}`,
    )
    .join('; ')

function asAwsError(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error
  if (error instanceof AccessDenied) return new AwsError('AccessDeniedException', error.message)
  if (error instanceof SignatureError) return new AwsError(signatureCodes[error.code], error.message)
  if (error instanceof z.ZodError) return new AwsError('ValidationException', sayInvalid(error))
  return undefined
}

function inputOf(body: Buffer): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8') || '{}'))
  } catch {
    throw new AwsError('SerializationException', 'the body is not a JSON object')
  }
}

/** The HTTP door of an AWS JSON service: verifies the signature, calls the operation, words the error. */
export function jsonDoor(options: {
  access: Access
  now: () => number
  operations: Record<string, Operation>
  /** how `__type` is written; DynamoDB has a namespace before the code */
  typePrefix?: string
  /** of the protocol; Parameter Store speaks 1.1 */
  version?: '1.0' | '1.1'
}) {
  const contentType = `application/x-amz-json-${options.version ?? '1.0'}`
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, {
        'content-type': contentType,
        // The SDK sets its own clock by this header: with real time in it, a moved clock would refuse what it signs.
        date: new Date(options.now()).toUTCString(),
      })
      response.end(JSON.stringify(body))
    }
    try {
      const body = await bodyOf(request)
      const hash = createHash('sha256').update(body).digest('hex')
      const { method = 'POST', url = '/', headers } = request
      const identity = verifySignature({ method, url, headers }, hash, options.access, options.now())
      const name = String(headers['x-amz-target'] ?? '').split('.')[1] ?? ''
      const operation = Object.hasOwn(options.operations, name) ? options.operations[name] : undefined
      if (!operation)
        throw new AwsError('UnknownOperationException', `${name} is not supported by this emulator`)
      answer(200, (await operation(inputOf(body), identity)) ?? {})
    } catch (error) {
      const known = asAwsError(error)
      if (!known) throw error
      answer(known.status, {
        __type: `${options.typePrefix ?? ''}${known.code}`,
        message: known.message,
        Message: known.message,
        ...known.more,
      })
    }
  }
}
