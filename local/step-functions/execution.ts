import type { Entry, EntryOf, Fact } from './entry'
import { Failure } from './failure'
import type { Journal } from './journal'
import { idOf } from './tokens'

/**
 * One run of a machine: its events, and what follows from them. Keys are places in the run: `/3` is the fourth state it
 * entered, `/3#1` its second attempt.
 */
export interface Execution {
  id: string
  started: EntryOf<'ExecutionStarted'>
  entries: Entry[]
  entered: Map<string, EntryOf<'StateEntered'>>
  scheduled: Map<string, EntryOf<'TaskScheduled'>>
  submitted: Set<string>
  beats: Map<string, number>
  ended: Map<string, EntryOf<'TaskEnded'>>
  waits: Map<string, number>
  retried: Map<string, EntryOf<'StateRetried'>[]>
  exited: Map<string, EntryOf<'StateExited'>>
  /** of its history, as AWS counts them */
  events: number
  /** tokens that can still be answered, and the task each is of */
  open: Map<string, string>
  end?: EntryOf<'ExecutionEnded'>
  /** Writes what happened, then lets it take effect; `durable` as in Journal. */
  record<F extends Fact>(fact: F, durable?: boolean): EntryOf<F['type']>
  /** Hears once of the end of a task. Returns an unsubscribe. */
  onTaskEnded(key: string, listener: (ended: EntryOf<'TaskEnded'>) => void): () => void
}

/** Events of its history at which AWS fails an execution. */
const maxEvents = 25_000

/** How many events AWS writes for an entry: a task is scheduled and started, a pause or a heartbeat leaves no trace. */
const eventsOf = ({ type }: { type: Entry['type'] }) =>
  type === 'TaskScheduled' ? 2 : ['TaskHeartbeat', 'WaitBegun', 'StateRetried'].includes(type) ? 0 : 1

/** What was begun inside a place that is left can no longer be answered. */
const closeBelow = (execution: Execution, place: string) => {
  for (const [token, key] of execution.open) if (key.startsWith(`${place}#`)) execution.open.delete(token)
}

function apply(execution: Execution, entry: Entry): void {
  execution.entries.push(entry)
  execution.events += eventsOf(entry)
  switch (entry.type) {
    case 'ExecutionStarted':
      return
    case 'StateEntered':
      execution.entered.set(entry.key, entry)
      return
    case 'TaskScheduled':
      execution.scheduled.set(entry.key, entry)
      if (entry.token !== undefined) execution.open.set(entry.token, entry.key)
      return
    case 'TaskSubmitted':
      execution.submitted.add(entry.key)
      return
    case 'TaskHeartbeat':
      execution.beats.set(entry.key, entry.at)
      return
    case 'TaskEnded': {
      execution.ended.set(entry.key, entry)
      const token = execution.scheduled.get(entry.key)?.token
      if (token !== undefined) execution.open.delete(token)
      return
    }
    case 'WaitBegun':
      execution.waits.set(entry.key, entry.until)
      return
    case 'StateRetried':
      execution.retried.set(entry.key, [...(execution.retried.get(entry.key) ?? []), entry])
      return closeBelow(execution, entry.key)
    case 'StateExited':
      execution.exited.set(entry.key, entry)
      return closeBelow(execution, entry.key)
    case 'ExecutionEnded':
      execution.end = entry
      execution.open.clear()
  }
}

/** @param entries what the journal holds of it, the start first */
export function openExecution(journal: Journal, now: () => number, entries: Entry[]): Execution {
  const [started] = entries
  if (started?.type !== 'ExecutionStarted') throw new Error('an execution begins with its start')
  const listeners = new Map<string, Set<(ended: EntryOf<'TaskEnded'>) => void>>()
  const execution: Execution = {
    id: idOf(started.arn),
    started,
    entries: [],
    entered: new Map(),
    scheduled: new Map(),
    submitted: new Set(),
    beats: new Map(),
    ended: new Map(),
    waits: new Map(),
    retried: new Map(),
    exited: new Map(),
    events: 0,
    open: new Map(),
    record(fact, durable = false) {
      if (execution.events + eventsOf(fact) > maxEvents && fact.type !== 'ExecutionEnded')
        throw new Failure(
          'States.Runtime',
          `The execution reached the maximum number of history events (${maxEvents}).`,
        )
      const entry = { ...fact, at: now() } as Entry
      journal.append(execution.id, entry, durable)
      apply(execution, entry)
      if (entry.type === 'TaskEnded') listeners.get(entry.key)?.forEach((listener) => listener(entry))
      return entry as EntryOf<(typeof fact)['type']>
    },
    onTaskEnded(key, listener) {
      const mine = listeners.get(key) ?? new Set()
      listeners.set(key, mine.add(listener))
      return () => mine.delete(listener)
    },
  }
  for (const entry of entries) apply(execution, entry)
  return execution
}
