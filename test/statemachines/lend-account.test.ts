import aslValidator from 'asl-validator'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

interface State {
  Type: string
  Resource?: string
  Arguments?: { FunctionName: string; Payload: Record<string, string> }
  TimeoutSeconds?: number | string
  Retry?: { ErrorEquals: string[]; JitterStrategy?: string }[]
  Catch?: { ErrorEquals: string[]; Next: string }[]
  Choices?: { Condition: string; Next: string }[]
  Default?: string
  Next?: string
}

const text = readFileSync(join(__dirname, '..', '..', 'statemachines', 'lend-account.asl.yml'), 'utf8')
const machine = parse(text) as { StartAt: string; QueryLanguage: string; States: Record<string, State> }
const states = Object.entries(machine.States)
const tasks = states.filter(([, state]) => state.Type === 'Task')
const substituted = parse(
  text
    .replaceAll('${Partition}', 'aws')
    .replace(/\$\{(\w+)Arn\}/g, 'arn:aws:lambda:ap-southeast-1:000000000000:function:$1'),
) as object

const followers = (state: State | undefined): string[] => [
  ...(state?.Next ? [state.Next] : []),
  ...(state?.Default ? [state.Default] : []),
  ...(state?.Choices ?? []).map((choice) => choice.Next),
  ...(state?.Catch ?? []).map((catcher) => catcher.Next),
]

/** Every state that can be reached from `from` without passing through `not`. */
function reached(from: string, not?: string): Set<string> {
  const seen = new Set<string>()
  const open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || name === not) continue
    seen.add(name)
    open.push(...followers(machine.States[name]))
  }
  return seen
}

test('is a valid JSONata machine', () => {
  expect(aslValidator(substituted)).toMatchObject({ isValid: true, errors: [] })
  expect(machine.QueryLanguage).toBe('JSONata')
})

test('every task has a time limit, retries what AWS loses with full jitter, and says what it catches', () => {
  expect(tasks).toHaveLength(9)
  for (const [name, state] of tasks) {
    expect([name, state.TimeoutSeconds]).toEqual([name, expect.anything()])
    const lost = state.Retry?.find((retrier) => retrier.ErrorEquals.includes('Lambda.SdkClientException'))
    expect([name, lost?.JitterStrategy]).toEqual([name, 'FULL'])
    expect([name, state.Catch?.at(-1)?.ErrorEquals]).toEqual([name, ['States.ALL']])
  }
})

test('waits for the decision, the window and the end, each with a task token and a time after which it looks', () => {
  const waits = tasks.filter(([, state]) => state.Resource?.endsWith('.waitForTaskToken'))
  expect(waits.map(([name, state]) => [name, state.Arguments?.Payload['awaits'], state.Next])).toEqual([
    ['AwaitDecision', 'applied', 'PressHead'],
    ['AwaitWindow', 'granted', 'OpenLoan'],
    ['AwaitEnd', 'open', 'EndLoan'],
  ])
  for (const [, state] of waits) {
    expect(state.Arguments?.Payload['taskToken']).toBe('{% $states.context.Task.Token %}')
    expect(state.TimeoutSeconds).toBe('{% $waitSeconds %}')
    expect(state.Catch?.[0]).toEqual({ ErrorEquals: ['States.Timeout'], Next: state.Next })
  }
})

test('nothing opens without the head having been asked, and nothing ends without being closed', () => {
  expect(reached(machine.StartAt, 'Pressed')).not.toContain('OpenLoan')
  const ends = states.filter(([, { Type }]) => Type === 'Succeed' || Type === 'Fail').map(([name]) => name)
  expect(ends).toEqual(['Ended', 'Recalled', 'Refused', 'Expired', 'Withdrawn', 'NotClosed'])
  for (const end of ends) expect(reached(machine.StartAt, 'Outcome').has(end)).toBe(end === 'NotClosed')
  expect(followers(machine.States['Outcome']).sort()).toEqual([...ends, 'AwaitPosts'].sort())
})

test('a letter that cannot leave ends no loan: the step is tried again', () => {
  for (const [step, wait] of [
    ['AskHead', 'AskAgain'],
    ['PressHead', 'PressAgain'],
    ['OpenLoan', 'OpenAgain'],
    ['EndLoan', 'EndAgain'],
  ] as const) {
    expect(machine.States[step]?.Catch?.at(-1)).toEqual({ ErrorEquals: ['States.ALL'], Next: wait })
    expect(machine.States[wait]).toMatchObject({ Type: 'Wait', Seconds: 300, Next: step })
  }
  // What a Catch hands on is the error: the loan's id comes from the execution.
  expect(machine.States['AskHead']?.Arguments?.Payload['loanId']).toBe(
    '{% $states.context.Execution.Input.loanId %}',
  )
})
