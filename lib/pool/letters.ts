import { compose, messageIdOf, type Block } from '../channels/mail/compose'
import type { Letter } from '../channels/mail/mail'
import type { Person } from '../people/person'
import { beijingMoment } from '../platform/beijing-time'
import type { Bilingual } from '../platform/refusal'
import { policy, type Channel } from '../policy/policy'
import { unpublishedNote } from '../policy/unpublished'
import type { Submission } from '../submission/submission'

interface About {
  submission: Submission
  /** where it waits, or waited */
  channels: Channel[]
  person: Person
  publicUrl: string
}

const namesOf = (channels: Channel[], language: 'zh' | 'en') =>
  channels.map((channel) => policy.channels[channel].name[language]).join(language === 'zh' ? '、' : ', ')

function letter(
  { submission, channels, person, publicUrl }: About,
  words: { kind: string; head: Bilingual; say: Bilingual; more?: Block[]; reminds?: boolean },
): Letter {
  const { id, version, content } = submission
  return compose({
    to: person.email,
    name: person.name,
    language: person.language,
    messageId: messageIdOf(`pool.${words.kind}`, person.email, id, version),
    thread: id,
    reminds: words.reminds ?? false,
    subject: {
      zh: `【签发】${words.head.zh}：${content.title}`,
      en: `[Qianfa] ${words.head.en}: ${content.title}`,
    },
    blocks: [
      { say: words.say },
      {
        facts: [
          [{ zh: '标题', en: 'Title' }, content.title],
          [
            { zh: '渠道', en: 'Channels' },
            { zh: namesOf(channels, 'zh'), en: namesOf(channels, 'en') },
          ],
        ],
      },
      ...(words.more ?? []),
      { link: `${publicUrl}/portal/submissions/${id}`, label: { zh: '查看', en: 'See it' } },
    ],
  })
}

/** To whoever is to use it; `count` is the how manieth reminder this is. */
export function poolReminder(
  about: About & { count: number; days: number; until: Date; unpublished: number[] },
): Letter {
  const until = beijingMoment(about.until)
  const note = unpublishedNote(about.unpublished)
  return letter(about, {
    kind: `reminder.${about.count}`,
    reminds: true,
    head: { zh: '批准后尚未使用', en: 'approved and not used yet' },
    say: {
      zh: `这篇稿件批准后已等了 ${about.days} 个工作日，还没有编入期次或放行。到 ${until.zh}（北京时间）仍未使用，就以“未使用”退回单位。`,
      en: `This was approved ${about.days} working days ago and is in no edition nor released. If nobody uses it by ${until.en} (Beijing time), it goes back to its unit as unused.`,
    },
    ...(note && { more: [{ note }] }),
  })
}

/** To the unit and the editors: nobody used it, and what can be done. */
export const unusedLetter = (about: About, days: number): Letter =>
  letter(about, {
    kind: 'unused',
    head: { zh: '到期未使用，已退回单位', en: 'not used in time, returned to the unit' },
    say:
      about.submission.publications.length > 0
        ? {
            zh: `这篇稿件已在其他渠道发布；在下列渠道等了 ${days} 个工作日，没有使用，已退出待发池。仍需发布的，请另写一篇送审。`,
            en: `This is published elsewhere; on the channels below it waited ${days} working days, was not used, and has left the pool. If it is still wanted there, submit another one.`,
          }
        : {
            zh: `这篇稿件批准后等了 ${days} 个工作日，没有编入期次或放行，以“未使用”退回。仍需发布的，请修改后以新版本重新送审。`,
            en: `This waited ${days} working days after its approval, in no edition and not released, and is returned as unused. If it is still wanted, revise it and submit a new version.`,
          },
  })
