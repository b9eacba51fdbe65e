import { AtTurn } from '../../lib/approval/at'
import { awaitDecision } from '../../lib/approval/await-decision'
import { approvalStore } from '../../lib/approval/store'
import { Parked } from '../../lib/matter/waiting'
import { systemClock as clock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { taskCallbacks } from '../../lib/platform/machine'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { submissionStore } from '../../lib/submission/store'
import { waits } from '../wire/machines'
import { wire } from '../wire/part'
import { approvals, submissions } from '../wire/rows'

/** Called with the task token of the waiting machine; the token goes no further than the table. */
export const handler = step(
  AtTurn.extend(Parked.shape),
  awaitDecision(wire({ approvals, submissions, waits })),
)
