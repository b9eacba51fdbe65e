import { keptLetterWrites } from '../channels/mail/letter-store'
import type { Letter } from '../channels/mail/mail'
import type { Delivery, Smtp } from '../channels/mail/smtp'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Write } from '../platform/table'
import type { OutboxStore } from './store'
import {
  claimed,
  handingOver,
  inDoubt,
  isDue,
  left,
  overAs,
  putOff,
  type LeftAs,
  type WaitingLetter,
} from './waiting-letter'

interface Needs {
  outbox: OutboxStore
  smtp: Smtp
  clock: Clock
  /** told of a letter that came back, before that is recorded: at least once */
  cameBack: (letter: Letter) => Promise<void>
  /** in [0, 1) */
  chance: () => number
}

/** Connections to the mail server at a time. */
const atOnce = 4
/** Letters a sweep looks at; the oldest of those due go first. */
const looksAt = 500
/** A sweep takes no new letter after this: each may need half a minute, and the function ends after a minute. */
const takesForMs = 25_000

/** What one letter's turn says about the others: `closed` when the server takes nothing from us just now. */
type Turn = 'done' | 'closed'

/**
 * One letter: claimed, handed over, and recorded together with its kept copy. Dying between any two of these loses
 * nothing and sends it at most once more, under the same Message-ID, and only if nobody knows whether it arrived.
 */
const sendOne =
  ({ outbox, smtp, clock, cameBack, chance }: Needs) =>
  async (messageId: string): Promise<Turn> => {
    const seen = await outbox.withId(messageId)
    if (!seen || !isDue(seen, clock.now())) return 'done'
    let mine = claimed(seen, clock.now())
    if (!(await outbox.move(seen, mine))) return 'done'

    const over = overAs(mine, clock.now())
    if (over === 'expired') return settle(over)
    const letter = await outbox.wordsOf(messageId)
    if (over) return settle(over, keptLetterWrites(letter, over, clock.now()))

    const answer = await smtp.deliver(letter, async () => {
      const noted = handingOver(mine)
      if (!(await outbox.move(mine, noted))) throw new Error(`${messageId} is in other hands`)
      mine = noted
    })
    return record(answer, letter)

    async function record(answer: Delivery, letter: Letter): Promise<Turn> {
      const now = clock.now()
      switch (answer.kind) {
        case 'sent':
          return settle('sent', [...keptLetterWrites(letter, 'sent', now), outbox.takenWrite(letter.to)])
        case 'refused':
          await cameBack(letter)
          return settle(
            'refused',
            [await outbox.returnedWrite(letter.to, answer.said, now.toISOString())],
            answer.said,
          )
        case 'unknown':
          if (overAs(mine, now) === 'unknown')
            return settle('unknown', keptLetterWrites(letter, 'unknown', now))
          await outbox.move(mine, inDoubt(mine, now))
          return 'done'
        case 'later':
          log.warn('mail waits', { messageId, attempts: mine.attempts })
          await outbox.move(mine, putOff(mine, answer.said, now, chance()))
          return answer.everybody ? 'closed' : 'done'
      }
    }

    async function settle(as: LeftAs, also: Write[] = [], said?: string): Promise<Turn> {
      if (!(await outbox.move(mine, left(mine, as, clock.now(), said), also))) return 'done'
      if (as === 'refused') measure('LettersRefused', 1)
      if (as === 'expired') measure('LettersGivenUp', 1)
      if (as !== 'sent') log.warn('a letter did not leave as it should', { messageId, as })
      return 'done'
    }
  }

/** Several at once, until none is left, the time is over or the server is closed to all. A broken one stops no other. */
async function sendAll(needs: Needs, messageIds: string[]): Promise<{ taken: number }> {
  const until = needs.clock.now().getTime() + takesForMs
  const queue = [...messageIds]
  let taken = 0
  let closed = false
  const hand = async () => {
    while (!closed && needs.clock.now().getTime() < until) {
      const messageId = queue.shift()
      if (messageId === undefined) return
      taken++
      try {
        if ((await sendOne(needs)(messageId)) === 'closed') closed = true
      } catch (error) {
        // It is held by its lease and comes back after it; the others go on.
        log.error('a letter could not be handled', { messageId, error: error as Error })
        measure('LettersTroubled', 1)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, hand))
  return { taken }
}

/** What was just written leaves at once: called by the stream of the table, at least once a letter. */
export const sendWritten = (needs: Needs) => (messageIds: string[]) =>
  sendAll(needs, [...new Set(messageIds)])

/** Every minute: what is due is tried, and how long the oldest waits is measured. */
export const sendDue = (needs: Needs) => async (): Promise<{ taken: number }> => {
  const waiting = await needs.outbox.waiting(looksAt)
  const now = needs.clock.now()
  measure('OldestUnsentLetter', oldestSeconds(waiting, now), 'Seconds')
  return sendAll(
    needs,
    waiting.filter((letter) => isDue(letter, now)).map(({ messageId }) => messageId),
  )
}

const oldestSeconds = (waiting: WaitingLetter[], now: Date): number =>
  waiting.reduce((most, { writtenAt }) => Math.max(most, (now.getTime() - Date.parse(writtenAt)) / 1000), 0)
