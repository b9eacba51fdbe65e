import * as z from 'zod'
import { step } from '../../lib/platform/step'
import { openRequestRoom } from '../../lib/request/open-room'
import { pressLate } from '../../lib/request/press-late'

/** Articles 4 and 5: every day at ten; the verb itself knows holidays and late events. */
export const handler = step(z.object({ scheduledAt: z.string() }), pressLate(openRequestRoom()))
