import { followers, readMachine } from './read-machine'

const { machine, tasks, ends, reached } = readMachine('send-edition')

test('waits for a person before the send and for WeChat after it', () => {
  const waits = tasks.filter(([, state]) => state.Resource?.endsWith('.waitForTaskToken'))
  expect(waits.map(([name]) => name)).toEqual(['AwaitConfirmation', 'AwaitResult'])
})

test('calls the function of its own name, and no send happens except through confirmation and claim', () => {
  const others: Record<string, string> = { StopSend: 'CloseSend', ClaimForHand: 'ClaimDay' }
  for (const [name, state] of tasks)
    expect(state.Arguments?.FunctionName).toBe(`\${${others[name] ?? name}Arn}`)
  expect(reached(machine.StartAt)).toContain('MassSend')
  for (const gate of ['BuildDraft', 'SendTest', 'AwaitConfirmation', 'PressConfirmer', 'ClaimDay'])
    expect(reached(machine.StartAt, gate)).not.toContain('MassSend')
})

test('goes back to the mass send only where the step says that WeChat was down before it was asked', () => {
  for (const next of followers(machine.States['MassSend']))
    if (next !== 'SendWhenUp') expect(reached(next, 'SendWhenUp')).not.toContain('MassSend')
  const ways = Object.values(machine.States).flatMap((state) =>
    (state.Choices ?? []).filter(({ Next }) => Next === 'SendWhenUp'),
  )
  expect(ways).toEqual([{ Condition: "{% $next = 'down' %}", Next: 'SendWhenUp' }])
})

test('by hand the day is claimed before it is handed over, and no way leads to the mass send from there', () => {
  expect(reached(machine.StartAt)).toContain('HandOver')
  expect(reached(machine.StartAt, 'ClaimForHand')).not.toContain('HandOver')
  expect(reached('WaitForHand')).not.toContain('MassSend')
  expect(machine.States['ClaimForHand']).toMatchObject({ Arguments: machine.States['ClaimDay']?.Arguments })
})

test('an unknown send is given up nowhere: the settler leads only to waits, ends that know, or itself', () => {
  expect(ends).toEqual(['Sent', 'Failed', 'Cancelled', 'Superseded', 'Renewed', 'NotRecorded', 'NotClosed'])
  expect(machine.States['SettleSend']?.Catch).toEqual([{ ErrorEquals: ['States.ALL'], Next: 'LookAgain' }])
})

test('a reminder that cannot be mailed ends no attempt: it waits and presses again', () => {
  expect(machine.States['PressConfirmer']?.Catch).toEqual([
    { ErrorEquals: ['States.ALL'], Next: 'PressAgain' },
  ])
  expect(machine.States['PressAgain']).toMatchObject({ Type: 'Wait', Next: 'PressConfirmer' })
})
