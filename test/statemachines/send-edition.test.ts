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
  Choices?: { Next: string }[]
  Default?: string
  Next?: string
}

const text = readFileSync(join(__dirname, '..', '..', 'statemachines', 'send-edition.asl.yml'), 'utf8')
const machine = parse(text) as { StartAt: string; QueryLanguage: string; States: Record<string, State> }
const states = Object.entries(machine.States)
const tasks = states.filter(([, state]) => state.Type === 'Task')
const substituted = parse(
  text
    .replaceAll('${Partition}', 'aws')
    .replace(/\$\{(\w+)Arn\}/g, 'arn:aws:lambda:ap-southeast-1:000000000000:function:$1'),
) as object

const followers = (state: State): string[] => [
  ...(state.Next ? [state.Next] : []),
  ...(state.Default ? [state.Default] : []),
  ...(state.Choices ?? []).map((choice) => choice.Next),
  ...(state.Catch ?? []).map((catcher) => catcher.Next),
]

/** Every state that can be reached from `from` without passing through `not`. */
function reached(from: string, not?: string): Set<string> {
  const seen = new Set<string>()
  const open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name) || name === not) continue
    seen.add(name)
    open.push(...followers(machine.States[name] ?? { Type: '' }))
  }
  return seen
}

test('is a valid JSONata machine', () => {
  expect(aslValidator(substituted)).toMatchObject({ isValid: true, errors: [] })
  expect(machine.QueryLanguage).toBe('JSONata')
  expect(tasks.length).toBeGreaterThan(9)
})

test('every task has a time limit, retries what AWS loses with full jitter, and says what it catches', () => {
  for (const [name, state] of tasks) {
    expect([name, state.TimeoutSeconds]).toEqual([name, expect.anything()])
    const lost = state.Retry?.find((retrier) => retrier.ErrorEquals.includes('Lambda.SdkClientException'))
    expect([name, lost?.ErrorEquals, lost?.JitterStrategy]).toEqual([
      name,
      expect.arrayContaining([
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.TooManyRequestsException',
      ]),
      'FULL',
    ])
    expect([name, state.Catch?.at(-1)?.ErrorEquals]).toEqual([name, ['States.ALL']])
  }
})

test('every wait for somebody passes its task token and ends', () => {
  const waits = tasks.filter(([, state]) => state.Resource?.endsWith('.waitForTaskToken'))
  expect(waits.map(([name]) => name)).toEqual(['AwaitConfirmation', 'AwaitResult'])
  for (const [, state] of waits) {
    expect(state.Arguments?.Payload['taskToken']).toBe('{% $states.context.Task.Token %}')
    expect(state.TimeoutSeconds).toBe('{% $waitSeconds %}')
    expect(state.Catch?.[0]?.ErrorEquals).toEqual(['States.Timeout'])
  }
})

test('calls the function of its own name, and no send happens except through confirmation and claim', () => {
  for (const [name, state] of tasks)
    expect(state.Arguments?.FunctionName).toBe(`\${${name === 'StopSend' ? 'CloseSend' : name}Arn}`)
  expect(reached(machine.StartAt)).toContain('MassSend')
  for (const gate of ['BuildDraft', 'SendTest', 'AwaitConfirmation', 'PressConfirmer', 'ClaimDay'])
    expect(reached(machine.StartAt, gate)).not.toContain('MassSend')
})

test('goes back to the mass send from nowhere: after it only the settler asks WeChat', () => {
  for (const next of followers(machine.States['MassSend'] ?? { Type: '' }))
    expect(reached(next)).not.toContain('MassSend')
})

test('an unknown send is given up nowhere: the settler leads only to waits, ends that know, or itself', () => {
  const ends = states.filter(([, { Type }]) => Type === 'Succeed' || Type === 'Fail').map(([name]) => name)
  expect(ends).toEqual(['Sent', 'Failed', 'Cancelled', 'Superseded', 'NotRecorded', 'NotClosed'])
  expect(machine.States['SettleSend']?.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'LookAgain' }])
})

test('a reminder that cannot be mailed ends no attempt: it waits and presses again', () => {
  expect(machine.States['PressConfirmer']?.Catch).toEqual([
    { ErrorEquals: ['States.ALL'], Next: 'PressAgain' },
  ])
  expect(machine.States['PressAgain']).toMatchObject({ Type: 'Wait', Next: 'PressConfirmer' })
})
