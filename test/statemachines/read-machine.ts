import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export interface State {
  Type: string
  Resource?: string
  Arguments?: { FunctionName: string; Payload: Record<string, string> }
  TimeoutSeconds?: number | string
  Retry?: { ErrorEquals: string[]; JitterStrategy?: string }[]
  Catch?: { ErrorEquals: string[]; Next: string }[]
  Choices?: { Condition: string; Next: string }[]
  Default?: string
  Next?: string
  Error?: string
}

export interface Machine {
  QueryLanguage: string
  StartAt: string
  TimeoutSeconds: number
  States: Record<string, State>
}

const folder = join(__dirname, '..', '..', 'statemachines')

/** Names of all machines, as `readMachine` takes them. */
export const machineNames = readdirSync(folder).map((file) => file.replace('.asl.yml', ''))

export const followers = (state: State | undefined): string[] => [
  ...(state?.Next ? [state.Next] : []),
  ...(state?.Default ? [state.Default] : []),
  ...(state?.Choices ?? []).map((choice) => choice.Next),
  ...(state?.Catch ?? []).map((catcher) => catcher.Next),
]

/** A machine of statemachines/ as written, and `substituted` as it is deployed. */
export function readMachine(name: string) {
  const text = readFileSync(join(folder, `${name}.asl.yml`), 'utf8')
  const machine = parse(text) as Machine
  const states = Object.entries(machine.States)
  return {
    machine,
    states,
    tasks: states.filter(([, { Type }]) => Type === 'Task'),
    ends: states.filter(([, { Type }]) => Type === 'Succeed' || Type === 'Fail').map(([state]) => state),
    substituted: parse(
      text
        .replaceAll('${Partition}', 'aws')
        .replace(/\$\{(\w+)Arn\}/g, 'arn:aws:lambda:ap-southeast-1:000000000000:function:$1'),
    ) as Machine,

    /** Every state that can be reached from `from` without passing through `not`. */
    reached(from: string, not?: string): Set<string> {
      const seen = new Set<string>()
      const open = [from]
      for (let state = open.pop(); state !== undefined; state = open.pop()) {
        if (seen.has(state) || state === not) continue
        seen.add(state)
        open.push(...followers(machine.States[state]))
      }
      return seen
    },
  }
}
