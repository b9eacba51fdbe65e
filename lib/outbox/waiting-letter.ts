import * as z from 'zod'
import type { Letter } from '../channels/mail/mail'

const dayMs = 86_400_000
/** A letter that names no deadline is tried for this long. */
const triedForMs = 7 * dayMs
/** Longer than any worker lives: what it holds is nobody else's until then. */
const leaseMs = 90_000
const firstPauseMs = 5_000
const longestPauseMs = 15 * 60_000
/** Machines live a year at most: as long as that a step that runs again finds its letter written. */
const rememberedMs = 400 * dayMs
/** A letter that may have arrived is handed over once more, and no third time. */
const handoversAtMost = 2

/** `unknown`: it may have arrived. `expired`: its deadline came first. `gathered`: it went into the letter of its day. */
export const LeftAs = z.enum(['sent', 'unknown', 'refused', 'expired', 'gathered'])
export type LeftAs = z.infer<typeof LeftAs>

/** What the outbox knows of one letter; what it says lies sealed beside it, and goes when it left. */
export const WaitingLetter = z.object({
  messageId: z.string(),
  to: z.string(),
  state: z.enum(['waiting', ...LeftAs.options]),
  writtenAt: z.iso.datetime(),
  /** no longer sent after this */
  deadline: z.iso.datetime(),
  /** not looked at before this: the pause after trouble, or whoever holds it */
  due: z.iso.datetime(),
  attempts: z.number().int(),
  /** a notice by this robot or application, no mail */
  way: z.string().optional(),
  /** it waits for the day's one letter of reminders */
  reminds: z.boolean().default(false),
  /** handed over without an answer since */
  handed: z.number().int(),
  /** what the mail server said last */
  answer: z.string().optional(),
  leftAt: z.iso.datetime().optional(),
  revision: z.number().int(),
})
export type WaitingLetter = z.infer<typeof WaitingLetter>

const after = (now: Date, ms: number) => new Date(now.getTime() + ms).toISOString()

export const written = (
  { messageId, to, deadline, reminder, via, notBefore = '' }: Letter,
  now: Date,
): WaitingLetter => {
  // What waits for its hour is not late before it.
  const from = notBefore > now.toISOString() ? notBefore : now.toISOString()
  return {
    ...{ messageId, to, state: 'waiting', attempts: 0, handed: 0, revision: 0 },
    ...(via && { way: via.way }),
    reminds: reminder !== undefined,
    writtenAt: from,
    due: from,
    deadline: deadline ?? after(now, triedForMs),
  }
}

export const isDue = (letter: WaitingLetter, now: Date): boolean =>
  letter.state === 'waiting' && !letter.reminds && letter.due <= now.toISOString()

const next = (letter: WaitingLetter, changes: Partial<WaitingLetter>): WaitingLetter => ({
  ...letter,
  ...changes,
  revision: letter.revision + 1,
})

/** One worker takes it; when that worker dies, it is due again after the lease. */
export const claimed = (letter: WaitingLetter, now: Date): WaitingLetter =>
  next(letter, { attempts: letter.attempts + 1, due: after(now, leaseMs) })

/** Noted before the first byte leaves: after this, silence means that it may have arrived. */
export const handingOver = (letter: WaitingLetter): WaitingLetter =>
  next(letter, { handed: letter.handed + 1 })

/** The server said for certain that nothing was taken. `chance` is in [0, 1): all letters do not come back at once. */
export const putOff = (letter: WaitingLetter, said: string, now: Date, chance: number): WaitingLetter => {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(letter.attempts - 1, 16))
  return next(letter, { handed: 0, answer: said, due: after(now, pause * (0.5 + chance / 2)) })
}

/** No answer after handing over: tried again soon. */
export const inDoubt = (letter: WaitingLetter, now: Date): WaitingLetter =>
  next(letter, { due: after(now, firstPauseMs) })

/** What is over without asking the server, if it is. */
export const overAs = (letter: WaitingLetter, now: Date): 'unknown' | 'expired' | undefined => {
  const isTooLate = letter.deadline <= now.toISOString()
  if (letter.handed >= handoversAtMost || (isTooLate && letter.handed > 0)) return 'unknown'
  return isTooLate ? 'expired' : undefined
}

export const left = (letter: WaitingLetter, as: LeftAs, now: Date, answer = letter.answer): WaitingLetter =>
  next(letter, { state: as, leftAt: now.toISOString(), answer })

/** The only reminder of its day leaves as it is. */
export const alone = (letter: WaitingLetter, now: Date): WaitingLetter =>
  next(letter, { reminds: false, due: now.toISOString() })

/** Seconds since 1970 from which the table may forget that it was written. */
export const forgottenAt = (leftAt: string): number => Math.floor((Date.parse(leftAt) + rememberedMs) / 1000)

/** The sealed words are worth nothing after the deadline, also when nobody takes them away. */
export const wordsForgottenAt = ({ deadline }: WaitingLetter): number =>
  Math.floor((Date.parse(deadline) + triedForMs) / 1000)
