import type { Block } from './block'
import { compose, messageIdOf } from './compose'
import type { Letter } from './mail'

/** Several reminders to one person in one letter; `date` is the Beijing date. Each keeps its own copy in its own thread. */
export function digestOf(letters: Letter[], date: string): Letter {
  const reminders = letters.flatMap(({ reminder }) => reminder ?? [])
  const [first] = reminders
  const { to = '' } = letters[0] ?? {}
  return {
    ...compose({
      ...{ to, name: first?.name ?? '' },
      ...(first?.language && { language: first.language }),
      messageId: messageIdOf('digest', to, date),
      subject: {
        zh: `【签发】${date} 待办提醒 ${reminders.length} 项`,
        en: `[Qianfa] ${reminders.length} reminders, ${date}`,
      },
      blocks: [
        {
          say: {
            zh: '下列事项在等您处理，今天只发这一封提醒。',
            en: 'These wait for you. This is the only reminder of today.',
          },
        },
        ...reminders.flatMap(({ subject, blocks }): Block[] => [{ say: subject }, ...blocks]),
      ],
    }),
    gathers: letters.flatMap(({ messageId, thread, subject, kept }) =>
      thread && kept !== undefined ? [{ messageId, thread, subject, kept }] : [],
    ),
  }
}
