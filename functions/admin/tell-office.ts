import * as z from 'zod'
import { companyCalendar, holidayStore } from '../../lib/calendar/store'
import { warnOfHolidays } from '../../lib/calendar/warn-of-holidays'
import { createOutbox } from '../../lib/outbox/outbox'
import { returningMailboxes } from '../../lib/outbox/store'
import { tellUnusual } from '../../lib/oversight/weekly-letter'
import { tellReturnedMail } from '../../lib/people/returned-mail'
import { peopleStore } from '../../lib/people/store'
import { systemClock as clock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { ssmSecrets } from '../../lib/platform/secrets'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { actsLedger } from '../../lib/security/ledger'
import { lookAtCompany } from '../../lib/today/look-company'
import { wire } from '../wire/part'
import { acts, calendar, checkUp, mail, publicUrl } from '../wire/rows'

const room = wire({ ...checkUp(), publicUrl, calendar, acts, mail })
const morning = [
  tellReturnedMail(room),
  warnOfHolidays(room),
  tellUnusual({ ...room, checkUp: lookAtCompany(room) }),
]

/**
 * Every morning: whose mail came back since yesterday, which year has no holidays yet, what was unusual in the week
 * before. One that fails holds up none of the others, and the run fails for the alarm.
 */
export const handler = step(z.object({ scheduledAt: z.string() }), async () => {
  const told = await Promise.allSettled(morning.map((tell) => tell()))
  const failed = told.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  return {}
})
