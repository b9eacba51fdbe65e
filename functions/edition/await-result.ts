import { AtAttempt } from '../../lib/edition/at'
import { awaitResult } from '../../lib/edition/wake'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'
import { waits } from '../wire/machines'
import { wire } from '../wire/part'
import { editions } from '../wire/rows'

/** Called with the task token of the waiting machine; the token goes no further than the table. */
export const handler = step(AtAttempt.extend(Parked.shape), awaitResult(wire({ editions, waits })))
