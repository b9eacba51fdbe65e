import { AtAttempt } from '../../lib/edition/at'
import { openDesk } from '../../lib/edition/open-desk'
import { awaitResult } from '../../lib/edition/wake'
import { Parked } from '../../lib/matter/waiting'
import { step } from '../../lib/platform/step'

/** Called with the task token of the waiting machine; the token goes no further than the table. */
export const handler = step(AtAttempt.extend(Parked.shape), awaitResult(openDesk()))
