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
  written,
  type LeftAs,
  type WaitingLetter,
} from './waiting-letter'

interface Needs {
  outbox: OutboxStore
  smtp: Smtp
  clock: Clock
  /** what goes with a letter by messengers */
  noticesOf: (letter: Letter) => Promise<Letter[]>
  /** a notice by its way, and what is kept of how it went */
  tell: (notice: Letter, handingOver: () => Promise<void>) => Promise<Delivery>
  noteTold: (notice: Letter, told: Delivery) => Promise<Write[]>
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
  (needs: Needs) =>
  async (messageId: string): Promise<Turn> => {
    const { outbox, smtp, clock, cameBack, chance } = needs
    const seen = await outbox.withId(messageId)
    if (!seen || !isDue(seen, clock.now())) return 'done'
    // Once, for its notices and for itself; what cannot be read is said after it was claimed.
    let reading: Promise<Letter> | undefined
    const words = () => (reading ??= outbox.wordsOf(messageId))
    let mine = claimed(seen, clock.now())
    if (!(await outbox.move(seen, mine, await noticesWith(needs)(seen, words)))) return 'done'

    const over = overAs(mine, clock.now())
    if (over === 'expired') return settle(over)
    const letter = await words()
    if (over) return settle(over, keptLetterWrites(letter, over, clock.now()))

    const handsOver = async () => {
      const noted = handingOver(mine)
      if (!(await outbox.move(mine, noted))) throw new Error(`${messageId} is in other hands`)
      mine = noted
    }
    if (letter.via) return recordNotice(await needs.tell(letter, handsOver), letter)
    return record(await smtp.deliver(letter, handsOver), letter)

    /** A notice that nobody took ends nothing: its letter went by mail. */
    async function recordNotice(told: Delivery, notice: Letter): Promise<Turn> {
      const now = clock.now()
      if (told.kind === 'later') {
        await outbox.move(mine, putOff(mine, told.said, now, chance()))
        return 'done'
      }
      if (told.kind === 'unknown' && overAs(mine, now) !== 'unknown') {
        await outbox.move(mine, inDoubt(mine, now))
        return 'done'
      }
      const also = await needs.noteTold(notice, told)
      await outbox.move(
        mine,
        left(mine, told.kind, now, told.kind === 'refused' ? told.said : undefined),
        also,
      )
      return 'done'
    }

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
      if (mine.way !== undefined) return 'done'
      if (as === 'refused') measure('LettersRefused', 1)
      if (as === 'expired') measure('LettersGivenUp', 1)
      if (as !== 'sent') log.warn('a letter did not leave as it should', { messageId, as })
      return 'done'
    }
  }

/** The notices that go with a letter, written when it is first taken up; a messenger in trouble holds up no mail. */
const noticesWith =
  ({ outbox, noticesOf, clock }: Needs) =>
  async ({ messageId, attempts, way }: WaitingLetter, words: () => Promise<Letter>): Promise<Write[]> => {
    if (attempts > 0 || way !== undefined) return []
    try {
      const notices = await noticesOf(await words())
      const now = clock.now()
      return (await Promise.all(notices.map((notice) => outbox.writes(written(notice, now), notice)))).flat()
    } catch (error) {
      log.error('notices could not be written', { messageId, error: error as Error })
      return []
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
