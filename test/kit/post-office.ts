import type { WorkCalendar } from '../../lib/calendar/calendar'
import type { Letter } from '../../lib/channels/mail/mail'
import { gatherReminders } from '../../lib/outbox/gather-reminders'
import { createOutbox, letterCipher } from '../../lib/outbox/outbox'
import { sendDue } from '../../lib/outbox/send-letters'
import { outboxStore } from '../../lib/outbox/store'
import type { Clock } from '../../lib/platform/clock'
import type { Secrets } from '../../lib/platform/secrets'
import type { Table } from '../../lib/platform/table'
import { addWorkingHours } from '../../lib/policy/working-days'
import { letterPrefix } from '../../lib/outbox/store'
import type { Rows } from './memory-table'

/** The outbox as it runs, with a mail server that takes everything: what a person finds in the mailbox, and when. */
export function postOffice(given: {
  table: Table
  rows: Rows
  clock: Clock
  secrets: Secrets
  calendar: WorkCalendar
}) {
  const { table, rows, clock, secrets, calendar } = given
  const delivered: { to: string; at: Date; subject: string }[] = []
  const room = {
    outbox: outboxStore(table, letterCipher(secrets, clock)),
    clock,
    chance: () => 0.5,
    cameBack: async () => undefined,
    noticesOf: async () => [],
    tell: () => Promise.reject(new Error('there is no messenger')),
    noteTold: async () => [],
    smtp: {
      async deliver({ to, subject }: Letter, begun: () => Promise<void>) {
        await begun()
        delivered.push({ to, at: clock.now(), subject })
        return { kind: 'sent' as const }
      },
    },
    isWorkingTime: async (now: Date) => addWorkingHours(now, 0, calendar.isWorkingDay) <= now,
  }
  const gather = gatherReminders(room)
  const due = sendDue(room)
  return {
    mail: createOutbox({ table, secrets, clock }),
    delivered,
    /** As the function that runs every minute. */
    async run() {
      await gather()
      await due()
    },
    /** Message-IDs of everything that was ever written to a person. */
    written: (address: string): string[] =>
      [...rows].flatMap(([pk, partition]) => {
        const head = pk.startsWith(letterPrefix) ? partition.get('HEAD') : undefined
        return head?.['to'] === address ? [String(head['messageId'])] : []
      }),
  }
}
