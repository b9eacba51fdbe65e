import type { Letter } from '../channels/mail/mail'
import type { ReturningMailboxes } from '../outbox/store'
import type { Person } from '../people/person'
import { isAsked, type Due } from './ask'
import { unreachedLetter } from './letters'
import type { AskingAbout } from './question'

interface Needs<At extends object, F extends At & Due, M> extends Pick<
  AskingAbout<At, F, M>,
  'asks' | 'people' | 'mail' | 'publicUrl' | 'question'
> {
  mailboxes: ReturningMailboxes
}

/**
 * A letter of a question came back. While one other asked person can be reached, it goes on with them; when nobody can,
 * whoever presses hears at once and not a day after the deadline (article 4). Said twice it is the same letter.
 */
export const tellUnreached =
  <At extends object, F extends At & Due, M>(needs: Needs<At, F, M>) =>
  async ({ thread, to }: Pick<Letter, 'thread' | 'to'>): Promise<void> => {
    const { asks, people, mailboxes, mail, publicUrl, question } = needs
    const at = thread === undefined ? undefined : await question.ofThread(thread)
    const matter = at && (await question.find(at))
    if (!at || matter === undefined || !question.waitOf(matter)) return
    const open = (await asks.of(question.kind, at)).filter(isAsked)
    const found = await Promise.all(open.map(({ personId }) => people.withId(personId)))
    const asked = found.flatMap((person) => person ?? [])
    const isIt = ({ email }: Person) => email.toLowerCase() === to.toLowerCase()
    const areDead = await Promise.all(
      asked.map(async (person) => isIt(person) || (await mailboxes.ofAddress(person.email)) !== undefined),
    )
    if (!asked.some(isIt) || areDead.includes(false)) return
    for (const presser of await question.pressers(matter))
      await mail.send(unreachedLetter(question, matter, { asked, presser, publicUrl }))
  }
