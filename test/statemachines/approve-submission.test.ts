import aslValidator from 'asl-validator'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

interface State {
  Type: string
  TimeoutSeconds?: number | string
  Retry?: { JitterStrategy?: string }[]
  Catch?: { ErrorEquals: string[]; Next: string }[]
  Choices?: { Condition: string; Next: string }[]
  Default?: string
  Next?: string
  Error?: string
}

const text = readFileSync(join(__dirname, '..', '..', 'statemachines', 'approve-submission.asl.yml'), 'utf8')
const machine = parse(text) as { QueryLanguage: string; States: Record<string, State> }
const substituted = parse(
  text
    .replaceAll('${Partition}', 'aws')
    .replace(/\$\{(\w+)Arn\}/g, 'arn:aws:lambda:ap-southeast-1:000000000000:function:$1'),
) as object

test('is a valid JSONata machine', () => {
  expect(aslValidator(substituted)).toMatchObject({ isValid: true, errors: [] })
  expect(machine.QueryLanguage).toBe('JSONata')
})

test('every task has a time limit, retries with jitter and catches everything', () => {
  for (const [name, state] of Object.entries(machine.States).filter(([, { Type }]) => Type === 'Task'))
    expect([
      name,
      state.TimeoutSeconds !== undefined,
      state.Retry?.some(({ JitterStrategy }) => JitterStrategy === 'FULL'),
      state.Catch?.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')),
    ]).toEqual([name, true, true, true])
})

test('only an approved removal reaches the deletion, and each way out of it has a name', () => {
  const before = Object.entries(machine.States).filter(([, state]) =>
    [state.Next, state.Default, ...(state.Choices ?? []).map(({ Next }) => Next)].includes('RemovePublished'),
  )
  expect(before.map(([name]) => name).sort()).toEqual(['AwaitNextTry', 'Outcome'])
  const choice = machine.States['Outcome']?.Choices?.find(({ Next }) => Next === 'RemovePublished')
  expect(choice?.Condition).toBe("{% $outcome = 'approved' and $removes %}")
  expect(machine.States['Removed']).toMatchObject({ Default: 'Approved' })
})

test('a removal that breaks is counted and tried again, and ends nowhere but where its step says so', () => {
  const all = (name: string) =>
    machine.States[name]?.Catch?.find(({ ErrorEquals }) => ErrorEquals[0] === 'States.ALL')
  expect(all('RemovePublished')).toMatchObject({ Next: 'RemovalTroubled' })
  expect(machine.States['RemovalTroubled']).toMatchObject({ Type: 'Task', Next: 'Removed' })
  expect(all('RemovalTroubled')).toMatchObject({ Next: 'TroubledAgain' })
  expect(machine.States['TroubledAgain']).toMatchObject({ Type: 'Wait', Next: 'RemovalTroubled' })
})
