import { AtTurn } from '../../lib/approval/at'
import { awaitDecision } from '../../lib/approval/await-decision'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'
import { waits } from '../wire/machines'
import { wire } from '../wire/part'
import { approvals, submissions } from '../wire/rows'

/** Called with the task token of the waiting machine; the token goes no further than the table. */
export const handler = step(
  AtTurn.extend(Parked.shape),
  awaitDecision(wire({ approvals, submissions, waits })),
)
