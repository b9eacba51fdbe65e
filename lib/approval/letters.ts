import type { Mail } from '../channels/mail/mail'
import { askLetter, reminderLetter } from '../channels/mail/letters'
import type { Person } from '../people/person'
import type { Secrets } from '../platform/secrets'
import type { Submission } from '../submission/submission'
import type { Ask, Turn } from './approval'
import { approvalCodeOf, tokenOf } from './link'

/** What mailing an ask needs; the link and the code are made here and live nowhere else. */
export interface AskMail {
  mail: Mail
  secrets: Secrets
  publicUrl: string
}

/** Mails one asked person the link and the code; a repeated step mails the same letter under the same Message-ID. */
export const mailAsk =
  ({ mail, secrets, publicUrl }: AskMail) =>
  async (letter: {
    ask: Ask
    turn: Turn
    submission: Submission
    person: Person
    unitName: string
    reminder?: number
  }): Promise<void> => {
    const { ask, turn, submission, person, unitName, reminder } = letter
    const key = await secrets.read('link-key')
    const facts = {
      to: person.email,
      name: person.name,
      language: person.language,
      submissionId: submission.id,
      version: submission.version,
      index: ask.index,
      round: ask.round,
      title: submission.content.title,
      unitName,
      tier: turn.tier,
      deadline: new Date(turn.deadline),
      link: `${publicUrl}/d/${tokenOf(key, ask)}`,
      code: approvalCodeOf(key, ask),
    }
    await mail.send(reminder === undefined ? askLetter(facts) : reminderLetter({ ...facts, count: reminder }))
  }
