import { spanInWords, type WaitInWords } from '../matter/wait-in-words'
import { policy } from '../policy/policy'
import { questionInWords } from '../policy/waits-in-words'
import { waitsForPostsMs } from './close-loan'
import { lookSeconds } from './standing'

const asked = questionInWords(policy.tiers['department-head'].deadline)
const daily = `looked at once in ${spanInWords(lookSeconds * 1000)} at least`

export const loanWaits: WaitInWords[] = [
  {
    at: ['lend-account.AwaitDecision', 'watch loan'],
    waits: 'the head of 企管部 decides on an application',
    ...asked,
    days: `${asked.days}; sooner when the window opens sooner`,
    end: '`expired`, also when its own window ends first',
  },
  {
    at: ['lend-account.AwaitWindow', 'watch loan'],
    waits: 'the window of a granted loan begins',
    reminders: 'none',
    escalation: 'none',
    end: '`open`, or `recalled` by a person or when no borrower holds a role any more',
    days: daily,
  },
  {
    at: ['lend-account.AwaitEnd', 'watch loan'],
    waits: 'the window of an open loan ends',
    reminders: `the borrowers, ${spanInWords(lookSeconds * 1000)} before`,
    escalation: 'none',
    end: '`ended`, or `recalled`',
    days: daily,
  },
  {
    at: ['lend-account.AwaitPosts'],
    waits: 'posts of an ended loan have their outcome',
    reminders: 'none',
    escalation: 'none',
    end: 'the report, which says what is still open',
    days: spanInWords(waitsForPostsMs),
  },
]
