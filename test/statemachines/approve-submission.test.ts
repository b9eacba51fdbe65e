import { readMachine } from './read-machine'

const { machine } = readMachine('approve-submission')

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
