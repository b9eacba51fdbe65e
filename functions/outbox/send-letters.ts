import { tierQuestion } from '../../lib/approval/tier-question'
import type { Letter } from '../../lib/channels/mail/mail'
import { createSmtp } from '../../lib/channels/mail/smtp'
import { createMessenger } from '../../lib/channels/messenger/messenger'
import { loanQuestion } from '../../lib/loan/loan-question'
import { noticesOf } from '../../lib/messenger/notices'
import { noteTold, tellByMessenger } from '../../lib/messenger/tell'
import { proposalQuestion } from '../../lib/oversight/proposal-question'
import { gatherReminders } from '../../lib/outbox/gather-reminders'
import { waitingLetterCipher } from '../../lib/outbox/outbox'
import { sendDue, sendWritten } from '../../lib/outbox/send-letters'
import { letterPrefix, outboxStore } from '../../lib/outbox/store'
import { randomChance } from '../../lib/platform/ids'
import { keptRows } from '../../lib/platform/kept-rows'
import { step } from '../../lib/platform/step'
import { addWorkingHours } from '../../lib/policy/working-days'
import { tellUnreached } from '../../lib/question/tell-unreached'
import { setting, wire } from '../wire/part'
import { counts, loans, mailboxes, messengers, proposals, tiers } from '../wire/rows'

const desk = wire({ ...tiers(), loans, proposals, mailboxes, messengers, counts })
const notify = createMessenger({ at: setting('MESSENGER_BASE_URL'), now: () => desk.clock.now().getTime() })
const { table, secrets, clock, calendar, publicUrl } = desk
const tierUnreached = tellUnreached({ ...desk, question: tierQuestion(desk) })
const loanUnreached = tellUnreached({ ...desk, question: loanQuestion(desk) })
const proposalUnreached = tellUnreached({ ...desk, question: proposalQuestion(desk) })
const room = {
  outbox: outboxStore(table, waitingLetterCipher(secrets, clock), publicUrl),
  smtp: createSmtp({ url: () => secrets.read('mail-url'), from: setting('MAIL_FROM') }),
  noticesOf: noticesOf(desk),
  tell: tellByMessenger({ ...desk, notify }),
  noteTold: noteTold(desk),
  chance: randomChance,
  clock,
  cameBack: async (letter: Letter) => {
    await tierUnreached(letter)
    await loanUnreached(letter)
    await proposalUnreached(letter)
  },
  isWorkingTime: async (now: Date) => addWorkingHours(now, 0, (await calendar()).isWorkingDay) <= now,
}
const written = sendWritten(room)
const gather = gatherReminders(room)
const due = sendDue(room)

/** Letters just written, as the table's stream tells them; every minute those that are due, and the day's reminders. */
export const handler = step(keptRows(letterPrefix), async (messageIds) => {
  if (messageIds) return written(messageIds)
  const gathered = await gather()
  return { ...gathered, ...(await due()) }
})
