import { listed, type WaitInWords } from '../matter/wait-in-words'
import { runDays } from '../matter/runs'
import { complaintRules } from '../policy/complaint-rule'
import { ladderInWords } from '../policy/waits-in-words'
import { windowWarnings } from './notices'

const at = ['settle-complaint.AwaitPerson', 'watch complaint']
const { assignWithinHours, answerWithinDays, followUpDays, unansweredAfter, keepPersonalDays } =
  complaintRules
const pressed = {
  at,
  ...ladderInWords,
  end: `closed as \`unanswered\` ${unansweredAfter} working days after its time is over`,
}

export const complaintWaits: WaitInWords[] = [
  { ...pressed, waits: 'the editor assigns a complaint', days: `${assignWithinHours} working hours` },
  {
    ...pressed,
    waits: 'a unit answers',
    reminders: `officers the working day before; ${listed(windowWarnings)} hours before WeChat’s window closes; ${ladderInWords.reminders}`,
    days: `${answerWithinDays} working days, or the date the editor gave; where only WeChat reaches the customer within its window, ${complaintRules.windowMarginHours} hours before it closes`,
  },
  {
    ...pressed,
    waits: 'the head of the unit approves an answer',
    days: `${assignWithinHours} working hours`,
  },
  {
    ...pressed,
    waits: 'the customer is called back',
    days: `working days ${listed(followUpDays)} after the answer`,
  },
  {
    at,
    waits: 'the customer’s data of a closed complaint are erased',
    reminders: 'none',
    escalation: 'none',
    end: 'erased',
    days: `${keepPersonalDays} days; a run goes on in a next one after ${runDays}`,
  },
]
