import type { Entry, Outcome } from './entry'

type Event = Record<string, unknown> & { type: string }

const json = (value: unknown) => JSON.stringify(value)
const said = (outcome: Outcome) =>
  'error' in outcome ? { error: outcome.error, cause: outcome.cause } : { output: json(outcome.output) }

const resourceOf = (resource: string) => ({
  resourceType: 'lambda',
  resource: resource.slice(resource.indexOf('invoke')),
})

const executionEnds = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
  RUNNING: ['', ''],
} as const

function taskEnd(outcome: Outcome, resource: string): Event {
  const details = { ...resourceOf(resource), ...said(outcome) }
  if (!('error' in outcome)) return { type: 'TaskSucceeded', taskSucceededEventDetails: details }
  return /^States\.(Heartbeat)?Timeout$/.test(outcome.error)
    ? { type: 'TaskTimedOut', taskTimedOutEventDetails: details }
    : { type: 'TaskFailed', taskFailedEventDetails: details }
}

/** An entry as AWS tells it, nothing for what AWS keeps to itself. Tokens are hidden: they would still decide. */
function eventsOf(entry: Entry, resources: Map<string, string>): Event[] {
  switch (entry.type) {
    case 'ExecutionStarted':
      return [{ type: 'ExecutionStarted', executionStartedEventDetails: { input: entry.input } }]
    case 'StateEntered':
      return [
        {
          type: `${entry.kind}StateEntered`,
          stateEnteredEventDetails: { name: entry.state, input: json(entry.input) },
        },
      ]
    case 'TaskScheduled': {
      resources.set(entry.key, entry.resource)
      const hide = (text: string) => (entry.token ? text.replaceAll(entry.token, 'HIDDEN') : text)
      const timeoutInSeconds = entry.timeoutMs && entry.timeoutMs / 1000
      const resource = resourceOf(entry.resource)
      return [
        {
          type: 'TaskScheduled',
          taskScheduledEventDetails: {
            ...{ ...resource, region: 'ap-southeast-1', timeoutInSeconds },
            parameters: hide(json(entry.arguments)),
          },
        },
        { type: 'TaskStarted', taskStartedEventDetails: resource },
      ]
    }
    case 'TaskSubmitted':
      return [
        { type: 'TaskSubmitted', taskSubmittedEventDetails: resourceOf(resources.get(entry.key) ?? '') },
      ]
    case 'TaskEnded':
      return [taskEnd(entry.outcome, resources.get(entry.key) ?? '')]
    case 'StateExited':
      return [
        {
          type: `${entry.kind}StateExited`,
          stateExitedEventDetails: { name: entry.state, output: json(entry.output) },
        },
      ]
    case 'ExecutionEnded': {
      const [type, details] = executionEnds[entry.status]
      return [{ type, [details]: said(entry.outcome) }]
    }
    case 'TaskHeartbeat':
    case 'WaitBegun':
    case 'StateRetried':
      return []
  }
}

/** The history of an execution as GetExecutionHistory gives it, oldest first. */
export function historyOf(entries: Entry[]): Event[] {
  const resources = new Map<string, string>()
  return entries
    .flatMap((entry) => eventsOf(entry, resources).map((event) => ({ at: entry.at, event })))
    .map(({ at, event }, n) => ({ id: n + 1, previousEventId: n, timestamp: at / 1000, ...event }))
}
