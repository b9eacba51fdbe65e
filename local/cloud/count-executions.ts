import type { Metrics } from '../metrics'
import type { MachineModel } from '../template/service'

type Counts = Record<'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED', number>

const everyMs = 5_000
const names = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
} as const

/** AWS/States metrics of each machine, from how its counts grew since they were looked at last. */
export function countExecutions(
  machines: MachineModel[],
  countsOf: (machine: string) => Counts,
  metrics: Metrics,
): { close(): void } {
  const totalOf = (counts: Counts) => Object.values(counts).reduce((sum, count) => sum + count, 0)
  const before = new Map(machines.map(({ name }) => [name, countsOf(name)]))
  const look = () => {
    for (const { name, arn } of machines) {
      const [was, is] = [before.get(name)!, countsOf(name)]
      const put = (metric: string, grown: number) => {
        if (grown > 0) metrics.put('AWS/States', metric, { StateMachineArn: arn }, grown)
      }
      put('ExecutionsStarted', totalOf(is) - totalOf(was))
      for (const status of ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const)
        put(names[status], is[status] - was[status])
      before.set(name, is)
    }
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  return { close: () => clearInterval(timer) }
}
