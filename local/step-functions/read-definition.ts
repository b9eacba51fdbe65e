import jsonata from 'jsonata'
import type * as z from 'zod'
import { AwsError } from '../aws/json-protocol'
import { LevelText, StateText, type Level, type State } from './asl'
import { sourceOf } from './evaluate'

/** Fields of the other query language: naming it helps more than "unknown field". */
const jsonPathFields = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'ResultSelector', 'Parameters', 'Result', 'ItemsPath'],
  ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath', 'ErrorPath', 'CausePath'],
  ...['Variable', 'MaxConcurrencyPath'],
])

const refusal = (where: string, what: string) => new AwsError('InvalidDefinition', `${where}: ${what}`)

function refuseJsonPath(where: string, value: unknown): void {
  if (Array.isArray(value)) value.forEach((item) => refuseJsonPath(where, item))
  else if (value !== null && typeof value === 'object')
    for (const [field, item] of Object.entries(value)) {
      if (field.endsWith('.$')) throw refusal(where, `${field} is JSONPath; only JSONata is supported`)
      refuseJsonPath(where, item)
    }
}

function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  // A field that would be ignored says more than what is wrong with the known ones.
  const issue = read.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? read.error.issues[0]!
  const field = issue.path.join('.')
  throw refusal(
    where,
    issue.code === 'unrecognized_keys'
      ? `${[field, issue.keys.join(', ')].filter(Boolean).join('.')} is not supported by this emulator`
      : `${field} ${issue.message}`,
  )
}

/** Compiles every expression, so that a typing error is told when the machine is defined and not at three at night. */
function checkExpressions(where: string, value: unknown): void {
  if (typeof value === 'string') {
    const source = sourceOf(value)
    if (source === undefined) return
    if (/\$eval\s*\(/.test(source)) throw refusal(where, `$eval does not exist in Step Functions: ${source}`)
    try {
      jsonata(source)
    } catch (error) {
      throw refusal(where, `${source}: ${(error as { message?: string }).message ?? String(error)}`)
    }
  } else if (value !== null && typeof value === 'object')
    Object.values(value).forEach((item) => checkExpressions(where, item))
}

const targetsOf = (state: State): string[] => {
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : []
  const caught = 'Catch' in state ? state.Catch.map((catcher) => catcher.Next) : []
  const chosen = state.Type === 'Choice' ? [...state.Choices.map((choice) => choice.Next), state.Default] : []
  return [...next, ...caught, ...chosen].filter((target) => target !== undefined)
}

function checkState(where: string, state: State): void {
  if ('End' in state || 'Next' in state || ['Task', 'Pass', 'Wait', 'Parallel', 'Map'].includes(state.Type)) {
    const { Next, End } = state as { Next?: string; End?: true }
    if ((Next === undefined) === (End === undefined)) throw refusal(where, 'needs one of Next and End')
  }
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined))
    throw refusal(where, 'needs one of Seconds and Timestamp')
  if (state.Type === 'Task') {
    const { TimeoutSeconds: timeout, HeartbeatSeconds: beat } = state
    if (typeof timeout === 'number' && typeof beat === 'number' && beat >= timeout)
      throw refusal(where, 'HeartbeatSeconds must be smaller than TimeoutSeconds')
  }
  for (const field of ['Retry', 'Catch'] as const)
    (field in state ? (state as { [f in typeof field]: { ErrorEquals: string[] }[] })[field] : []).forEach(
      ({ ErrorEquals }, index, list) => {
        if (ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || index < list.length - 1))
          throw refusal(where, `States.ALL must stand alone and last in ${field}`)
      },
    )
}

function readState(where: string, value: unknown): State {
  const fields = Object.keys((value ?? {}) as object)
  const path = fields.find((field) => jsonPathFields.has(field))
  if (path !== undefined) throw refusal(where, `${path} is JSONPath; only JSONata is supported`)
  refuseJsonPath(where, value)
  const text = parse(StateText, value, where)
  const { ...own } = text as Record<string, unknown>
  delete own['Branches']
  delete own['ItemProcessor']
  checkExpressions(where, own)
  let state: State
  if (text.Type === 'Parallel')
    state = { ...text, Branches: text.Branches.map((branch, n) => readLevel(`${where}[${n}]`, branch)) }
  else if (text.Type === 'Map') state = { ...text, ItemProcessor: readLevel(where, text.ItemProcessor) }
  else state = text
  checkState(where, state)
  return state
}

function readLevel(where: string, value: unknown): Level {
  const { StartAt, States, TimeoutSeconds } = parse(LevelText, value, where)
  const states = Object.fromEntries(
    Object.entries(States).map(([name, state]) => [name, readState(`${where}.${name}`, state)]),
  )
  for (const [name, state] of Object.entries(states))
    for (const target of targetsOf(state))
      if (!(target in states)) throw refusal(`${where}.${name}`, `goes to ${target}, which is not there`)
  if (!(StartAt in states)) throw refusal(where, `starts at ${StartAt}, which is not there`)
  return { StartAt, States: states, TimeoutSeconds }
}

/**
 * Reads a machine's definition. @throws AwsError InvalidDefinition naming machine, state and field for JSONPath, for what
 * this emulator would ignore, for expressions that do not parse and for states that are not there
 */
export function readDefinition(machine: string, definition: unknown): Level {
  if ((definition as { QueryLanguage?: unknown } | null)?.QueryLanguage !== 'JSONata')
    throw refusal(machine, 'QueryLanguage must be JSONata')
  return readLevel(machine, definition)
}
