import { handTimes } from '../calendar/hand-wait'
import { runDays, waitDays } from '../matter/runs'
import { listed, type WaitInWords } from '../matter/wait-in-words'
import { ladderInWords } from '../policy/waits-in-words'
import { lookSeconds } from './post'

const { reminders, deadlineDays } = handTimes.weibo

export const postWaits: WaitInWords[] = [
  {
    at: ['post-weibo.WaitToLook'],
    waits: 'Weibo’s timeline shows a post whose answer was unclear',
    reminders: 'none',
    escalation: 'none',
    end: '`posted`, or a person decides',
    days: `looked at ${listed(lookSeconds)} seconds after the intent`,
  },
  {
    at: ['post-weibo.AwaitEditor', 'watch weibo-post'],
    waits: 'the editor posts by hand and pastes the address',
    reminders: `after ${listed(reminders)} working hours`,
    escalation: 'none before the deadline',
    end: '`posted` when proven; at the deadline the timeline’s word, else unknown',
    days: `${deadlineDays} working days`,
  },
  {
    at: ['post-weibo.AwaitEditor', 'watch weibo-post'],
    waits: 'a person decides on a post nobody knows about',
    reminders: ladderInWords.reminders,
    escalation: ladderInWords.escalation,
    end: '`posted` or `refused` by a person’s word, never by time',
    days: `as long as it takes: a wait has ${waitDays} days at most, a run goes on in a next one after ${runDays}`,
  },
]
