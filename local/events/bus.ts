import type { AsyncQueue } from '../lambda/async-queue'
import type { RuleModel } from '../template/service'
import { Unsupported } from '../template/template'
import { patternOf } from './pattern'

/** The default event bus: what fits a rule is on disk for each of its targets before `put` returns. */
export interface Bus {
  /** An event as EventBridge gives it to targets. */
  put(event: object): void
}

/** Sources that exist on one machine; a rule that listens for another would never hear anything. */
const sources = ['aws.s3']

const refuseDeaf = ({ name, pattern }: RuleModel) => {
  const wanted = pattern['source']
  if (!Array.isArray(wanted) || !wanted.every((source) => sources.includes(String(source))))
    throw new Unsupported(
      `events from ${JSON.stringify(wanted)} (rule ${name}); known are ${sources.join(', ')}`,
    )
}

/** Throws `Unsupported` at once for a rule it could not serve. */
export function createBus(options: { rules: RuleModel[]; queue: AsyncQueue }): Bus {
  const rules = options.rules.map((rule) => {
    refuseDeaf(rule)
    return { ...rule, fits: patternOf(rule.pattern) }
  })
  return {
    put(event) {
      for (const { targets } of rules.filter(({ fits }) => fits(event as Record<string, unknown>)))
        for (const { functionArn, input, deadLetters } of targets)
          options.queue.enqueue(functionArn, input === undefined ? event : JSON.parse(input), deadLetters)
    },
  }
}
