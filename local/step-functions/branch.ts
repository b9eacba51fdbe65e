import type { EntryOf, Fact } from './entry'
import type { Execution } from './execution'
import { Halted } from './failure'
import type { Waits } from './waits'

/** A strand of an execution that can be stopped from outside, with everything it waits for. */
export interface Branch {
  execution: Execution
  readonly halted: boolean
  /** @throws Halted when the branch was stopped: what it would write no longer counts */
  record<F extends Fact>(fact: F, durable?: boolean): EntryOf<F['type']>
  /** Never resolves when the branch is stopped first. */
  until(at: number): Promise<void>
  /** Runs when the branch is stopped. */
  onHalt(cleanup: () => void): void
  child(): Branch
  halt(): void
}

export function createBranch(execution: Execution, waits: Waits): Branch {
  const cleanups = new Set<() => void>()
  let halted = false
  const branch: Branch = {
    execution,
    get halted() {
      return halted
    },
    record(fact, durable) {
      if (halted) throw new Halted()
      return execution.record(fact, durable)
    },
    async until(at) {
      if (halted) throw new Halted()
      const wait = waits.until(at)
      cleanups.add(wait.cancel)
      await wait.done
      cleanups.delete(wait.cancel)
    },
    onHalt(cleanup) {
      cleanups.add(cleanup)
    },
    child() {
      const child = createBranch(execution, waits)
      cleanups.add(child.halt)
      child.onHalt(() => cleanups.delete(child.halt))
      if (halted) child.halt()
      return child
    },
    halt() {
      if (halted) return
      halted = true
      for (const cleanup of [...cleanups]) cleanup()
      cleanups.clear()
    },
  }
  return branch
}
