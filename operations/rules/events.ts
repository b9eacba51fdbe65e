import { ofType, refersTo, type Rule } from './rule'

/** What fails for good is kept: a destination, the right to write to it, and a queue for what reaches no function. */
export const lostEvents: Rule = (template) => {
  const rules = ofType(template, 'AWS::Events::Rule').flatMap(([id, { Targets }]) =>
    (Targets as Record<string, unknown>[]).map((target) => ({ id, target })),
  )
  const schedules = ofType(template, 'AWS::Scheduler::Schedule').map(([id, { Target }]) => ({
    id,
    target: Target,
  }))
  const knocking = [...rules, ...schedules]
  const configs = ofType(template, 'AWS::Lambda::EventInvokeConfig')
  const functions = ofType(template, 'AWS::Lambda::Function').filter(([id]) =>
    knocking.some(({ target }) => refersTo(target.Arn, id)),
  )
  return [
    ...knocking
      .filter(({ target }) => !target.DeadLetterConfig || !target.RetryPolicy)
      .map(({ id }) => `${id} has no dead-letter queue or no end of its retries`),
    ...functions.flatMap(([id, { Role }]) => {
      const [, config] = configs.find(([, { FunctionName }]) => refersTo(FunctionName, id)) ?? []
      const queue = config?.DestinationConfig?.OnFailure?.Destination
      if (!queue) return [`${id} is asynchronous and has no destination for what fails`]
      const role = template.Resources[Role['Fn::GetAtt'][0]]
      return JSON.stringify(role).includes('sqs:SendMessage')
        ? []
        : [`${id} may not write to its destination`]
    }),
    ...ofType(template, 'AWS::Lambda::EventSourceMapping')
      .filter(
        ([, { DestinationConfig, FunctionName }]) =>
          !DestinationConfig?.OnFailure && !functions.some(([id]) => refersTo(FunctionName, id)),
      )
      .map(([id]) => `${id} gives up what no schedule sweeps and no destination keeps`),
  ]
}
