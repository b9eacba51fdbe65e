import { openBuckets } from './buckets'
import { slowDoors } from './doors'
import { strangeEnvironment } from './environment'
import { lostEvents } from './events'
import { wildcardGrants } from './grants'
import { endlessMachines } from './machines'
import { openQueues } from './queues'
import type { Rule } from './rule'
import { unknownProperties } from './schema'

const rules: Rule[] = [
  ...[wildcardGrants, lostEvents, endlessMachines, openBuckets, openQueues],
  ...[slowDoors, strangeEnvironment, unknownProperties],
]

/** All that is wrong with a compiled template, asked by the tests and again before every deploy. */
export const templateFaults: Rule = (template) => rules.flatMap((rule) => rule(template))
