import { ofType, type Rule } from './rule'

export interface State {
  Type: string
  Resource?: string
  Arguments?: unknown
  TimeoutSeconds?: unknown
  Catch?: unknown[]
}

/** No wait without an end, nothing thrown that nobody catches, and whoever waits for an answer hands out its token. */
export const endlessMachines: Rule = (template) =>
  ofType(template, 'AWS::StepFunctions::StateMachine').flatMap(([id, { Definition }]) => [
    ...(typeof Definition.TimeoutSeconds === 'number' ? [] : [`${id} has no time limit`]),
    ...Object.entries(Definition.States as Record<string, State>)
      .filter(([, { Type }]) => Type === 'Task')
      .flatMap(([name, task]) => {
        const waits = task.Resource?.endsWith('.waitForTaskToken') ?? false
        const faults = [
          ...(task.TimeoutSeconds === undefined ? ['has no time limit'] : []),
          ...(task.Catch?.length ? [] : ['catches nothing']),
          ...(waits && !JSON.stringify(task.Arguments ?? {}).includes('$states.context.Task.Token')
            ? ['waits for a token it hands to nobody']
            : []),
        ]
        return faults.map((fault) => `${id}, ${name} ${fault}`)
      }),
  ])
