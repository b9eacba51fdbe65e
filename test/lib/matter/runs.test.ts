import { isOldRun, renewRun, resumeRun } from '../../../lib/matter/runs'
import { fakeMachine } from '../../kit/machine'

test('a run that never began is begun, one that runs stays alone, one that ended is followed by the next', async () => {
  const { machine, started, end } = fakeMachine()
  const resume = () => resumeRun(machine)('s-v1', { submissionId: 's' })
  expect(await resume()).toBe('started')
  expect(await resume()).toBe('running')
  end('s-v1')
  expect(await resume()).toBe('started')
  end('s-v1-2')
  await resume()
  expect(started).toEqual(['s-v1', 's-v1-2', 's-v1-3'])
})

test('a run that is old lets the next one go on, and begun twice that is one', async () => {
  const { machine, started } = fakeMachine()
  const renew = renewRun(machine)
  await renew('s-v1', 's-v1', {})
  await renew('s-v1', 's-v1', {})
  await renew('s-v1', 's-v1-2', {})
  await renew('s-v1', 's-v1-10', {})
  expect(started).toEqual(['s-v1-2', 's-v1-2', 's-v1-3', 's-v1-11'])
})

test('a run is old after 180 days; one of an earlier version does not say when it began', () => {
  const began = '2026-01-01T00:00:00.000Z'
  expect(isOldRun(began, new Date('2026-06-29T23:59:59Z'))).toBe(false)
  expect(isOldRun(began, new Date('2026-06-30T00:00:00Z'))).toBe(true)
  expect(isOldRun(undefined, new Date('2027-06-30T00:00:00Z'))).toBe(false)
})
