import { listed, type WaitInWords } from '../matter/wait-in-words'
import { policy } from '../policy/policy'

const { reminders, unusedAfter, atLeast } = policy.pool

export const poolWaits: WaitInWords[] = [
  {
    at: ['watch pool'],
    waits: 'the editor puts approved matter into an edition, or releases a post',
    reminders: `the editor, on working days ${listed(reminders)} in the pool`,
    escalation: `the head of 企管部 too, on day ${reminders.at(-1)}`,
    end: '`unused`: back to its unit, told; on two channels, published without the one',
    days: `${unusedAfter} working days in the pool; at least ${atLeast} after a reminder or a return`,
  },
]
