import { AtAttempt } from '../../lib/edition/at'
import { handOver } from '../../lib/edition/hand-over'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { approvals, calendar, clock, editions, mail, people, submissions } from '../wire/rows'

export const handler = step(
  AtAttempt,
  handOver(wire({ editions, submissions, approvals, calendar, mail, people, clock })),
)
