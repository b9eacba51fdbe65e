import type { Holidays } from '../calendar/store'
import { missingYears } from '../calendar/warn-of-holidays'
import { failuresOf } from '../edition/check'
import type { Editions } from '../edition/store'
import type { ReturningMailboxes } from '../outbox/store'
import type { People } from '../people/store'
import { beijingMoment } from '../platform/beijing-time'
import type { Me } from './me'
import type { Notice } from './today'

interface Needs {
  people: Pick<People, 'withId'>
  mailboxes: Pick<ReturningMailboxes, 'ofAddress'>
  editions: Pick<Editions, 'checked'>
  holidays: Pick<Holidays, 'newest'>
}

/** What somebody should know before the day's work, about themself and about what their work hangs on. */
export async function noticesFor(needs: Needs, me: Me): Promise<Notice[]> {
  const { people, mailboxes, editions, holidays } = needs
  const { person, today } = me
  // Administrators and the head of 企管部 read the same in the company's check-up.
  const keeper = me.is('editor') && !me.is('admin', 'department-head')
  const [mailbox, checked, list] = await Promise.all([
    mailboxes.ofAddress(person.email),
    keeper ? editions.checked('wechat') : undefined,
    keeper ? holidays.newest() : undefined,
  ])
  const standing = await Promise.all(
    person.substitutes
      .filter(({ from, until }) => from <= today && today <= until)
      .map(async ({ substituteId, until }) => ({
        name: (await people.withId(substituteId))?.name ?? substituteId,
        until,
      })),
  )
  const missing = list
    ? missingYears(
        list.years.map(({ year }) => year),
        today,
      )
    : []
  return [
    ...(mailbox
      ? [
          {
            said: {
              zh: `发给您的邮件自 ${beijingMoment(new Date(mailbox.since)).zh} 起被退回，审批邮件和验证码到不了您手里。请告诉管理员您现在的邮箱。`,
              en: `Mail to you comes back since ${beijingMoment(new Date(mailbox.since)).en}: no request and no code reaches you. Tell an administrator your address.`,
            },
          },
        ]
      : []),
    ...standing.map(({ name, until }) => ({
      said: {
        zh: `${name}代理您审批，到 ${until} 为止。`,
        en: `${name} decides in your place until ${until}.`,
      },
      href: '/asks',
    })),
    ...failuresOf(checked).map((said) => ({ said, href: '/accounts' })),
    ...missing.map((year) => ({
      said: {
        zh: `${year} 年的节假日尚未公布，跨这一年的期限暂按法定节假日计算。`,
        en: `The holidays of ${year} are not published; deadlines in it count by the days of the law.`,
      },
      href: '/holidays',
    })),
  ]
}
