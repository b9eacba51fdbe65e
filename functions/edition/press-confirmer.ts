import { AtAttempt } from '../../lib/edition/at'
import { pressConfirmer } from '../../lib/edition/press-confirmer'
import { step } from '../../lib/platform/step'
import { wire } from '../wire/part'
import { calendar, clock, editions, ids, mail, people, secrets } from '../wire/rows'

export const handler = step(
  AtAttempt,
  pressConfirmer(wire({ editions, people, mail, secrets, ids, clock, calendar })),
)
