import { approvalStore } from '../../lib/approval/store'
import { tierQuestion } from '../../lib/approval/tier-question'
import { companyCalendar } from '../../lib/calendar/store'
import type { Letter } from '../../lib/channels/mail/mail'
import { createSmtp } from '../../lib/channels/mail/smtp'
import { loanQuestion } from '../../lib/loan/loan-question'
import { loanStore } from '../../lib/loan/store'
import { proposalQuestion } from '../../lib/oversight/proposal-question'
import { proposalStore } from '../../lib/oversight/store'
import { gatherReminders } from '../../lib/outbox/gather-reminders'
import { createOutbox, waitingLetterCipher } from '../../lib/outbox/outbox'
import { sendDue, sendWritten } from '../../lib/outbox/send-letters'
import { letterPrefix, outboxStore, returningMailboxes } from '../../lib/outbox/store'
import { peopleStore } from '../../lib/people/store'
import { systemClock } from '../../lib/platform/clock'
import { configFrom } from '../../lib/platform/config'
import { Env } from '../../lib/platform/env'
import { randomChance } from '../../lib/platform/ids'
import { ssmSecrets } from '../../lib/platform/secrets'
import { keptRows } from '../../lib/platform/kept-rows'
import { step } from '../../lib/platform/step'
import { dynamoTable } from '../../lib/platform/table'
import { addWorkingHours } from '../../lib/policy/working-days'
import { askStore } from '../../lib/question/store'
import { tellUnreached } from '../../lib/question/tell-unreached'
import { submissionStore } from '../../lib/submission/store'
import { setting, wire } from '../wire/part'
import { loans, mailboxes, proposals, tiers } from '../wire/rows'

const desk = wire({ ...tiers(), loans, proposals, mailboxes })
const { table, secrets, clock, calendar, publicUrl } = desk
const tierUnreached = tellUnreached({ ...desk, question: tierQuestion(desk) })
const loanUnreached = tellUnreached({ ...desk, question: loanQuestion(desk) })
const proposalUnreached = tellUnreached({ ...desk, question: proposalQuestion(desk) })
const room = {
  outbox: outboxStore(table, waitingLetterCipher(secrets, clock), publicUrl),
  smtp: createSmtp({ url: () => secrets.read('mail-url'), from: setting('MAIL_FROM') }),
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
