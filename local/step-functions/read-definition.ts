import jsonata from 'jsonata'
import type * as z from 'zod'
import { AwsError } from '../aws/json-protocol'
import { DefinitionText, State, type Definition } from './asl'
import { sourceOf } from './evaluate'

/** Fields of the other query language: naming it helps more than "unknown field". */
const jsonPathFields = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'ResultSelector', 'Parameters', 'Result', 'ItemsPath'],
  ...['TimeoutSecondsPath', 'HeartbeatSecondsPath', 'SecondsPath', 'TimestampPath', 'ErrorPath', 'CausePath'],
  ...['Variable', 'MaxConcurrencyPath'],
])

/** Of a definition, in bytes of JSON. */
const MAX_BYTES = 1_048_576

/** Errors whose names AWS has kept for itself; another name that begins like them is refused. */
const awsErrors = [
  ...[
    'States.ALL',
    'States.DataLimitExceeded',
    'States.Runtime',
    'States.Timeout',
    'States.HeartbeatTimeout',
  ],
  ...['States.TaskFailed', 'States.Permissions', 'States.NoChoiceMatched', 'States.QueryEvaluationError'],
]

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

/** What `$states` holds, by where an expression stands: the result of a task in what follows it, an error in a Catch. */
const everywhere = ['input', 'context']

/** Compiles every expression, so that a typing error is told when the machine is defined and not at three at night. */
function checkExpressions(where: string, value: unknown, known: string[]): void {
  if (typeof value === 'string') {
    const source = sourceOf(value)
    if (source === undefined && /^\s*\{%|%\}\s*$/.test(value))
      throw refusal(where, `${value} begins or ends like an expression, but does not do both`)
    if (source === undefined) return
    if (/\$eval\s*\(/.test(source)) throw refusal(where, `$eval does not exist in Step Functions: ${source}`)
    for (const [, name = ''] of source.matchAll(/\$states\.(\w+)/g))
      if (!known.includes(name)) throw refusal(where, `there is no $states.${name} here: ${source}`)
    try {
      jsonata(source)
    } catch (error) {
      throw refusal(where, `${source}: ${(error as { message?: string }).message ?? String(error)}`)
    }
  } else if (value !== null && typeof value === 'object')
    Object.values(value).forEach((item) => checkExpressions(where, item, known))
}

function checkState(where: string, state: State): void {
  const { Assign, Output, Catch, ...own } = state as { Assign?: unknown; Output?: unknown; Catch?: object[] }
  checkExpressions(where, own, everywhere)
  checkExpressions(where, [Assign, Output], state.Type === 'Task' ? [...everywhere, 'result'] : everywhere)
  checkExpressions(where, Catch, [...everywhere, 'errorOutput'])
  checkShape(where, state)
}

const targetsOf = (state: State): string[] => {
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : []
  const caught = 'Catch' in state ? state.Catch.map((catcher) => catcher.Next) : []
  const chosen = state.Type === 'Choice' ? [...state.Choices.map((choice) => choice.Next), state.Default] : []
  return [...next, ...caught, ...chosen].filter((target) => target !== undefined)
}

function checkShape(where: string, state: State): void {
  if ('End' in state || 'Next' in state || ['Task', 'Pass', 'Wait'].includes(state.Type)) {
    const { Next, End } = state as { Next?: string; End?: true }
    if ((Next === undefined) === (End === undefined)) throw refusal(where, 'needs one of Next and End')
  }
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined))
    throw refusal(where, 'needs one of Seconds and Timestamp')
  if (state.Type === 'Task') {
    const { TimeoutSeconds: timeout, HeartbeatSeconds: beat } = state
    if (typeof timeout === 'number' && typeof beat === 'number' && beat >= timeout)
      throw refusal(where, 'HeartbeatSeconds must be smaller than TimeoutSeconds')
    const given = JSON.stringify(state.Arguments)
    if (state.Resource.endsWith('.waitForTaskToken') && !given.includes('$states.context.Task.Token'))
      throw refusal(where, 'the function needs $states.context.Task.Token to answer')
  }
  for (const field of ['Retry', 'Catch'] as const)
    (field in state ? (state as { [f in typeof field]: { ErrorEquals: string[] }[] })[field] : []).forEach(
      ({ ErrorEquals }, index, list) => {
        if (ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || index < list.length - 1))
          throw refusal(where, `States.ALL must stand alone and last in ${field}`)
        const foreign = ErrorEquals.find((name) => name.startsWith('States.') && !awsErrors.includes(name))
        if (foreign !== undefined) throw refusal(where, `${foreign} is no error of Step Functions`)
      },
    )
}

function readState(where: string, value: unknown): State {
  const fields = Object.keys((value ?? {}) as object)
  const path = fields.find((field) => jsonPathFields.has(field))
  if (path !== undefined) throw refusal(where, `${path} is JSONPath; only JSONata is supported`)
  refuseJsonPath(where, value)
  const state = parse(State, value, where)
  checkState(where, state)
  return state
}

/** Every state can be reached, every way leads to a state that is there, and one of them ends. */
function checkWays(machine: string, { StartAt, States }: Definition): void {
  if (!(StartAt in States)) throw refusal(machine, `starts at ${StartAt}, which is not there`)
  const reached = new Set([StartAt])
  for (const name of reached)
    for (const target of targetsOf(States[name]!)) {
      if (!(target in States)) throw refusal(`${machine}.${name}`, `goes to ${target}, which is not there`)
      reached.add(target)
    }
  const lost = Object.keys(States).find((name) => !reached.has(name))
  if (lost !== undefined) throw refusal(`${machine}.${lost}`, 'no way leads to this state')
  if (!Object.values(States).some((state) => 'End' in state || ['Succeed', 'Fail'].includes(state.Type)))
    throw refusal(machine, 'no state ends it')
}

/**
 * Reads a machine's definition. @throws AwsError InvalidDefinition naming machine, state and field for JSONPath, for what
 * this emulator would ignore, and for what AWS refuses: expressions that do not parse, ways that lead nowhere, states
 * that nothing leads to, waits beyond three years, callbacks without their token, names it does not take
 */
export function readDefinition(machine: string, text: unknown): Definition {
  if ((text as { QueryLanguage?: unknown } | null)?.QueryLanguage !== 'JSONata')
    throw refusal(machine, 'QueryLanguage must be JSONata')
  const bytes = Buffer.byteLength(JSON.stringify(text))
  if (bytes > MAX_BYTES) throw refusal(machine, `has ${bytes} bytes; the limit is ${MAX_BYTES}`)
  const { StartAt, States, TimeoutSeconds } = parse(DefinitionText, text, machine)
  const read = Object.entries(States).map(([name, state]) => [name, readState(`${machine}.${name}`, state)])
  const definition: Definition = {
    StartAt,
    States: Object.fromEntries(read) as Record<string, State>,
    TimeoutSeconds,
  }
  checkWays(machine, definition)
  return definition
}
