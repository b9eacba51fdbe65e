import { beijingMoment } from '../../platform/beijing-time'
import type { Bilingual } from '../../platform/refusal'
import { compose, messageIdOf, type Block } from './compose'
import type { Recipient } from './letters'
import type { Letter } from './mail'
import { editionPage, type Page } from './pages'

/** The edition a letter is about; all letters of one day make one thread. */
export interface AboutEdition extends Recipient {
  /** Beijing date, YYYY-MM-DD */
  date: string
  /** name of the account readers see */
  account: string
  /** titles in the order of the edition */
  titles: string[]
  /** hash of the content this letter speaks of: another content is another letter */
  contentHash: string
}

const threadOf = (date: string) => `edition.${date}`
const idOf = (kind: string, facts: AboutEdition, ...more: (string | number)[]) =>
  messageIdOf(kind, facts.to, facts.date, facts.contentHash.slice(0, 16), ...more)
const titled = (head: Bilingual, { date }: AboutEdition): Bilingual => ({
  zh: `【签发】${head.zh}：${date} 期次`,
  en: `[Qianfa] ${head.en}: edition of ${date}`,
})

const about = ({ date, account, titles }: AboutEdition): Block[] => [
  {
    facts: [
      [{ zh: '公众号', en: 'Account' }, account],
      [{ zh: '期次日期', en: 'Date' }, date],
    ],
  },
  { list: titles },
]

/** To the editor: the test send reached the testers; `count` numbers the test sends of this content (10.3). */
export const testSentLetter = (
  facts: AboutEdition & { testers: string[]; at: Date; count: number },
): Letter =>
  compose({
    ...facts,
    messageId: idOf('test-sent', facts, facts.count),
    thread: threadOf(facts.date),
    page: editionPage(facts.date),
    subject: titled({ zh: '测试发送完成', en: 'test sent' }, facts),
    blocks: [
      {
        say: {
          zh: `测试发送已于${beijingMoment(facts.at).zh}发给：${facts.testers.join('、')}。请在手机上核对，然后在系统中确认。`,
          en: `The test went to ${facts.testers.join(', ')} on ${beijingMoment(facts.at).en}, Beijing time. Look at it on a phone, then confirm.`,
        },
      },
      ...about(facts),
      {
        note: {
          zh: '确认之后内容如有任何改动，确认即作废，需要重新测试发送。',
          en: 'Any change of content after confirming voids the confirmation; the test is sent anew.',
        },
      },
    ],
  })

/** To the person who confirms: the code that releases the mass send of exactly this content. */
export const sendCodeLetter = (
  facts: AboutEdition & { code: string; validUntil: Date; round: number },
): Letter =>
  compose({
    ...facts,
    messageId: idOf('send-code', facts, facts.round),
    thread: threadOf(facts.date),
    page: editionPage(facts.date),
    subject: titled({ zh: '群发确认码', en: 'code for the mass send' }, facts),
    blocks: [
      {
        say: {
          zh: '请确认下面的内容可以群发。群发后无法收回。',
          en: 'Please confirm that this may go to all readers. A mass send cannot be taken back.',
        },
      },
      { label: { zh: '群发确认码', en: 'Confirmation code' }, code: facts.code },
      ...about(facts),
      {
        note: {
          zh: `确认码在${beijingMoment(facts.validUntil).zh}（北京时间）之前有效，只对以上内容有效。`,
          en: `The code is valid until ${beijingMoment(facts.validUntil).en}, Beijing time, and for this content only.`,
        },
      },
    ],
  })

/** To editor and officers: readers have it; counts as far as WeChat has told them. */
export const editionSentLetter = (
  facts: AboutEdition & {
    at: Date
    msgId: string
    /** where readers have them, as far as WeChat has told it */
    articles: { title: string; url: string }[]
    /** what this person may open of it */
    page: Page
    counts?: { total: number; afterFilter: number; sent: number; failed: number }
  },
): Letter =>
  compose({
    ...facts,
    messageId: idOf('edition-sent', facts, facts.msgId),
    thread: threadOf(facts.date),
    subject: titled({ zh: '群发成功', en: 'sent' }, facts),
    blocks: [
      {
        say: {
          zh: `本期已于${beijingMoment(facts.at).zh}（北京时间）群发成功，微信消息编号 ${facts.msgId}。`,
          en: `This edition went out on ${beijingMoment(facts.at).en}, Beijing time; WeChat message ${facts.msgId}.`,
        },
      },
      ...(facts.counts
        ? [
            {
              say: {
                zh: `微信的计数（约数）：送达 ${facts.counts.sent} 人，失败 ${facts.counts.failed} 人，筛选后 ${facts.counts.afterFilter} 人，总数 ${facts.counts.total} 人。`,
                en: `WeChat's counts (approximate): ${facts.counts.sent} got it, ${facts.counts.failed} failed, ${facts.counts.afterFilter} after filters, ${facts.counts.total} in all.`,
              },
            },
          ]
        : []),
      ...about(facts),
      ...facts.articles.map(({ title, url }) => ({
        link: url,
        label: { zh: `打开《${title}》`, en: `Open “${title}”` },
      })),
    ],
  })

/** To the editor: WeChat said no for certain, nothing went out; what to do now. */
export const editionFailedLetter = (
  facts: AboutEdition & { attempt: number; reason: Bilingual; advice: Bilingual },
): Letter =>
  compose({
    ...facts,
    messageId: idOf('edition-failed', facts, facts.attempt),
    thread: threadOf(facts.date),
    page: editionPage(facts.date),
    subject: titled({ zh: '群发未成功', en: 'not sent' }, facts),
    blocks: [
      {
        say: {
          zh: '微信明确拒绝了本次群发，读者没有收到。当天仍可再次群发。',
          en: 'WeChat refused this mass send for certain; readers got nothing. The day is free for another try.',
        },
      },
      {
        facts: [
          [{ zh: '原因', en: 'Reason' }, facts.reason],
          [{ zh: '建议', en: 'Advice' }, facts.advice],
        ],
      },
      ...about(facts),
    ],
  })

/** To the editor: nobody knows yet whether readers got it; the system finds out and sends nothing meanwhile. */
export const editionUnknownLetter = (facts: AboutEdition & { attempt: number; since: Date }): Letter =>
  compose({
    ...facts,
    messageId: idOf('edition-unknown', facts, facts.attempt),
    thread: threadOf(facts.date),
    page: editionPage(facts.date),
    subject: titled({ zh: '群发结果待查', en: 'result not known yet' }, facts),
    blocks: [
      {
        say: {
          zh: `${beijingMoment(facts.since).zh}（北京时间）发出的群发请求没有得到微信的明确答复。系统正在查询结果，不会重复群发。请不要在微信后台手动群发；迟迟没有结果时，请在公众平台后台核对，再到这一期的页面上人工认定。`,
          en: `The mass send asked for on ${beijingMoment(facts.since).en}, Beijing time, got no clear answer. The system is finding out and will not send twice. Do not send by hand in WeChat's own console; if no result comes, look there and say on the edition's page what happened.`,
        },
      },
      ...about(facts),
    ],
  })
