import { compose, messageIdOf } from '../channels/mail/compose'
import {
  editionFailedLetter,
  editionSentLetter,
  editionUnknownLetter,
  type AboutEdition,
} from '../channels/mail/edition-letters'
import type { Letter, Mail } from '../channels/mail/mail'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Bilingual } from '../platform/refusal'
import { editionStateNames, type Edition } from './edition'
import { adminsOf, editorsOf } from '../people/office-staff'
import type { Send } from './rows'

export interface EditionPost {
  mail: Mail
  people: People
  clock: Clock
}

/** The facts all letters about an edition begin with. */
export const aboutEdition = (edition: Edition, person: Person): AboutEdition => ({
  to: person.email,
  name: person.name,
  language: person.language,
  date: edition.date,
  account: edition.account,
  titles: edition.items.map((item) => item.title),
  contentHash: edition.hash,
})

const different = (people: Person[]): Person[] =>
  people.filter((person, at) => people.findIndex((other) => other.id === person.id) === at)

async function mailAll(mail: Mail, people: Person[], letter: (person: Person) => Letter): Promise<void> {
  for (const person of different(people)) await mail.send(letter(person))
}

/** To editors and to the officers whose articles readers now have. */
export const tellSent =
  ({ mail, people, clock }: EditionPost) =>
  async (edition: Edition, officerIds: string[]): Promise<void> => {
    const officers = await Promise.all(officerIds.map((id) => people.withId(id)))
    const readers = [...(await editorsOf({ people, clock })), ...officers.filter((one) => one !== undefined)]
    await mailAll(mail, readers, (person) =>
      editionSentLetter({
        ...aboutEdition(edition, person),
        at: new Date(edition.result?.at ?? edition.updatedAt),
        msgId: edition.result?.msgId ?? '—',
      }),
    )
  }

/** After these the day is not simply free for another try, or it was not WeChat who said no. */
const tellsItself = ['FoundNotSent', 'NoMassSendLeft']

/** To the editors: what stopped it and what to do. `byWechat`: WeChat was asked to send and said no. */
export const tellFailed =
  ({ mail, people, clock }: EditionPost) =>
  async (edition: Edition, byWechat: boolean): Promise<void> => {
    const { outcome } = edition
    if (!outcome) return
    await mailAll(mail, await editorsOf({ people, clock }), (person) =>
      byWechat && !tellsItself.includes(outcome.code)
        ? editionFailedLetter({
            ...aboutEdition(edition, person),
            attempt: edition.attempt,
            reason: { zh: outcome.code, en: outcome.code },
            advice: outcome.said,
          })
        : stoppedLetter(edition, person, outcome.said),
    )
  }

export const tellUnknown =
  ({ mail, people, clock }: EditionPost) =>
  async (edition: Edition, send: Send): Promise<void> =>
    mailAll(mail, await editorsOf({ people, clock }), (person) =>
      editionUnknownLetter({
        ...aboutEdition(edition, person),
        attempt: edition.attempt,
        since: new Date(send.intendedAt),
      }),
    )

/** WeChat waits up to 30 minutes for an administrator of the account: nudges after 5, 15 and 25. */
export const nudgeAdministrators =
  ({ mail, people, clock }: EditionPost) =>
  async (edition: Edition, send: Send, count: number): Promise<void> => {
    const readers = [...(await adminsOf({ people, clock })), ...(await editorsOf({ people, clock }))]
    await mailAll(mail, readers, (person) =>
      editionLetter(edition, person, {
        kind: `administrator.${send.attempt}.${count}`,
        head: { zh: '请管理员在微信中确认群发', en: 'an administrator has to confirm in WeChat' },
        say: {
          zh: `微信在等公众号管理员确认这次群发，30 分钟内不确认即作废（第 ${count} 次提醒）。请在管理员的微信里点“确认”，不要重复发送。`,
          en: `WeChat waits for an administrator of the account to confirm this send and gives up after 30 minutes (reminder ${count}). Confirm it in the administrator's WeChat; do not send again.`,
        },
      }),
    )
  }

/** Still waiting for a named person's confirmation (10.3). */
export const remindEditors =
  ({ mail, people, clock }: EditionPost) =>
  async (edition: Edition, count: number): Promise<void> =>
    mailAll(mail, await editorsOf({ people, clock }), (person) =>
      editionLetter(edition, person, {
        kind: `confirm-reminder.${edition.attempt}.${count}`,
        head: { zh: '催办：请确认群发', en: 'reminder, please confirm' },
        say: {
          zh: `这一期已测试发送，仍在等待确认（第 ${count} 次提醒）。确认码在先前的邮件里；当天结束前不确认，这一期就不发。`,
          en: `This edition was test-sent and still waits for confirmation (reminder ${count}). The code is in the earlier mail; without it the edition is not sent when its day ends.`,
        },
      }),
    )

const stoppedLetter = (edition: Edition, person: Person, said: Bilingual): Letter =>
  editionLetter(edition, person, {
    kind: `stopped.${edition.attempt}`,
    head: { zh: '未发出', en: 'not sent' },
    say: { zh: `这一期没有发出：${said.zh}`, en: `This edition was not sent: ${said.en}` },
  })

function editionLetter(
  edition: Edition,
  person: Person,
  { kind, head, say }: { kind: string; head: Bilingual; say: Bilingual },
): Letter {
  const state = editionStateNames[edition.state]
  return compose({
    to: person.email,
    name: person.name,
    language: person.language,
    messageId: messageIdOf(kind, person.email, edition.date, edition.hash.slice(0, 16)),
    thread: `edition.${edition.date}`,
    subject: {
      zh: `【签发】${head.zh}：${edition.date} 期次`,
      en: `[Qianfa] ${head.en}: edition of ${edition.date}`,
    },
    blocks: [
      { say },
      {
        facts: [
          [{ zh: '期次日期', en: 'Date' }, edition.date],
          [{ zh: '状态', en: 'State' }, state],
        ],
      },
      { list: edition.items.map((item, at) => `${at + 1}. ${item.title}`) },
    ],
  })
}
