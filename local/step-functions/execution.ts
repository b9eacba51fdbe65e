import type { Definition } from './asl'
import type { AslError } from './evaluate'
import type { Entry, Journal } from './journal'

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

export interface Result {
  output?: unknown
  error?: string
  cause?: string
}

/** A callback that waits: its token, since when, and whether the function was already called with it. */
export interface Pending {
  token: string
  at: number
  called: boolean
  resolve?: (output: unknown) => void
  reject?: (error: AslError) => void
  beatAt: number
}

/** One run of a machine: its journal, and what the journal says is already done. */
export interface Execution {
  id: string
  arn: string
  name: string
  machine: string
  machineArn: string
  definition: Definition
  input: unknown
  startedAt: number
  status: Status
  stoppedAt?: number
  result: Result
  entries: Entry[]
  /** results of side effects by their key in the run: replayed, not repeated */
  done: Map<string, Result & { at: number }>
  pending: Map<string, Pending>
  enteredAt: Map<string, number>
  left: Set<string>
  record(type: string, facts?: Record<string, unknown>): Entry
}

export function createExecution(
  journal: Journal,
  now: () => number,
  given: Pick<
    Execution,
    'id' | 'arn' | 'name' | 'machine' | 'machineArn' | 'definition' | 'input' | 'startedAt'
  >,
): Execution {
  const execution: Execution = {
    ...given,
    status: 'RUNNING',
    result: {},
    entries: [],
    done: new Map(),
    pending: new Map(),
    enteredAt: new Map(),
    left: new Set(),
    record(type, facts = {}) {
      const entry: Entry = { ...facts, id: execution.entries.length + 1, at: now(), type }
      journal.append(execution.id, entry)
      execution.entries.push(entry)
      return entry
    },
  }
  return execution
}

const ends: Record<string, Status> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
}

/** Brings an execution to where its journal stands. */
export function replay(execution: Execution, entries: Entry[]): void {
  execution.entries = entries
  for (const entry of entries) {
    const key = entry.key ?? ''
    const { output, error, cause } = entry as Result
    if (entry.type === 'TaskSucceeded' || entry.type === 'TaskFailed') {
      execution.done.set(key, { output, error, cause, at: entry.at })
      execution.pending.delete(key)
    }
    if (entry.type === 'TaskScheduled' && typeof entry['token'] === 'string')
      execution.pending.set(key, { token: entry['token'], at: entry.at, called: false, beatAt: entry.at })
    if (entry.type === 'TaskSubmitted') {
      const pending = execution.pending.get(key)
      if (pending) pending.called = true
    }
    if (entry.type.endsWith('StateEntered')) execution.enteredAt.set(key, entry.at)
    if (entry.type.endsWith('StateExited')) execution.left.add(key)
    const end = ends[entry.type]
    if (end) Object.assign(execution, { status: end, stoppedAt: entry.at, result: { output, error, cause } })
  }
}
