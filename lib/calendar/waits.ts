import { spanInWords, type WaitInWords } from '../matter/wait-in-words'
import { warnsFromMonth, weekMs } from './warn-of-holidays'

export const calendarWaits: WaitInWords[] = [
  {
    at: ['watch calendar'],
    waits: 'open deadlines follow a published list of holidays',
    reminders: 'none',
    escalation: 'an alarm when one cannot be moved',
    end: 'every deadline that is later by it has moved',
    days: 'minutes',
  },
  {
    at: [],
    waits: 'an administrator publishes next year’s holidays',
    reminders: `administrators, every ${spanInWords(weekMs)} from month ${warnsFromMonth} on`,
    escalation: 'none',
    end: 'published; until then the year counts by the statutory days, and says so',
    days: 'no end: every deadline of that year says so',
  },
]
