import * as z from 'zod'
import { warnOfHolidays } from '../../lib/calendar/warn-of-holidays'
import { tellUnread } from '../../lib/complaint/tell-unread'
import { tellUnusual } from '../../lib/oversight/weekly-letter'
import { tellReturnedMail } from '../../lib/people/returned-mail'
import { step } from '../../lib/platform/step'
import { lookAtCompany } from '../../lib/today/look-company'
import { wire } from '../wire/part'
import { acts, calendar, checkUp, mail, publicUrl } from '../wire/rows'

const room = wire({ ...checkUp(), publicUrl, calendar, acts, mail })
const morning = [
  tellReturnedMail(room),
  tellUnread(room),
  warnOfHolidays(room),
  tellUnusual({ ...room, checkUp: lookAtCompany(room) }),
]

/**
 * Every morning: whose mail came back since yesterday, which customers' messages nobody has read, which year has no
 * holidays yet, what was unusual in the week before. One that fails holds up none of the others, and the run fails for the alarm.
 */
export const handler = step(z.object({ scheduledAt: z.string() }), async () => {
  const told = await Promise.allSettled(morning.map((tell) => tell()))
  const failed = told.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  return {}
})
