import { askLetter, reminderLetter } from '../channels/mail/letters'
import type { Mail } from '../channels/mail/mail'
import type { People } from '../people/store'
import type { Secrets } from '../platform/secrets'
import type { Submission } from '../submission/submission'
import type { Ask, Turn } from './approval'
import { approvalCodeOf, tokenOf } from './link'

/** What mailing an ask needs; the link and the code are made here and live nowhere else. */
export interface AskMail {
  mail: Mail
  people: People
  secrets: Secrets
  publicUrl: string
}

/**
 * Mails one asked person the link and the code; a repeated step mails the same letter under the same Message-ID.
 * `reminder` counts the reminders of this turn.
 */
export const mailAsk =
  ({ mail, people, secrets, publicUrl }: AskMail) =>
  async (about: {
    ask: Ask
    turn: Turn
    submission: Submission
    unitName: string
    reminder?: number
  }): Promise<void> => {
    const { ask, turn, submission, unitName, reminder } = about
    const [key, person, holder] = await Promise.all([
      secrets.read('link-key'),
      people.withId(ask.personId),
      ask.standsInFor ? people.withId(ask.standsInFor) : undefined,
    ])
    if (!person) return
    const facts = {
      to: person.email,
      name: person.name,
      language: person.language,
      submissionId: submission.id,
      version: submission.version,
      index: ask.index,
      round: ask.round,
      title: submission.content.title,
      ...(submission.removes && { removes: submission.removes }),
      unitName,
      tier: turn.tier,
      deadline: new Date(turn.deadline),
      link: `${publicUrl}/d/${tokenOf(key, ask)}`,
      code: approvalCodeOf(key, ask),
      ...(holder && { standsInFor: holder.name }),
    }
    await mail.send(reminder === undefined ? askLetter(facts) : reminderLetter({ ...facts, count: reminder }))
  }
