import { letterStore } from '../../../lib/channels/mail/letter-store'
import type { Letter } from '../../../lib/channels/mail/mail'
import type { Delivery } from '../../../lib/channels/mail/smtp'
import { createOutbox, letterCipher } from '../../../lib/outbox/outbox'
import { gatherReminders } from '../../../lib/outbox/gather-reminders'
import { sendDue, sendWritten } from '../../../lib/outbox/send-letters'
import { outboxStore, returningMailboxes } from '../../../lib/outbox/store'
import type { Table } from '../../../lib/platform/table'
import { memoryTable, type Rows } from '../../kit/memory-table'

export const letterTo = (to: string, more: Partial<Letter> = {}): Letter => ({
  to,
  subject: '【签发】请审批',
  text: '验证码：482913',
  html: '<p>482913</p>',
  kept: '验证码：******',
  messageId: `ask.${to.split('@')[0]}`,
  thread: 'submission.1',
  ...more,
})

/** How a process of the worker ends that was killed: nothing it waits for comes back to it. */
export class Killed extends Error {}

/**
 * An outbox on a table in memory, a mail server that answers as told, and a clock that tests move. `arrived` is what the
 * server took; a delivery that breaks after the handing over may have arrived or not, as `answer` says.
 */
export function givenOutbox() {
  const rows: Rows = new Map()
  const table = memoryTable(rows)
  let now = Date.parse('2026-11-30T02:00:00Z')
  const clock = { now: () => new Date(now) }
  const secrets = { read: async (name: string) => `the secret ${name}` }
  const cipher = letterCipher(secrets, clock)
  const arrived: Letter[] = []
  const server = {
    answer: (letter: Letter): Delivery => (void letter, { kind: 'sent' }),
    /** runs after the handing over was noted, and after the letter arrived */
    onNoted: async () => undefined as void,
    onTaken: async () => undefined as void,
  }
  const smtp = {
    async deliver(letter: Letter, handingOver: () => Promise<void> = async () => undefined) {
      const answer = server.answer(letter)
      if (answer.kind === 'later' || (answer.kind === 'refused' && answer.said.startsWith('550')))
        return answer
      await handingOver()
      await server.onNoted()
      if (answer.kind !== 'refused') arrived.push(letter)
      await server.onTaken()
      return answer
    },
  }
  const cameBack: Letter[] = []
  /** none, unless a test has some */
  const messenger: Pick<Parameters<typeof sendDue>[0], 'noticesOf' | 'tell' | 'noteTold'> = {
    noticesOf: async () => [],
    tell: () => Promise.reject(new Error('there is no messenger')),
    noteTold: async () => [],
  }
  const workerOn = (on: Table) => {
    const needs = {
      ...{ outbox: outboxStore(on, cipher), smtp, clock, chance: () => 0 },
      noticesOf: (letter: Letter) => messenger.noticesOf(letter),
      tell: (notice: Letter, handingOver: () => Promise<void>) => messenger.tell(notice, handingOver),
      noteTold: (notice: Letter, told: Delivery) => messenger.noteTold(notice, told),
      cameBack: async (letter: Letter) => void cameBack.push(letter),
    }
    return { written: sendWritten(needs), due: sendDue(needs) }
  }
  return {
    ...{ rows, table, clock, server, arrived, cameBack, workerOn, messenger, secrets, cipher },
    outbox: createOutbox({ table, secrets, clock }),
    store: outboxStore(table, cipher),
    gather: gatherReminders({
      ...{ clock, outbox: outboxStore(table, cipher) },
      // Weekdays from nine to six, Beijing time.
      isWorkingTime: async (at) => {
        const there = new Date(at.getTime() + 8 * 3_600_000)
        return there.getUTCDay() % 6 !== 0 && there.getUTCHours() >= 9 && there.getUTCHours() < 18
      },
    }),
    worker: workerOn(table),
    mailboxes: returningMailboxes(table),
    kept: () => letterStore(table).ofThread('submission.1'),
    pass: (ms: number) => void (now += ms),
  }
}
