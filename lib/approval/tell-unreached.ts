import { compose, messageIdOf } from '../channels/mail/compose'
import type { Letter, Mail } from '../channels/mail/mail'
import type { ReturningMailboxes } from '../outbox/store'
import { editorsOf } from '../people/office-staff'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import type { Turn } from './approval'
import { isAsked } from './ask'
import type { Approvals } from './store'

interface Needs {
  submissions: Submissions
  approvals: Approvals
  people: People
  mailboxes: ReturningMailboxes
  mail: Mail
  clock: Clock
  publicUrl: string
}

/**
 * A letter about a submission came back. While one other asked person can be reached, it goes on with them; when nobody
 * can, the editor hears at once and not a day after the deadline (article 4). Said twice it is the same letter.
 */
export const tellUnreached =
  (needs: Needs) =>
  async ({ thread, to }: Pick<Letter, 'thread' | 'to'>): Promise<void> => {
    const { submissions, approvals, people, mailboxes, mail, clock } = needs
    const id = /^submission\.(.+)$/.exec(thread ?? '')?.[1]
    if (!id) return
    const submission = await submissions.withId(id)
    const turn = (await approvals.turnsOf(id, submission.version)).find(({ decision }) => !decision)
    if (submission.state !== 'in-review' || !turn) return
    const asks = (await approvals.asksOf(id, submission.version, turn.index)).filter(isAsked)
    const asked = (await Promise.all(asks.map(({ personId }) => people.withId(personId)))).flatMap(
      (person) => person ?? [],
    )
    const isIt = ({ email }: Person) => email.toLowerCase() === to.toLowerCase()
    const areDead = await Promise.all(
      asked.map(async (person) => isIt(person) || (await mailboxes.ofAddress(person.email)) !== undefined),
    )
    if (!asked.some(isIt) || areDead.includes(false)) return
    for (const editor of await editorsOf({ people, clock }))
      await mail.send(unreachedLetter(submission, turn, asked, editor, needs.publicUrl))
  }

const unreachedLetter = (
  { id, version, content: { title } }: Submission,
  { index }: Turn,
  asked: Person[],
  editor: Person,
  publicUrl: string,
): Letter => {
  const names = { zh: asked.map(({ name }) => name).join('、'), en: asked.map(({ name }) => name).join(', ') }
  return compose({
    ...{ to: editor.email, name: editor.name, language: editor.language },
    messageId: messageIdOf('unreached', editor.email, id, version, index),
    thread: `submission.${id}`,
    subject: { zh: `【签发】联系不上审批人：${title}`, en: `[Qianfa] nobody asked can be reached: ${title}` },
    blocks: [
      {
        say: {
          zh: `《${title}》等 ${names.zh} 审批，但发给他们的邮件都被退回。请当面或电话告知本人，请管理员更正邮箱，或由本人指定代理人。`,
          en: `“${title}” waits for ${names.en}, but all mail to them comes back. Tell them in person, have an administrator correct the address, or let them name a substitute.`,
        },
      },
      { link: `${publicUrl}/portal/submissions/${id}`, label: { zh: '查看稿件', en: 'See it' } },
    ],
  })
}
