import { beijingMoment } from '../../platform/beijing-time'
import type { Bilingual } from '../../platform/refusal'
import { choiceLinks, compose, messageIdOf, type Block } from './compose'
import type { Recipient } from './letters'
import type { Letter } from './mail'

/** The loan of the Weibo account a letter is about; all letters about one loan make one thread. */
export interface AboutLoan extends Recipient {
  loanId: string
  event: string
  purpose: string
  unitName: string
  from: Date
  until: Date
  borrowers: string[]
  cap: number
}

const threadOf = (loanId: string) => `loan.${loanId}`
const idOf = (kind: string, { to, loanId }: AboutLoan, ...more: (string | number)[]) =>
  messageIdOf(`loan-${kind}`, to, loanId, ...more)
const titled = (head: Bilingual, { event }: AboutLoan): Bilingual => ({
  zh: `【签发】${head.zh}：${event}`,
  en: `[Qianfa] ${head.en}: ${event}`,
})
const beijingTime = (at: Date): Bilingual => ({
  zh: `${beijingMoment(at).zh}（北京时间）`,
  en: `${beijingMoment(at).en}, Beijing time`,
})
const posts = (count: number): Bilingual => ({
  zh: `${count} 条`,
  en: count === 1 ? '1 post' : `${count} posts`,
})

const terms = (facts: AboutLoan): Block => ({
  facts: [
    [{ zh: '活动', en: 'Event' }, facts.event],
    [{ zh: '用途', en: 'Purpose' }, facts.purpose],
    [{ zh: '单位', en: 'Unit' }, facts.unitName],
    [{ zh: '开始', en: 'From' }, beijingTime(facts.from)],
    [{ zh: '结束', en: 'Until' }, beijingTime(facts.until)],
    [
      { zh: '借用人', en: 'Borrowers' },
      { zh: facts.borrowers.join('、'), en: facts.borrowers.join(', ') },
    ],
    [{ zh: '条数上限', en: 'Cap' }, posts(facts.cap)],
  ],
})

export interface LoanAskFacts extends AboutLoan {
  /** 1, and one more for each link mailed anew after wrong codes */
  round: number
  deadline: Date
  /** what is to be known about how the deadline was counted */
  deadlineNote?: Bilingual | undefined
  link: string
  code: string
  /** the head of 企管部, when this person is asked as substitute */
  standsInFor?: string
}

const askBlocks = (facts: LoanAskFacts, opening: Bilingual): Block[] => [
  { say: opening },
  terms(facts),
  { facts: [[{ zh: '请在此前决定', en: 'Decide by' }, beijingTime(facts.deadline)]] },
  ...(facts.deadlineNote ? [{ note: facts.deadlineNote }] : []),
  { label: { zh: '批准用验证码', en: 'Code for granting' }, code: facts.code },
  ...choiceLinks(
    facts.link,
    { zh: '查看申请，批准', en: 'See the application and grant it' },
    { zh: '查看申请，不批准', en: 'See the application and refuse it' },
  ),
  {
    note: {
      zh: '打开链接不会作出任何决定：批准须在页面上输入上面的验证码，不批准须写明理由。链接只供您本人使用，请勿转发。',
      en: 'Opening the link decides nothing: granting needs the code above, refusing needs a reason. The link is for you alone; do not forward it.',
    },
  },
]

/** Asks the head of 企管部 or a substitute to decide (article 12); from the second round on the earlier link is void. */
export function loanAskLetter(facts: LoanAskFacts): Letter {
  const renewed = facts.round > 1
  return compose({
    ...facts,
    messageId: idOf('ask', facts, facts.round),
    thread: threadOf(facts.loanId),
    subject: titled(
      renewed
        ? { zh: '新的审批链接（微博账号借用）', en: 'new approval link, Weibo loan' }
        : { zh: '请审批微博账号借用', en: 'please decide, Weibo loan' },
      facts,
    ),
    blocks: askBlocks(
      facts,
      renewed
        ? {
            zh: '由于验证码多次输入错误，原链接和验证码已作废。请使用下面的新链接和新验证码。如果不是您本人输入的，请通知系统管理员。',
            en: 'After several wrong codes the earlier link and code are void. Use the new ones below. If it was not you who typed them, tell the administrator.',
          }
        : facts.standsInFor
          ? {
              zh: `${facts.unitName}申请借用官方微博。您作为${facts.standsInFor}的代理人收到此邮件。`,
              en: `${facts.unitName} asks to borrow the Weibo account. You are asked as substitute of ${facts.standsInFor}.`,
            }
          : {
              zh: `${facts.unitName}申请借用官方微博，等待您批准。`,
              en: `${facts.unitName} asks to borrow the Weibo account and waits for your decision.`,
            },
    ),
  })
}

