import { spanInWords, type WaitInWords } from '../matter/wait-in-words'
import { glassWaitsFor, secondAnswersWithin } from '../policy/two-people'
import { inWords, questionInWords } from '../policy/waits-in-words'
import { lookMs } from './wake'

export const proposalWaits: WaitInWords[] = [
  {
    at: ['watch proposal'],
    waits: 'a second person confirms a change',
    ...questionInWords(secondAnswersWithin),
    end: '`expired`: nothing changes',
  },
  {
    at: ['watch proposal'],
    waits: 'a broken glass takes effect',
    reminders: 'everybody concerned, at once',
    escalation: 'an alarm at once',
    end: '`effective`, unless a second person refuses',
    days: `${inWords(glassWaitsFor)}; looked at every ${spanInWords(lookMs)} at least`,
  },
]
