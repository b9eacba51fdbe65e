import { setTimeout as pause } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import * as z from 'zod'
import type { Clock } from './clock'

/** Secrets by short name, e.g. `link-key`; kept for five minutes so that a rotation needs no deploy. */
export interface Secrets {
  read(name: string): Promise<string>
}

const keptForMs = 5 * 60_000
const TRIES = 4
/** A value, or why there is none and whether that may pass. */
type Answer = { value: string } | { code: string; why: string; passing: boolean }

const Found = z.object({ Parameter: z.object({ Value: z.string().min(1) }) })

/** SecureString parameters below one prefix, e.g. `/qianfa/dev/`; never in env or logs (design.md 3). */
export function ssmSecrets(prefix: string, clock: Clock): Secrets {
  const kept = new Map<string, { value: string; until: number }>()
  return {
    async read(name) {
      const known = kept.get(name)
      if (known && known.until > clock.now().getTime()) return known.value
      const value = await getParameter(`${prefix}${name}`)
      kept.set(name, { value, until: clock.now().getTime() + keptForMs })
      return value
    },
  }
}

/**
 * GetParameter alone, signed with the function's own role: the whole client is a tenth of a function (decision 0061).
 * @throws Error with AWS's own code as its name
 */
async function getParameter(name: string): Promise<string> {
  for (let tries = 1; ; tries++) {
    const answer = await ask(name)
    if ('value' in answer) return answer.value
    if (tries === TRIES || !answer.passing)
      throw Object.assign(new Error(`secret ${name}: ${answer.why}`), { name: answer.code })
    await pause(100 * 2 ** tries)
  }
}

/** How far AWS's clock was from ours when it last refused a signature, in milliseconds. */
let ahead = 0
const SKEW = 5 * 60_000

/** A line that breaks, AWS's own trouble, a throttle and a clock gone wrong pass; everything else is a definite no. */
async function ask(name: string): Promise<Answer> {
  try {
    const response = await parameterStore().fetch(endpoint(), {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' },
      body: JSON.stringify({ Name: name, WithDecryption: true }),
      signal: AbortSignal.timeout(5_000),
      aws: { datetime: new Date(Date.now() + ahead).toISOString().replace(/[:-]|\.\d{3}/g, '') },
    })
    const text = await response.text()
    if (response.ok) return { value: Found.parse(JSON.parse(text)).Parameter.Value }
    const code = /"__type":"(?:[^"]*#)?(\w+)"/.exec(text)?.[1] ?? `Http${response.status}`
    const before = ahead
    ahead = Date.parse(response.headers.get('date') ?? '') - Date.now() || 0
    const late = Math.abs(ahead - before) > SKEW
    return {
      code,
      why: text.slice(0, 300),
      passing: late || response.status >= 500 || /^Throttling/.test(code),
    }
  } catch (error) {
    if (error instanceof z.ZodError) throw error
    return { code: 'NetworkError', why: String(error), passing: true }
  }
}

const env = (name: string) => process.env[name] ?? ''

/** Lambda puts the role's credentials into the environment. */
const parameterStore = () =>
  new AwsClient({
    accessKeyId: env('AWS_ACCESS_KEY_ID'),
    secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
    sessionToken: process.env['AWS_SESSION_TOKEN'],
    ...{ service: 'ssm', region: env('AWS_REGION'), retries: 0 },
  })

/** Of this region, in China under China's own domain; on one machine it stands in the environment. */
const endpoint = () =>
  process.env['AWS_ENDPOINT_URL'] ??
  `https://ssm.${env('AWS_REGION')}.amazonaws.com${env('AWS_REGION').startsWith('cn-') ? '.cn' : ''}/`
