import * as z from 'zod'
import { step } from '../../lib/platform/step'
import { pressLate } from '../../lib/request/press-late'
import { wire } from '../wire/part'
import { calendar, clock, mail, people, publicUrl, requests, submissions } from '../wire/rows'

/** Articles 4 and 5: every day at ten; the verb itself knows holidays and late events. */
export const handler = step(
  z.object({ scheduledAt: z.string() }),
  pressLate(wire({ clock, calendar, publicUrl, people, submissions, requests, mail })),
)
