import { AwsError } from '../aws/json-protocol'

export interface Catcher {
  ErrorEquals: string[]
  Next: string
  Assign?: Record<string, unknown>
  Output?: unknown
}

export interface Retrier {
  ErrorEquals: string[]
  IntervalSeconds?: number
  MaxAttempts?: number
  BackoffRate?: number
  MaxDelaySeconds?: number
  JitterStrategy?: 'FULL' | 'NONE'
}

export interface State {
  Type: 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Parallel' | 'Map' | 'Succeed' | 'Fail'
  Comment?: string
  Next?: string
  End?: boolean
  Assign?: Record<string, unknown>
  Output?: unknown
  Resource?: string
  Arguments?: unknown
  TimeoutSeconds?: number | string
  HeartbeatSeconds?: number | string
  Retry?: Retrier[]
  Catch?: Catcher[]
  Choices?: { Condition: string; Next: string; Assign?: Record<string, unknown>; Output?: unknown }[]
  Default?: string
  Seconds?: number | string
  Timestamp?: string
  Branches?: Definition[]
  Items?: unknown
  ItemSelector?: unknown
  ItemProcessor?: Definition
  MaxConcurrency?: number
  Error?: string
  Cause?: string
  QueryLanguage?: string
}

export interface Definition {
  StartAt: string
  States: Record<string, State>
  QueryLanguage?: string
  TimeoutSeconds?: number
}

const jsonPathFields = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ItemsPath',
  'Result',
  'SecondsPath',
  'TimestampPath',
  'ErrorPath',
  'CausePath',
]
const fieldsOf: Record<State['Type'], string[]> = {
  Pass: ['Next', 'End', 'Assign', 'Output'],
  Task: [
    'Next',
    'End',
    'Assign',
    'Output',
    'Resource',
    'Arguments',
    'TimeoutSeconds',
    'HeartbeatSeconds',
    'Retry',
    'Catch',
  ],
  Choice: ['Choices', 'Default', 'Assign', 'Output'],
  Wait: ['Next', 'End', 'Assign', 'Output', 'Seconds', 'Timestamp'],
  Parallel: ['Next', 'End', 'Assign', 'Output', 'Arguments', 'Branches', 'Retry', 'Catch'],
  Map: [
    'Next',
    'End',
    'Assign',
    'Output',
    'Items',
    'ItemSelector',
    'ItemProcessor',
    'MaxConcurrency',
    'Retry',
    'Catch',
  ],
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
}
const resource = /^arn:[^:]+:(states:::lambda:invoke(\.waitForTaskToken)?$|lambda:)/

const refuse = (machine: string, state: string, what: string): never => {
  throw new AwsError('InvalidDefinition', `${machine}.${state}: ${what}`)
}

/** Refuses by state and field whatever this emulator would otherwise ignore. */
export function checkDefinition(
  machine: string,
  definition: Definition,
  language = definition.QueryLanguage,
): void {
  if (language !== 'JSONata') refuse(machine, 'QueryLanguage', 'only JSONata is supported')
  for (const [name, state] of Object.entries(definition.States)) {
    const fields = fieldsOf[state.Type] ?? refuse(machine, name, `unknown Type ${String(state.Type)}`)
    for (const field of Object.keys(state)) {
      if (jsonPathFields.includes(field)) refuse(machine, name, `${field} is JSONPath; write JSONata`)
      if (!['Type', 'Comment', 'QueryLanguage', ...fields].includes(field))
        refuse(machine, name, `${field} is not supported`)
    }
    if (state.Type === 'Task' && !resource.test(state.Resource ?? ''))
      refuse(machine, name, `Resource ${String(state.Resource)} is not supported`)
    for (const next of [
      state.Next,
      state.Default,
      ...(state.Choices ?? []).map((one) => one.Next),
      ...(state.Catch ?? []).map((one) => one.Next),
    ])
      if (next !== undefined && !definition.States[next])
        refuse(machine, name, `goes to ${next}, which is not there`)
    for (const inner of [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])])
      checkDefinition(`${machine}.${name}`, inner, language)
  }
}
