import { listed, type WaitInWords } from '../matter/wait-in-words'
import { pressedForMonth, pressedForRequest, rungs, unansweredAfter, type Rung } from '../policy/ladder'

const days = Array.from({ length: 10 + unansweredAfter }, (_, at) => at - 9)
const whenPressed = (pressed: (past: number) => Rung[], rung: Rung) =>
  days.filter((past) => pressed(past).includes(rung))
const from = (pressed: (past: number) => Rung[]) =>
  rungs
    .slice(1)
    .flatMap((rung) => {
      const [first] = whenPressed(pressed, rung)
      return first === undefined ? [] : [`${rung} from day ${first}`]
    })
    .join(', ')

export const requestWaits: WaitInWords[] = [
  {
    at: ['request-material.WaitForOpening'],
    waits: 'work begins: a unit is asked in working time',
    reminders: 'none',
    escalation: 'none',
    end: 'the unit is told',
    days: 'until the next opening',
  },
  {
    at: ['request-material.AwaitAnswer', 'watch request'],
    waits: 'a unit delivers material that the office asked for',
    reminders: `on working days ${listed(whenPressed(pressedForRequest, 'officer'))} from the due date`,
    escalation: from(pressedForRequest),
    end: '`unanswered`, or excused by the office',
    days: `${unansweredAfter} working days after the due date`,
  },
  {
    at: [],
    waits: 'a unit submits what is expected of it in a month',
    reminders: `on working days ${listed(whenPressed(pressedForMonth, 'officer'))} from the month’s last`,
    escalation: from(pressedForMonth),
    end: 'the month is over: it stands in the table of units',
    days: 'the month',
  },
]
