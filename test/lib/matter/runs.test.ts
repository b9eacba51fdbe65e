import { resumeRun } from '../../../lib/matter/runs'
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
