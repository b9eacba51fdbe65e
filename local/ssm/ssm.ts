import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import * as z from 'zod'
import type { Access, Identity, MovableClock } from '../aws/access'
import { AwsError, jsonDoor, type Operation } from '../aws/json-protocol'
import { readKeptOr, writeKept } from '../disk/kept-json'
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

const Get = z.strictObject({ Name: z.string(), WithDecryption: z.boolean().default(false) })
const Put = z.strictObject({
  Name: z.string(),
  Value: z.string(),
  Type: z.enum(['String', 'SecureString']).default('String'),
  Overwrite: z.boolean().default(false),
})
/** bytes of a standard parameter's value */
const valueBytes = 4096

/** Parameter Store with GetParameter and PutParameter in one file, readable by its owner only; no KMS stands behind. */
export function createSsm(options: { file: string; access: Access; clock: MovableClock }): Ssm {
  const { file, access, clock } = options
  mkdirSync(dirname(file), { recursive: true })
  const parameters = new Map(Object.entries(readKeptOr(file, {}) as Record<string, Stored>))

  const put = (name: string, type: Stored['type'], value: string): number => {
    const version = (parameters.get(name)?.version ?? 0) + 1
    parameters.set(name, { type, value, version, at: clock.now() })
    writeKept(file, Object.fromEntries(parameters))
    return version
  }
  const arnOf = (name: string) => arn('ssm', `parameter/${name.replace(/^\//, '')}`)

  const allow = (identity: Identity, action: string, name: string) =>
    access.authorize(identity, action, arnOf(name))

  const operations: Record<string, Operation> = {
    GetParameter(input, identity) {
      const { Name, WithDecryption } = Get.parse(input)
      allow(identity, 'ssm:GetParameter', Name)
      const found = parameters.get(Name)
      if (!found) throw new AwsError('ParameterNotFound', '')
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
    PutParameter(input, identity) {
      const { Name, Value, Type, Overwrite } = Put.parse(input)
      allow(identity, 'ssm:PutParameter', Name)
      if (Buffer.byteLength(Value) > valueBytes)
        throw new AwsError(
          'ValidationException',
          `Standard tier parameters support a maximum parameter value of ${valueBytes} characters.`,
        )
      if (parameters.has(Name) && !Overwrite)
        throw new AwsError(
          'ParameterAlreadyExists',
          'The parameter already exists. To overwrite it, set the overwrite option.',
        )
      return { Version: put(Name, Type, Value), Tier: 'Standard' }
    },
  }

  return {
    seed(name, value, always = false) {
      if (parameters.has(name) && (!always || parameters.get(name)?.value === value)) return
      put(name, 'SecureString', value)
    },
    value: (name) => parameters.get(name)?.value,
    handle: jsonDoor({ access, now: () => clock.now(), operations, version: '1.1' }),
  }
}
