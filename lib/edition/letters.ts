import * as z from 'zod'
import { compose, messageIdOf } from '../channels/mail/compose'
import {
  editionFailedLetter,
  editionSentLetter,
  editionUnknownLetter,
  type AboutEdition,
} from '../channels/mail/edition-letters'
import type { Letter, Mail } from '../channels/mail/mail'
import { editionPage, submissionPage, type Page } from '../channels/mail/pages'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import { sha256 } from '../platform/ids'
import { beijingMoment } from '../platform/beijing-time'
import type { Bilingual } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { editionStateNames, type Edition, type Outcome, type StrangeEvent } from './edition'
import { adminsOf, editorsOf } from '../people/office-staff'
import type { Send } from './rows'
import { pressedAt } from './unsettled'

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

export async function mailAll(
  mail: Mail,
  people: Person[],
  letter: (person: Person) => Letter,
): Promise<void> {
  for (const person of different(people)) await mail.send(letter(person))
}

/** To editors and to the officers whose articles readers now have. */
export const tellSent =
  ({ mail, people, clock }: EditionPost) =>
  async (edition: Edition, officerIds: string[]): Promise<void> => {
    const officers = await Promise.all(officerIds.map((id) => people.withId(id)))
    const editors = await editorsOf({ people, clock })
    const readers = [...editors, ...officers.filter((one) => one !== undefined)]
    const { result, outcome } = edition
    const articles = (result?.articles ?? []).flatMap(({ index, url }) => {
      const item = edition.items[index - 1]
      return item ? [{ title: item.title, url }] : []
    })
    /** An officer may not open editions, but their own article. */
    const pageOf = ({ id }: Person): Page => {
      const item = edition.items[officerIds.indexOf(id)]
      return item && !editors.some((editor) => editor.id === id)
        ? submissionPage(item.submissionId)
        : editionPage(edition.date)
    }
    await mailAll(mail, readers, (person) =>
      outcome
        ? unreadLetter(edition, person, outcome, pageOf(person))
        : editionSentLetter({
            ...aboutEdition(edition, person),
            ...{ articles, page: pageOf(person) },
            at: new Date(result?.at ?? edition.updatedAt),
            msgId: result?.msgId ?? '—',
            counts: result?.counts,
          }),
    )
  }

/**
 * To editors and administrators: a finish event that contradicts the record, or fits no send of this system. Without
 * an edition nothing was composed for that day.
 */
export const tellStrange =
  ({ mail, people, clock }: EditionPost) =>
  async ({ msgId, status, counts, at }: StrangeEvent, edition: Edition | undefined): Promise<void> => {
    const date = edition?.date ?? beijingDate(new Date(at))
    const readers = [...(await editorsOf({ people, clock })), ...(await adminsOf({ people, clock }))]
    await mailAll(mail, readers, (person) =>
      compose({
        ...{ to: person.email, name: person.name, language: person.language },
        messageId: messageIdOf('strange-event', person.email, date, msgId, sha256(status).slice(0, 8)),
        thread: `edition.${date}`,
        page: editionPage(date),
        subject: {
          zh: `【签发】群发结果与记录不符：${date}`,
          en: `[Qianfa] a result that does not fit the record: ${date}`,
        },
        blocks: [
          {
            say: {
              zh: '微信发来的群发结果与系统记录不符，或不属于本系统的任何一次群发。请登录公众平台后台核对：当天发了什么、由谁发出。核对之前不要再次群发。',
              en: "WeChat reports a result that contradicts the record, or belongs to no mass send of this system. Look in WeChat's console what went out that day and by whom; do not send again before that.",
            },
          },
          {
            facts: [
              [{ zh: '消息编号', en: 'msg_id' }, msgId],
              [{ zh: '微信的说法', en: 'WeChat says' }, status],
              [
                { zh: '送达 / 失败 / 筛选后 / 总数', en: 'Sent / failed / after filters / total' },
                [counts.sent, counts.failed, counts.afterFilter, counts.total].join(' / '),
              ],
              [
                { zh: '期次状态', en: 'Edition' },
                edition ? editionStateNames[edition.state] : { zh: '当天没有编排', en: 'none composed' },
              ],
            ],
          },
        ],
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
            advice: adviceIn(outcome),
          })
        : stoppedLetter(edition, person, outcome.said),
    )
  }

