import { handTimes } from '../calendar/hand-wait'
import { listed, spanInWords, type WaitInWords } from '../matter/wait-in-words'
import { horizonDays } from '../policy/horizon'
import { ladderInWords } from '../policy/waits-in-words'
import { confirmReminders } from './reminders'
import { heardForDays, nudgesAfterMinutes, remembersMs, urlsWithinMs } from './sending'

const { reminders, deadlineDays } = handTimes.wechat

export const editionWaits: WaitInWords[] = [
  {
    at: ['send-edition.BuildWhenUp', 'send-edition.TestWhenUp', 'send-edition.SendWhenUp'],
    waits: 'WeChat answers again',
    reminders: 'the editors once, after ten minutes',
    escalation: 'none',
    end: '`failed` (`WechatDownAllDay`) when the day ends',
    days: 'the edition’s day, each minute to each quarter of an hour',
  },
  {
    at: ['send-edition.AwaitConfirmation'],
    waits: 'a named person confirms the tested edition',
    reminders: `after ${listed(confirmReminders)} working hours`,
    escalation: 'all who may confirm are asked from the beginning',
    end: '`failed` (`NobodyConfirmed`) when the day ends: nothing is sent, and it is composed for another day',
    days: 'until its Beijing date ends',
  },
  {
    at: ['send-edition.WaitForHour', 'send-edition.WaitForHand'],
    waits: 'the hour the editor chose',
    reminders: 'none',
    escalation: 'none',
    end: 'the day is claimed',
    days: `${horizonDays} days ahead at most`,
  },
  {
    at: ['watch edition'],
    waits: 'an edition that was composed, or stopped, is sent',
    reminders: 'none',
    escalation: 'none',
    end: '`cancelled` (`DayOver`): its articles go back to the pool and the editors are told',
    days: `until its Beijing date ends; ${heardForDays} days more where WeChat was asked`,
  },
  {
    at: ['send-edition.AwaitResult', 'watch edition'],
    waits: 'an administrator of the account agrees in WeChat',
    reminders: `after ${listed(nudgesAfterMinutes)} minutes`,
    escalation: 'none',
    end: '`failed` by WeChat’s word, else unknown',
    days: '31 minutes, then looked for as a result',
  },
  {
    at: ['send-edition.AwaitResult', 'watch edition'],
    waits: 'WeChat says what became of the mass send',
    reminders: `when its day is over: ${ladderInWords.reminders}`,
    escalation: ladderInWords.escalation,
    end: '`sent` or `failed`; unknown until WeChat tells or a person decides with a reason',
    days: `the same send may be asked for again for ${spanInWords(remembersMs)} of its day; looked at as long as it takes, addresses for ${spanInWords(urlsWithinMs)}`,
  },
  {
    at: ['send-edition.AwaitResult', 'watch edition'],
    waits: 'the editor sends by hand and pastes the addresses',
    reminders: `after ${listed(reminders)} working hours, then ${ladderInWords.reminders}`,
    escalation: ladderInWords.escalation,
    end: '`sent` when proven; at the deadline unknown, until a person proves or denies it',
    days: `${deadlineDays} working day, then as long as it takes`,
  },
]
