import * as z from 'zod'
import type { Access } from '../aws/access'
import { AwsError, type Operation } from '../aws/json-protocol'
import type { State } from './asl'
import type { Bindings, Evaluate } from './evaluate'
import { Failure, failureOf } from './failure'
import { readDefinition } from './read-definition'
import { catcherOf, retryOf } from './retry'
import { choose, conclude } from './run-states'

/** JSON in a text, as AWS takes it. */
const json = z.string().transform((text): unknown => JSON.parse(text))
const object = json.pipe(z.record(z.string(), z.unknown()))

const Tested = z.strictObject({
  definition: json,
  stateName: z.string(),
  input: object.default({}),
  variables: object.default({}),
  context: object.default({}),
  inspectionLevel: z.literal('INFO').optional(),
  mock: z
    .strictObject({
      result: json.optional(),
      errorOutput: z.strictObject({ error: z.string(), cause: z.string().default('') }).optional(),
      fieldValidationMode: z.enum(['STRICT', 'PRESENT', 'NONE']).optional(),
    })
    .optional(),
})
type Tested = z.infer<typeof Tested>

/** What TestState says of one state; `output` is JSON. */
export interface TestedState {
  status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR'
  output?: string
  nextState?: string
  error?: string
  cause?: string
}

async function passed(evaluate: Evaluate, state: State, given: Tested, bindings: Bindings) {
  const { input, mock } = given
  switch (state.Type) {
    case 'Task': {
      await evaluate(state.Arguments, bindings)
      if (!mock) throw new AwsError('ValidationException', 'a Task is tested with a mock of what it answers')
      if (mock.errorOutput) throw new Failure(mock.errorOutput.error, mock.errorOutput.cause)
      const result = mock.result ?? {}
      const seen = { ...bindings, states: { ...bindings.states, result } }
      return conclude({ evaluate }, state, seen, result, state.Next)
    }
    case 'Choice':
      return choose({ evaluate }, state, { input, bindings })
    case 'Wait':
      await evaluate(state.Seconds ?? state.Timestamp, bindings)
      return conclude({ evaluate }, state, bindings, input, state.Next)
    case 'Pass':
      return conclude({ evaluate }, state, bindings, input, state.Next)
    case 'Succeed':
      return conclude({ evaluate }, state, bindings, input, undefined)
    case 'Fail':
      throw new Failure(
        String(await evaluate(state.Error ?? 'States.Fail', bindings)),
        String(await evaluate(state.Cause ?? '', bindings)),
      )
  }
}

/** One state with what it is given, and nothing around it: no function is called, no time passes. */
async function tested(evaluate: Evaluate, state: State, given: Tested): Promise<TestedState> {
  const { input, context, variables } = given
  const bindings: Bindings = { ...variables, states: { input, context } }
  const said = ({ output, next }: { output: unknown; next?: string | undefined }) => ({
    output: JSON.stringify(output),
    ...(next !== undefined && { nextState: next }),
  })
  try {
    return { status: 'SUCCEEDED', ...said(await passed(evaluate, state, given, bindings)) }
  } catch (thrown) {
    if (thrown instanceof AwsError) throw thrown
    const { error, cause } = failureOf(thrown)
    const failure = new Failure(error, cause)
    if ('Retry' in state && retryOf(state.Retry, failure, [], () => 1))
      return { status: 'RETRIABLE', error, cause }
    const catcher = 'Catch' in state ? catcherOf(state.Catch, failure) : undefined
    if (!catcher) return { status: 'FAILED', error, cause }
    const errorOutput = { Error: error, Cause: cause }
    const seen = { ...bindings, states: { ...bindings.states, errorOutput } }
    const caught = await conclude({ evaluate }, catcher, seen, errorOutput, catcher.Next)
    return { status: 'CAUGHT_ERROR', ...said(caught), error, cause }
  }
}

const Validated = z.strictObject({
  definition: z.string(),
  type: z.literal('STANDARD').optional(),
  severity: z.enum(['ERROR', 'WARNING']).optional(),
})

/** Looks at definitions and states that are in no machine: what `npm run contract` asks of AWS, and of this emulator. */
export const testOperations = (access: Access, evaluate: Evaluate): Record<string, Operation> => ({
  ValidateStateMachineDefinition(request, identity) {
    access.authorize(identity, 'states:ValidateStateMachineDefinition', '*')
    try {
      readDefinition('definition', JSON.parse(Validated.parse(request).definition))
      return { result: 'OK', diagnostics: [] }
    } catch (error) {
      if (!(error instanceof AwsError) && !(error instanceof SyntaxError)) throw error
      const code = error instanceof AwsError ? 'SCHEMA_VALIDATION_FAILED' : 'INVALID_JSON_DESCRIPTION'
      return { result: 'FAIL', diagnostics: [{ severity: 'ERROR', code, message: error.message }] }
    }
  },
  TestState(request, identity) {
    access.authorize(identity, 'states:TestState', '*')
    const given = Tested.parse(request)
    const state = readDefinition('definition', given.definition).States[given.stateName]
    if (!state) throw new AwsError('ValidationException', `there is no state ${given.stateName}`)
    return tested(evaluate, state, given)
  },
})
