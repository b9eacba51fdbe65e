import { askLetter, reminderLetter } from '../channels/mail/letters'
import { compose, messageIdOf } from '../channels/mail/compose'
import type { Letter, Mail } from '../channels/mail/mail'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Secrets } from '../platform/secrets'
import { unpublishedNote } from '../policy/unpublished'
import type { Submission } from '../submission/submission'
import type { Ask, Turn } from './approval'
import { approvalCodeOf, tokenOf } from './link'

/** To somebody who is asked no longer, because the post is another's now: the link of the earlier mails is void. */
export const handedOverLetter = (person: Person, submission: Submission, ask: Ask): Letter =>
  compose({
    to: person.email,
    name: person.name,
    language: person.language,
    messageId: messageIdOf('handed-over', person.email, ask.submissionId, ask.version, ask.index, ask.round),
    thread: `submission.${submission.id}`,
    subject: {
      zh: `【签发】不再需要您审批：${submission.content.title}`,
      en: `[Qianfa] no longer yours to decide: ${submission.content.title}`,
    },
    blocks: [
      {
        say: {
          zh: `《${submission.content.title}》这一级的审批已转给现任负责人，之前发给您的链接和验证码作废，无需处理。`,
          en: `“${submission.content.title}” is now with whoever holds the post; the link and code mailed to you are void and there is nothing for you to do.`,
        },
      },
    ],
  })

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
      deadlineNote: unpublishedNote(turn.counted?.unpublished ?? []),
      link: `${publicUrl}/d/${tokenOf(key, ask)}`,
      code: approvalCodeOf(key, ask),
      ...(holder && { standsInFor: holder.name }),
    }
    await mail.send(reminder === undefined ? askLetter(facts) : reminderLetter({ ...facts, count: reminder }))
  }