/** The same link and code once more; `count` numbers the reminders. */
export const loanReminderLetter = (facts: LoanAskFacts & { count: number }): Letter =>
  compose({
    ...facts,
    messageId: idOf('reminder', facts, facts.round, facts.count),
    thread: threadOf(facts.loanId),
    subject: titled({ zh: '催办：请审批微博账号借用', en: 'reminder, please decide, Weibo loan' }, facts),
    reminds: true,
    blocks: askBlocks(facts, {
      zh: `下面的借用申请仍在等待您决定（第 ${facts.count} 次提醒）。链接和验证码与前一封邮件相同。`,
      en: `This application still waits for your decision (reminder ${facts.count}). Link and code are those of the earlier mail.`,
    }),
  })

/** What became of a loan, in one sentence each; `kind` is also the letter's name. */
export interface LoanNews extends AboutLoan {
  kind: string
  head: Bilingual
  say: Bilingual
  reason?: string
  /** where the person can look or act */
  link?: { label: Bilingual; url: string }
}

export const loanNewsLetter = (facts: LoanNews): Letter =>
  compose({
    ...facts,
    messageId: idOf(facts.kind, facts),
    thread: threadOf(facts.loanId),
    subject: titled(facts.head, facts),
    blocks: [
      { say: facts.say },
      ...(facts.reason ? [{ facts: [[{ zh: '理由', en: 'Reason' }, facts.reason]] } as Block] : []),
      terms(facts),
      ...(facts.link ? [{ label: facts.link.label, link: facts.link.url }] : []),
    ],
  })

/** To the editor, at once: somebody has just posted under a loan (article 12). */
export const loanPostLetter = (
  facts: AboutLoan & {
    postId: string
    by: string
    number: number
    text: string
    at: Date
    answers: { hit: string; answer: string }[]
    link: string
  },
): Letter =>
  compose({
    ...facts,
    messageId: idOf('post', facts, facts.postId),
    thread: threadOf(facts.loanId),
    subject: titled({ zh: '借用中发出微博', en: 'posted under a loan' }, facts),
    blocks: [
      {
        say: {
          zh: `${facts.by}在借用中提交了第 ${facts.number} 条微博（上限 ${facts.cap} 条）：`,
          en: `${facts.by} handed in post ${facts.number} of ${facts.cap} under the loan:`,
        },
      },
      { say: { zh: `「${facts.text}」`, en: `“${facts.text}”` } },
      {
        facts: [
          [{ zh: '单位', en: 'Unit' }, facts.unitName],
          [{ zh: '时间', en: 'When' }, beijingTime(facts.at)],
          ...facts.answers.map(({ hit, answer }): [Bilingual, string] => [
            { zh: `敏感词“${hit}”的答复`, en: `Answer to “${hit}”` },
            answer,
          ]),
        ],
      },
      { label: { zh: '查看或收回借用', en: 'See or recall the loan' }, link: facts.link },
    ],
  })

/** The end report (article 12): what was posted, what became of it, what was not used. */
export const loanReportLetter = (
  facts: AboutLoan & {
    head: Bilingual
    say: Bilingual
    posted: number
    lines: Bilingual[]
    link: string
  },
): Letter =>
  compose({
    ...facts,
    messageId: idOf('report', facts),
    thread: threadOf(facts.loanId),
    subject: titled(facts.head, facts),
    blocks: [
      { say: facts.say },
      terms(facts),
      {
        facts: [
          [{ zh: '已发布', en: 'Published' }, posts(facts.posted)],
          [{ zh: '未用', en: 'Not used' }, posts(facts.cap - facts.posted)],
        ],
      },
      ...(facts.lines.length > 0 ? [{ list: facts.lines }] : []),
      { label: { zh: '查看记录', en: 'See the record' }, link: facts.link },
    ],
  })
