import { spanInWords, type WaitInWords } from '../matter/wait-in-words'
import { policy } from '../policy/policy'
import { inWords, questionInWords, tiersInWords } from '../policy/waits-in-words'
import { vacantMs } from './pause-approval'
import { atOnceWithin } from './tier-deadline'

const { reminders, escalation } = questionInWords(policy.tiers['unit-head'].deadline)

export const approvalWaits: WaitInWords[] = [
  {
    at: ['approve-submission.AwaitDecision', 'watch approval'],
    waits: 'a tier decides: an article, or a removal of one',
    reminders,
    escalation: `${escalation} (the editor)`,
    end: '`expired`; the officer submits a next version',
    days: `${tiersInWords()}; then ${inWords(policy.escalation.expiresAfter)} more`,
  },
  {
    at: ['approve-submission.AwaitDecision', 'watch approval'],
    waits: 'the head of 企管部 decides on a removal at once',
    reminders,
    escalation: `${escalation} (the editor)`,
    end: '`expired`; the ordinary way is left',
    days: `${inWords(atOnceWithin)}; then ${inWords(policy.escalation.expiresAfter)} more`,
  },
  {
    at: ['watch approval'],
    waits: 'a pause: a tier is vacant, or something broke',
    reminders: 'none: the page says why',
    escalation: 'an alarm at once',
    end: `none: it goes on from its place by itself, or by an act of an administrator or the editor`,
    days: `looked at every ${spanInWords(vacantMs)} while vacant, in growing steps of six hours at most while broken`,
  },
]
