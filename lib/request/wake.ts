import type { Waits } from '../matter/waiting'
import { resumeRun } from '../matter/runs'
import { later, type Resume } from '../matter/watch'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { executionName, inputOf } from './ask-material'
import type { AtRequest } from './run-request'
import { requestWait, type Requests } from './store'

/** Keeps the task token of the machine that waits for the answer, unless the answer is there already. */
export const awaitAnswer =
  ({ requests, waits }: { requests: Requests; waits: Waits }) =>
  (at: AtRequest & { taskToken: string; waitSeconds: number }): Promise<void> =>
    waits.keep({ ...requestWait(at.requestId), ...at }, async () => {
      const { round, state } = await requests.withId(at.requestId)
      return round === at.round && state === 'open' ? undefined : {}
    })

/** Invariant 11: a request whose machine never began or has ended goes on; one that waits for nothing any more is woken. */
export const resumeRequest =
  ({
    requests,
    machine,
    waits,
    clock,
  }: {
    requests: Requests
    machine: Machine
    waits: Waits
    clock: Clock
  }): Resume =>
  async ({ id }) => {
    const request = await requests.withId(id)
    const run = await resumeRun(machine)(executionName(request), inputOf(request))
    if (run === 'running' && request.state !== 'open') await waits.wake(requestWait(id))
    return later(clock.now())
  }
