import { compose, messageIdOf } from '../channels/mail/compose'
import type { Letter } from '../channels/mail/mail'
import type { Person } from '../people/person'
import type { Ask, Due } from './ask'
import { namesOf, type Question } from './question'

const about = (person: Person) => ({ to: person.email, name: person.name, language: person.language })

/** To somebody who is asked no longer, because the post is another's now: the link of the earlier mails is void. */
export function handedOverLetter<At extends object, F extends At & Due, M>(
  { kind, title, thread }: Question<At, F, M>,
  matter: M,
  person: Person,
  ask: Ask<F>,
): Letter {
  const called = title(matter)
  return compose({
    ...about(person),
    messageId: messageIdOf('handed-over', person.email, ...kind.parts(ask), ask.round),
    thread: thread(matter),
    subject: {
      zh: `【签发】不再需要您审批：${called}`,
      en: `[Qianfa] no longer yours to decide: ${called}`,
    },
    blocks: [
      {
        say: {
          zh: `《${called}》的审批已转给现任负责人，之前发给您的链接和验证码作废，无需处理。`,
          en: `“${called}” is now with whoever holds the post; the link and code mailed to you are void and there is nothing for you to do.`,
        },
      },
    ],
  })
}

/** To whoever presses: the mail to all who are asked comes back. Said twice it is the same letter. */
export function unreachedLetter<At extends object, F extends At & Due, M>(
  { kind, fields, title, page, thread }: Question<At, F, M>,
  matter: M,
  { asked, presser, publicUrl }: { asked: Person[]; presser: Person; publicUrl: string },
): Letter {
  const called = title(matter)
  const names = namesOf(asked.map(({ name }) => name))
  return compose({
    ...about(presser),
    messageId: messageIdOf('unreached', presser.email, ...kind.parts(fields(matter))),
    thread: thread(matter),
    subject: {
      zh: `【签发】联系不上审批人：${called}`,
      en: `[Qianfa] nobody asked can be reached: ${called}`,
    },
    blocks: [
      {
        say: {
          zh: `《${called}》等 ${names.zh} 审批，但发给他们的邮件都被退回。请当面或电话告知本人，请管理员更正邮箱，或由本人指定代理人。`,
          en: `“${called}” waits for ${names.en}, but all mail to them comes back. Tell them in person, have an administrator correct the address, or let them name a substitute.`,
        },
      },
      { link: `${publicUrl}/portal${page(matter)}`, label: { zh: '去查看', en: 'See it' } },
    ],
  })
}
