import type { WaitInWords } from '../matter/wait-in-words'
import { atOnce } from './list-failed'

export const failedWorkWaits: WaitInWords[] = [
  {
    at: ['watch failed-work'],
    waits: 'background work that an administrator has run again',
    reminders: 'none: an alarm stands while anything failed is kept',
    escalation: 'none',
    end: `run once more, ${atOnce} at a time; what fails again is kept again`,
    days: 'a minute',
  },
]
