import * as z from 'zod'
import { compose, messageIdOf } from '../channels/mail/compose'
import type { Mail } from '../channels/mail/mail'
import type { ReturningMailboxes } from '../outbox/store'
import { beijingMoment } from '../platform/beijing-time'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { adminsOf } from './office-staff'
import { isActive } from './person'
import type { People } from './store'

/** Mail to this person comes back: the address is wrong or dead. Another address, or a letter it takes, ends it. */
export const ReturnedMail = z.object({
  personId: z.string(),
  name: z.string(),
  /** the first letter that came back */
  since: z.iso.datetime(),
  letters: z.number().int(),
  /** what the mail server said of the last one */
  said: z.string(),
})
export type ReturnedMail = z.infer<typeof ReturnedMail>

interface Needs {
  people: People
  mailboxes: ReturningMailboxes
  clock: Clock
}

const dayMs = 86_400_000

/** Mailboxes that refuse mail, with the people here whose they are. */
async function returning({ people, mailboxes, clock }: Needs) {
  const today = beijingDate(clock.now())
  const found = await Promise.all(
    (await mailboxes.all()).map(async (mailbox) => {
      const person = await people.withEmail(mailbox.address)
      return person && isActive(person, today) ? { person, mailbox } : undefined
    }),
  )
  return found.flatMap((one) => one ?? [])
}

/** Everybody here whose mail comes back. */
export const listReturnedMail = (needs: Needs) => async (): Promise<ReturnedMail[]> =>
  (await returning(needs)).map(({ person: { id, name }, mailbox: { since, letters, said } }) => ({
    ...{ personId: id, name, since, letters, said },
  }))

/** Of these people, those whose mail comes back: what a page says that waits for them. */
export const returnedAmong =
  ({ people, mailboxes }: Omit<Needs, 'clock'>) =>
  async (personIds: string[]): Promise<{ personId: string; name: string; since: string }[]> => {
    const found = await Promise.all(
      [...new Set(personIds)].map(async (personId) => {
        const person = await people.withId(personId)
        const mailbox = person && (await mailboxes.ofAddress(person.email))
        return mailbox ? { personId, name: person.name, since: mailbox.since } : undefined
      }),
    )
    return found.flatMap((one) => one ?? [])
  }

/** Administrators hear once a day of mailboxes from which mail came back since yesterday; a repeat is the same letter. */
export const tellReturnedMail =
  ({ mail, publicUrl, ...needs }: Needs & { mail: Mail; publicUrl: string }) =>
  async (): Promise<{ returned: number }> => {
    const now = needs.clock.now()
    const yesterday = new Date(now.getTime() - dayMs).toISOString()
    const returned = (await returning(needs)).filter(({ mailbox }) => mailbox.lastAt > yesterday)
    if (returned.length === 0) return { returned: 0 }
    for (const admin of await adminsOf(needs))
      await mail.send(
        compose({
          ...{ to: admin.email, name: admin.name, language: admin.language },
          messageId: messageIdOf('returned-mail', admin.email, beijingDate(now)),
          reminds: true,
          subject: {
            zh: `【签发】${returned.length} 人的邮件被退回`,
            en: `[Qianfa] mail to ${returned.length} people comes back`,
          },
          blocks: [
            {
              say: {
                zh: '发给下列人员的邮件被邮件服务器拒收，他们收不到审批和登录邮件。请核对并更正邮箱地址。',
                en: 'The mail server refuses mail to these people: no request to decide and no sign-in code reaches them. Check and correct their addresses.',
              },
            },
            {
              list: returned.map(({ person: { name, email }, mailbox: { since } }) => ({
                zh: `${name}（${email}），自 ${beijingMoment(new Date(since)).zh}`,
                en: `${name} (${email}), since ${beijingMoment(new Date(since)).en}`,
              })),
            },
            {
              link: `${publicUrl}/portal/company`,
              label: { zh: '单位和人员', en: 'Units and people' },
            },
          ],
        }),
      )
    return { returned: returned.length }
  }
