import aslValidator from 'asl-validator'
import { machineNames, readMachine } from './read-machine'

const lostByAws = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
]

test('there are six', () => {
  expect(machineNames).toEqual([
    ...['approve-submission', 'lend-account', 'post-weibo'],
    ...['request-material', 'send-edition', 'settle-complaint'],
  ])
})

describe.each(machineNames)('%s', (name) => {
  const { machine, substituted, states, tasks, reached } = readMachine(name)

  it('is a valid JSONata machine that lives a year, longer than anything can be planned ahead', () => {
    expect(aslValidator(substituted)).toMatchObject({ isValid: true, errors: [] })
    expect([machine.QueryLanguage, machine.TimeoutSeconds]).toEqual(['JSONata', 365 * 86_400])
    expect([...reached(machine.StartAt)].sort()).toEqual(states.map(([state]) => state).sort())
  })

  it('gives every task a time limit, retries what AWS loses with full jitter, and catches everything', () => {
    expect(tasks.length).toBeGreaterThan(3)
    for (const [state, { TimeoutSeconds, Retry, Catch }] of tasks) {
      const lost = Retry?.find(({ ErrorEquals }) => lostByAws.every((error) => ErrorEquals.includes(error)))
      expect([state, TimeoutSeconds, lost?.JitterStrategy, Catch?.at(-1)?.ErrorEquals]).toEqual([
        ...[state, expect.anything(), 'FULL', ['States.ALL']],
      ])
    }
  })

  it('waits for people and platforms with a task token, and looks for itself when the time is over', () => {
    const waits = tasks.filter(([, { Resource }]) => Resource?.endsWith('.waitForTaskToken'))
    expect(waits.length).toBeGreaterThan(0)
    for (const [state, { Arguments, TimeoutSeconds, Catch }] of waits)
      expect([state, Arguments?.Payload['taskToken'], TimeoutSeconds, Catch?.[0]?.ErrorEquals]).toEqual([
        ...[state, '{% $states.context.Task.Token %}', '{% $waitSeconds %}', ['States.Timeout']],
      ])
  })
})
