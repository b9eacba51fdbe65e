import type { Entry, EntryOf, Status } from './entry'
import { openExecution, type Execution } from './execution'
import type { Journal } from './journal'
import { idOf } from './tokens'

/** What lists and counts need of an execution; times in milliseconds. */
export interface Summary {
  id: string
  arn: string
  name: string
  machine: string
  machineArn: string
  status: Status
  startedAt: number
  endedAt?: number
}

/** All executions: running ones whole in memory, closed ones as a summary and a file. */
export interface Executions {
  running(id: string): Execution | undefined
  /** a running or closed one */
  find(arn: string): Execution | undefined
  summary(id: string): Summary | undefined
  summaries(): Summary[]
  of(machineArn: string): Execution[]
  add(started: Omit<EntryOf<'ExecutionStarted'>, 'type' | 'at'>): Execution
  /** Writes how it ended, unless it has ended. */
  close(execution: Execution, status: Status, outcome: EntryOf<'ExecutionEnded'>['outcome']): boolean
}

export function openExecutions(journal: Journal, now: () => number): Executions {
  const open = new Map<string, Execution>()
  const known = new Map<string, Summary>()
  const note = (id: string, started: EntryOf<'ExecutionStarted'>, last: Entry | undefined) => {
    const end = last?.type === 'ExecutionEnded' ? last : undefined
    const { arn, name, machine, machineArn, at } = started
    known.set(id, {
      ...{ id, arn, name, machine, machineArn, startedAt: at },
      ...{ status: end?.status ?? 'RUNNING', endedAt: end?.at },
    })
  }
  const load = (id: string) => {
    const entries = journal.read(id)
    return entries && openExecution(journal, now, entries)
  }
  for (const id of journal.ids()) {
    const execution = load(id)
    if (!execution) continue
    note(id, execution.started, execution.end)
    if (!execution.end) open.set(id, execution)
  }

  return {
    running: (id) => open.get(id),
    find(arn) {
      const id = idOf(arn)
      return open.get(id) ?? (known.has(id) ? load(id) : undefined)
    },
    summary: (id) => known.get(id),
    summaries: () => [...known.values()],
    of: (machineArn) => [...open.values()].filter(({ started }) => started.machineArn === machineArn),
    add(given) {
      const started: EntryOf<'ExecutionStarted'> = { type: 'ExecutionStarted', at: now(), ...given }
      const id = idOf(started.arn)
      journal.append(id, started, true)
      const execution = openExecution(journal, now, [started])
      open.set(id, execution)
      note(id, started, undefined)
      return execution
    },
    close(execution, status, outcome) {
      if (execution.end) return false
      const end = execution.record({ type: 'ExecutionEnded', status, outcome }, true)
      open.delete(execution.id)
      note(execution.id, execution.started, end)
      return true
    },
  }
}
