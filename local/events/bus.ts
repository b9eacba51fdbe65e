import { randomUUID } from 'node:crypto'
import type { MovableClock } from '../aws/access'
import type { AsyncQueue } from '../lambda/async-queue'
import { place } from '../template/place'
import type { RuleModel } from '../template/service'
import { Unsupported } from '../template/template'
import { patternOf } from './pattern'

export interface BusEvent {
  source: string
  'detail-type': string
  detail: Record<string, unknown>
  resources?: string[]
}

/** The default event bus: what fits a rule is on disk for each of its targets before `put` returns. */
export interface Bus {
  put(event: BusEvent): void
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
export function createBus(options: { rules: RuleModel[]; queue: AsyncQueue; clock: MovableClock }): Bus {
  const rules = options.rules.map((rule) => {
    refuseDeaf(rule)
    return { ...rule, fits: patternOf(rule.pattern) }
  })
  return {
    put(event) {
      const full = {
        version: '0',
        id: randomUUID(),
        'detail-type': event['detail-type'],
        source: event.source,
        account: place.accountId,
        time: new Date(options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
        region: place.region,
        resources: event.resources ?? [],
        detail: event.detail,
      }
      for (const { targets } of rules.filter(({ fits }) => fits(full)))
        for (const { functionArn, input } of targets)
          options.queue.enqueue(functionArn, input === undefined ? full : JSON.parse(input))
    },
  }
}
