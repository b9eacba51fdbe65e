import type { Entry } from '../../../local/step-functions/entry'
import { openExecution } from '../../../local/step-functions/execution'
import { historyOf } from '../../../local/step-functions/history'

const at = 0
const started: Entry = {
  ...{ type: 'ExecutionStarted', at, arn: 'arn', name: 'n', machineArn: 'm', machine: 'm' },
  ...{ input: '{}', definition: {} },
}
const scheduled = (key: string, token: string): Entry => ({
  ...{ type: 'TaskScheduled', at, key, resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' },
  ...{ arguments: {}, token },
})
const open = (...entries: Entry[]) => {
  const journal = { append: () => undefined, read: () => undefined, ids: () => [] }
  return [...openExecution(journal, () => at, [started, ...entries]).open.keys()]
}

describe('the tokens that can still be answered', () => {
  const waiting = scheduled('/1#0', 'one')

  it('are those of tasks that wait, from the first moment after a restart', () => {
    expect(open(waiting, scheduled('/10#0', 'ten'))).toEqual(['one', 'ten'])
  })

  it('do not hold what was answered, though the state was not yet left', () => {
    expect(open(waiting, { type: 'TaskEnded', at, key: '/1#0', outcome: { output: 1 } })).toEqual([])
  })

  it('do not hold that of a state that is left or tried again; its neighbours stay', () => {
    const both = [waiting, scheduled('/10#0', 'ten')]
    const left = { type: 'StateExited', at, key: '/1', state: 'S', kind: 'Task', output: 1 } as const
    expect(open(...both, left)).toEqual(['ten'])
    expect(open(...both, { type: 'StateRetried', at, key: '/1', retrier: 0, until: 0 })).toEqual(['ten'])
  })

  it('are none once the execution has ended', () => {
    const end = { type: 'ExecutionEnded', at, status: 'ABORTED', outcome: { error: '', cause: '' } } as const
    expect(open(waiting, end)).toEqual([])
  })
})

it('counts the events AWS would write: a task is two, a pause, a wait and a heartbeat are none', () => {
  const key = '/1#0'
  const entries: Entry[] = [
    started,
    scheduled(key, 'one'),
    { type: 'TaskHeartbeat', at, key },
    { type: 'TaskSubmitted', at, key },
    { type: 'StateRetried', at, key: '/1', retrier: 0, until: 0 },
    { type: 'WaitBegun', at, key: '/2#0', until: 0 },
  ]
  const journal = { append: () => undefined, read: () => undefined, ids: () => [] }
  expect(openExecution(journal, () => at, entries).events).toBe(4)
  expect(historyOf(entries)).toHaveLength(4)
})
