import { AccessDenied } from '../aws/access'
import { SignatureError } from '../aws/signature'

const statuses = {
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidPolicyDocument: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidTag: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPOSTRequest: 400,
  MalformedXML: 400,
  MaxMessageLengthExceeded: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchObjectLockConfiguration: 404,
  NoSuchUpload: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  NotModified: 304,
  ObjectLockConfigurationNotFoundError: 404,
  PreconditionFailed: 412,
  XAmzContentSHA256Mismatch: 400,
} as const

export type S3Code = keyof typeof statuses

/** A refusal in S3's own words; `headers` go out with it, e.g. `x-amz-delete-marker`. */
export class S3Error extends Error {
  readonly status: number
  constructor(
    readonly code: S3Code,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
    this.name = 'S3Error'
    this.status = statuses[code]
  }
}

/** What this room does not do is refused by its name, never ignored. */
export const notImplemented = (what: string) =>
  new S3Error('NotImplemented', `The one-machine S3 does not implement ${what}`)

export interface Refused {
  status: number
  code: string
  message: string
  headers: Record<string, string>
}

/** The answer to any failure of a request, or undefined for a bug of ours. */
export function refusedBy(error: unknown): Refused | undefined {
  if (error instanceof S3Error) return error
  if (error instanceof SignatureError) return { ...pick(error), code: error.code }
  if (error instanceof AccessDenied) return { ...pick(error), code: 'AccessDenied' }
  return undefined
}

const pick = (error: { status: number; message: string }) => ({
  status: error.status,
  message: error.message,
  headers: {},
})
