import type { Entry } from '../../../local/step-functions/entry'
import { openExecution } from '../../../local/step-functions/execution'

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

  it('do not hold what stood inside a state that is left or tried again; its neighbours stay', () => {
    const inside = [scheduled('/1#0[0]/2#0', 'inside'), scheduled('/10#0', 'ten')]
    const left = { type: 'StateExited', at, key: '/1', state: 'S', kind: 'Parallel', output: 1 } as const
    expect(open(...inside, left)).toEqual(['ten'])
    expect(open(...inside, { type: 'StateRetried', at, key: '/1', retrier: 0, until: 0 })).toEqual(['ten'])
  })

  it('are none once the execution has ended', () => {
    const end = { type: 'ExecutionEnded', at, status: 'ABORTED', outcome: { error: '', cause: '' } } as const
    expect(open(waiting, end)).toEqual([])
  })
})
