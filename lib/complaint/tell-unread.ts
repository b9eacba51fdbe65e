import { compose, messageIdOf } from '../channels/mail/compose'
import type { Mail } from '../channels/mail/mail'
import { editorsOf } from '../people/office-staff'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { beijingDate } from '../policy/working-days'
import { isUnread } from './complaint'
import type { ComplaintLists } from './store'

/** More than a page of them is said to be more. */
const looksAt = 50

/**
 * Every morning, in the day's letter of reminders: customers wrote and no word of theirs says complaint, so only a person
 * can tell. How many, and where; what they say is read at the desk, on record. A repeat on the same day is the same letter.
 */
export const tellUnread =
  ({
    complaints,
    mail,
    publicUrl,
    ...company
  }: {
    complaints: Pick<ComplaintLists, 'chats'>
    people: People
    mail: Mail
    clock: Clock
    publicUrl: string
  }) =>
  async (): Promise<{ unread: number }> => {
    const { items, next } = await complaints.chats({ limit: looksAt, fits: isUnread })
    const unread = items.length
    if (unread === 0) return { unread }
    const said = next === undefined ? String(unread) : `${unread}+`
    for (const editor of await editorsOf(company))
      await mail.send(
        compose({
          ...{ to: editor.email, name: editor.name, language: editor.language },
          messageId: messageIdOf('unread', editor.email, beijingDate(company.clock.now())),
          reminds: true,
          subject: {
            zh: `【签发】${said} 段读者留言未读`,
            en: `[Qianfa] conversations nobody has read: ${said}`,
          },
          blocks: [
            {
              say: {
                zh: '这些留言没有被认作客诉，里面可能有客诉（第四条）。请逐条看一眼：是客诉就受理，不是就标为已阅。',
                en: 'They were not taken as complaints, and some may be (article 4). Look at each: take it, or mark it read.',
              },
            },
            {
              link: `${publicUrl}/portal/complaints?tab=chats`,
              label: { zh: '查看留言', en: 'See what was written' },
            },
          ],
        }),
      )
    return { unread }
  }
