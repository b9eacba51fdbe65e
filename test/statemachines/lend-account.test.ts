import { followers, readMachine } from './read-machine'

const { machine, tasks, ends, reached } = readMachine('lend-account')

test('waits for the decision, the window and the end, each with a task token and a time after which it looks', () => {
  const waits = tasks.filter(([, state]) => state.Resource?.endsWith('.waitForTaskToken'))
  expect(waits.map(([name, state]) => [name, state.Arguments?.Payload['awaits'], state.Next])).toEqual([
    ['AwaitDecision', 'applied', 'PressHead'],
    ['AwaitWindow', 'granted', 'OpenLoan'],
    ['AwaitEnd', 'open', 'EndLoan'],
  ])
  for (const [, state] of waits)
    expect(state.Catch?.[0]).toEqual({ ErrorEquals: ['States.Timeout'], Next: state.Next })
})

test('nothing opens without the head having been asked, and nothing ends without being closed', () => {
  expect(reached(machine.StartAt, 'Pressed')).not.toContain('OpenLoan')
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
