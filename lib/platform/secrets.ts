import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { Clock } from './clock'

/** Secrets by short name, e.g. `link-key`; kept for five minutes so that a rotation needs no deploy. */
export interface Secrets {
  read(name: string): Promise<string>
}

const keptForMs = 5 * 60_000

/** SecureString parameters below one prefix, e.g. `/qianfa/dev/`; never in env or logs (design.md 3). */
export function ssmSecrets(prefix: string, clock: Clock, client: SSMClient = new SSMClient({})): Secrets {
  const kept = new Map<string, { value: string; until: number }>()
  return {
    async read(name) {
      const known = kept.get(name)
      if (known && known.until > clock.now().getTime()) return known.value
      const { Parameter } = await client.send(
        new GetParameterCommand({ Name: `${prefix}${name}`, WithDecryption: true }),
      )
      if (!Parameter?.Value) throw new Error(`secret ${prefix}${name} is empty`)
      kept.set(name, { value: Parameter.Value, until: clock.now().getTime() + keptForMs })
      return Parameter.Value
    },
  }
}