/** What happened, then each article it happened to and what may be done about it. */
const adviceIn = ({ said, details }: Outcome): Bilingual => {
  const lines = details.map((detail) => NamedDetail.parse(detail))
  const inOne = (language: 'zh' | 'en', end: string) =>
    [said[language], ...lines.map((line) => `${line.message[language]}${end}${line.remedy[language]}`)].join(
      end,
    )
  return { zh: inOne('zh', '；'), en: inOne('en', '; ') }
}
const NamedDetail = z.object({
  message: z.object({ zh: z.string(), en: z.string() }),
  remedy: z.object({ zh: z.string(), en: z.string() }),
})

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

/** The day is over and nobody knows whether readers have it: up the ladder. */
export const remindUnsettled =
  (post: EditionPost) =>
  async (edition: Edition, send: Send, count: number): Promise<void> =>
    mailAll(post.mail, await pressedAt(post, count), (person) =>
      editionLetter(edition, person, {
        reminds: true,
        kind: `unsettled.${send.attempt}.${count}`,
        head: { zh: '群发结果仍未查明，请核对并认定', en: 'result still unknown, please look and say' },
        say: {
          zh: `${beijingMoment(new Date(send.intendedAt)).zh}（北京时间）请求的群发至今没有结果（第 ${count} 次提醒）。请登录公众平台后台：内容与互动 → 发表记录，看当天是否有这次群发；然后到这一期的页面上认定“已经群发”或“没有群发”，写明依据。`,
          en: `The mass send asked for on ${beijingMoment(new Date(send.intendedAt)).en}, Beijing time, has no result yet (reminder ${count}). Look in WeChat's console under 发表记录 whether it is there; then say on the edition's page that it was sent or not, and on what grounds.`,
        },
      }),
    )

/** WeChat has not answered for a while; the attempt waits, and says since when. Once an outage. */
export const tellDown =
  ({ mail, people, clock }: EditionPost) =>
  async (edition: Edition, since: Date): Promise<void> =>
    mailAll(mail, await editorsOf({ people, clock }), (person) =>
      editionLetter(edition, person, {
        kind: `wechat-down.${edition.attempt}.${since.getTime()}`,
        head: { zh: '微信没有应答，正在等待', en: 'WeChat does not answer; waiting' },
        say: {
          zh: `微信自${beijingMoment(since).zh}起没有应答。系统会自动重试到当天结束，恢复后接着做，不必重新开始；还没有向读者发出任何内容。`,
          en: `WeChat has not answered since ${beijingMoment(since).en}, Beijing time. The system goes on trying until the day ends and continues where it stopped; nothing has gone to readers.`,
        },
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

/** WeChat calls it a success, and readers do not have it: deleted again, or sent to nobody. */
const unreadLetter = (edition: Edition, person: Person, { code, said }: Outcome, page: Page): Letter =>
  editionLetter(edition, person, {
    page,
    kind: `unread.${edition.attempt}.${code}`,
    head:
      code === 'DeletedAtWechat'
        ? { zh: '已群发，随后被删除', en: 'sent, then deleted' }
        : { zh: '群发没有读者收到', en: 'sent to nobody' },
    say: said,
  })

const stoppedLetter = (edition: Edition, person: Person, said: Bilingual): Letter =>
  editionLetter(edition, person, {
    kind: `stopped.${edition.attempt}`,
    head: { zh: '未发出', en: 'not sent' },
    say: { zh: `这一期没有发出：${said.zh}`, en: `This edition was not sent: ${said.en}` },
  })

/** One letter about an edition; `kind` makes its Message-ID. */
export function editionLetter(
  edition: Edition,
  person: Person,
  {
    kind,
    head,
    say,
    reminds = false,
    page = editionPage(edition.date),
  }: {
    kind: string
    head: Bilingual
    say: Bilingual
    /** gathered with the others of the day */
    reminds?: boolean
    /** the edition's, unless this person may not open that */
    page?: Page
  },
): Letter {
  const state = editionStateNames[edition.state]
  return compose({
    to: person.email,
    name: person.name,
    language: person.language,
    messageId: messageIdOf(kind, person.email, edition.date, edition.hash.slice(0, 16)),
    thread: `edition.${edition.date}`,
    reminds,
    page,
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
      { list: edition.items.map((item) => item.title) },
    ],
  })
}
