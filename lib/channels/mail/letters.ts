import { beijingMoment } from '../../platform/beijing-time'
import { sha256 } from '../../platform/ids'
import type { Bilingual, RefusalDetail } from '../../platform/refusal'
import { choiceLinks, compose, messageIdOf, type Block, type Language } from './compose'
import type { Letter } from './mail'
import { mySignInPage, submissionPage, type Page } from './pages'

/** Whom a letter goes to; without a language it is Chinese first, English below. */
export interface Recipient {
  to: string
  name: string
  language?: Language
}

/** The submission a letter is about; all its letters make one thread. */
export interface AboutSubmission extends Recipient {
  submissionId: string
  version: number
  title: string
  /** set when it is about taking down what was published */
  removes?: AboutRemoved
}

/** `atOnce`: the head of 企管部 alone decides; `after`: it is down already, and the ordinary route has its word. */
interface AboutRemoved {
  reason: string
  atOnce?: true | undefined
  after?: string | undefined
}

const tierNames = {
  'unit-head': { zh: '单位负责人审核', en: 'review by the unit head' },
  'office-review': { zh: '企管办审核', en: 'office review' },
  'department-head': { zh: '企管部负责人批准', en: 'approval by the department head' },
  'company-leader': { zh: '公司领导批准', en: 'approval by the company leader' },
} as const satisfies Record<string, Bilingual>
export type LetterTier = keyof typeof tierNames

const label = {
  title: { zh: '标题', en: 'Title' },
  unit: { zh: '单位', en: 'Unit' },
  tier: { zh: '环节', en: 'Step' },
  deadline: { zh: '截止时间', en: 'Deadline' },
  version: { zh: '版本', en: 'Version' },
} as const

const beijingTime = (at: Date): Bilingual => ({
  zh: `${beijingMoment(at).zh}（北京时间）`,
  en: `${beijingMoment(at).en}, Beijing time`,
})

const threadOf = (submissionId: string) => `submission.${submissionId}`
const titled = (head: Bilingual, title: string): Bilingual => ({
  zh: `【签发】${head.zh}：${title}`,
  en: `[Qianfa] ${head.en}: ${title}`,
})

/** The six-digit code with which a person signs in, `minutes` long valid. */
export const signInLetter = (
  facts: Recipient & {
    code: string
    minutes: number
    /** when it was asked for */
    at: Date
    /** tells two browsers apart that ask at one moment */
    asking: string
  },
): Letter =>
  compose({
    ...facts,
    // Nobody waits for it longer, and a late one would be a riddle.
    worthUntil: new Date(facts.at.getTime() + facts.minutes * 60_000),
    messageId: messageIdOf('sign-in', facts.to, facts.at.getTime(), facts.asking),
    subject: { zh: '【签发】登录验证码', en: '[Qianfa] sign-in code' },
    blocks: [
      { say: { zh: '您正在登录签发系统。', en: 'You are signing in to Qianfa.' } },
      { label: { zh: '登录验证码', en: 'Sign-in code' }, code: facts.code },
      {
        note: {
          zh: `${facts.minutes} 分钟内有效，只能使用一次。如果不是您本人操作，请忽略此邮件；不要把验证码告诉任何人。`,
          en: `Valid for ${facts.minutes} minutes, once. If it was not you, ignore this mail; tell the code to nobody.`,
        },
      },
    ],
  })

/** Somebody typed many wrong codes for this address today; it may have been nobody but the person. */
export const unusualSignInLetter = (facts: Recipient & { times: number; at: Date }): Letter =>
  compose({
    ...facts,
    messageId: messageIdOf('unusual-sign-in', facts.to, facts.at.getTime()),
    page: mySignInPage,
    subject: {
      zh: '【签发】有人多次输错您的登录验证码',
      en: '[Qianfa] wrong sign-in codes for your address',
    },
    blocks: [
      {
        say: {
          zh: `今天已有人用您的邮箱输错登录验证码 ${facts.times} 次。没有人因此登录，您本人登录不受影响。`,
          en: `Wrong sign-in codes were typed for your address ${facts.times} times today. Nobody got in by that, and you can sign in as usual.`,
        },
      },
      {
        note: {
          zh: '如果不是您本人，请告诉管理员；不要把任何验证码告诉别人。',
          en: 'If it was not you, tell an administrator, and tell no code to anybody.',
        },
      },
    ],
  })

export interface AskFacts extends AboutSubmission {
  /** place of the tier in the route, from 0 */
  index: number
  /** 1, and one more for each link mailed anew after wrong codes */
  round: number
  unitName: string
  tier: LetterTier
  deadline: Date
  /** what is to be known about how the deadline was counted */
  deadlineNote?: Bilingual | undefined
  link: string
  code: string
  /** the holder of the role, when this person is asked as substitute */
  standsInFor?: string
}

/** Of a removal: why it has to go, for whoever decides. */
const why = ({ removes }: AboutSubmission): [Bilingual, string][] =>
  removes ? [[{ zh: '撤下理由', en: 'Why' }, removes.reason]] : []
const versionOf = ({ version }: AboutSubmission): [Bilingual, string] => [label.version, String(version)]

const askBlocks = (facts: AskFacts, opening: Bilingual): Block[] => [
  { say: opening },
  {
    facts: [
      [label.title, facts.title],
      [label.unit, facts.unitName],
      [label.tier, tierNames[facts.tier]],
      ...(facts.removes ? [] : [versionOf(facts)]),
      [label.deadline, beijingTime(facts.deadline)],
    ],
  },
  ...(facts.deadlineNote ? [{ note: facts.deadlineNote }] : []),
  { label: { zh: '批准用验证码', en: 'Code for approving' }, code: facts.code },
  ...choiceLinks(
    facts.link,
    { zh: '查看内容，同意', en: 'See the content and approve' },
    { zh: '查看内容，退回修改', en: 'See the content and send it back' },
  ),
  // Below the code: whatever numbers a reason holds, the first in the letter is the code.
  ...(facts.removes ? [{ facts: why(facts) }] : []),
  {
    note: {
      zh: '打开链接不会作出任何决定：同意须在页面上输入上面的验证码，退回须写明理由。邮件安全扫描程序自动打开链接没有任何影响。',
      en: 'Opening the link decides nothing: approving needs the code above, sending back needs a reason. A mail scanner that follows the link changes nothing.',
    },
  },
  {
    note: {
      zh: '链接只供您本人使用，请勿转发。',
      en: 'The link is for you alone; do not forward it.',
    },
  },
]

const removalOpening = ({ atOnce, after }: AboutRemoved): Bilingual =>
  atOnce
    ? {
        zh: '紧急：请您决定是否立即撤下下面这篇已发布的文章。您一同意，系统马上在微信删除，不能恢复；原来的审批路径随后补办。',
        en: 'Urgent: shall this published article be taken down at once? As soon as you approve it is deleted at WeChat for good; the ordinary approval follows.',
      }
    : after === undefined
      ? {
          zh: '有一份撤下申请等待您审批：下面的文章已经发布，申请从微信撤下。',
          en: 'A removal waits for your decision: this article is published and is to be taken down.',
        }
      : {
          zh: '下面的文章已由企管部负责人决定立即撤下，现补办审批，请您表明是否同意。不同意也记录在案，但文章不会恢复。',
          en: 'The head of enterprise management had this article taken down at once; the approval follows now. Say whether you agree: a no is kept on record, but the article stays down.',
        }

const removalHead = ({ atOnce, after }: AboutRemoved): Bilingual =>
  atOnce
    ? { zh: '紧急，请决定立即撤下', en: 'urgent, take it down at once?' }
    : after === undefined
      ? { zh: '请审批撤下', en: 'please decide on a removal' }
      : { zh: '已立即撤下，请补办审批', en: 'taken down at once, please decide' }

/** Asks one person to decide one tier; from the second round on it says that the earlier link is void. */
export function askLetter(facts: AskFacts): Letter {
  const renewed = facts.round > 1
  const opening: Bilingual = renewed
    ? {
        zh: '由于验证码多次输入错误，原链接和验证码已作废。请使用下面的新链接和新验证码。如果不是您本人输入的，请通知系统管理员。',
        en: 'After several wrong codes the earlier link and code are void. Use the new ones below. If it was not you who typed them, tell the administrator.',
      }
    : facts.standsInFor
      ? {
          zh: `有一篇稿件等待审批。您作为${facts.standsInFor}的代理人收到此邮件。`,
          en: `A submission waits for a decision. You are asked as substitute of ${facts.standsInFor}.`,
        }
      : facts.removes
        ? removalOpening(facts.removes)
        : { zh: '有一篇稿件等待您审批。', en: 'A submission waits for your decision.' }
  return compose({
    ...facts,
    messageId: messageIdOf('ask', facts.to, facts.submissionId, facts.version, facts.index, facts.round),
    urgent: facts.removes?.atOnce,
    thread: threadOf(facts.submissionId),
    subject: titled(
      renewed
        ? { zh: '新的审批链接', en: 'new approval link' }
        : facts.removes
          ? removalHead(facts.removes)
          : { zh: '请审批', en: 'please decide' },
      facts.title,
    ),
    blocks: askBlocks(facts, opening),
  })
}

/** The same link and code once more; `count` numbers the reminders of this tier. */
export const reminderLetter = (facts: AskFacts & { count: number }): Letter =>
  compose({
    ...facts,
    messageId: messageIdOf(
      'reminder',
      facts.to,
      facts.submissionId,
      facts.version,
      facts.index,
      facts.round,
      facts.count,
    ),
    thread: threadOf(facts.submissionId),
    subject: titled({ zh: '催办：请审批', en: 'reminder, please decide' }, facts.title),
    reminds: true,
    blocks: askBlocks(facts, {
      zh: `下面的稿件仍在等待您审批（第 ${facts.count} 次提醒）。链接和验证码与前一封邮件相同。`,
      en: `This submission still waits for your decision (reminder ${facts.count}). Link and code are those of the earlier mail.`,
    }),
  })

/** To the editor, who presses for decisions (article 4): nobody decided a tier in time. */
export const escalationLetter = (
  facts: AboutSubmission & {
    index: number
    unitName: string
    tier: LetterTier
    waitingFor: string[]
    deadline: Date
  },
): Letter =>
  compose({
    ...facts,
    messageId: messageIdOf('escalation', facts.to, facts.submissionId, facts.version, facts.index),
    thread: threadOf(facts.submissionId),
    page: submissionPage(facts.submissionId),
    subject: titled({ zh: '审批逾期，请督促', en: 'decision overdue' }, facts.title),
    blocks: [
      {
        say: {
          zh: `下面的${facts.removes ? '撤下申请' : '稿件'}超过截止时间仍未审批，代理人也未处理，请督促。再无人处理，审批将按逾期关闭。`,
          en: `Nobody has decided on this ${facts.removes ? 'removal' : 'submission'} in time, nor has a substitute. Please press for a decision; otherwise it will close as overdue.`,
        },
      },
      {
        facts: [
          [label.title, facts.title],
          ...why(facts),
          [label.unit, facts.unitName],
          [label.tier, tierNames[facts.tier]],
          [
            { zh: '等待', en: 'Waiting for' },
            { zh: facts.waitingFor.join('、') || '—', en: facts.waitingFor.join(', ') || '—' },
          ],
          [label.deadline, beijingTime(facts.deadline)],
        ],
      },
    ],
  })

export type LetterOutcome = 'approved' | 'rejected' | 'expired' | 'withdrawn' | 'failed'

const outcomes: Record<LetterOutcome, { head: Bilingual; say: (by: string) => Bilingual }> = {
  approved: {
    head: { zh: '已批准', en: 'approved' },
    say: () => ({
      zh: '您提交的稿件已通过全部审批环节，由企管部统一安排发布。',
      en: 'Your submission passed every step. Enterprise management will publish it.',
    }),
  },
  rejected: {
    head: { zh: '已退回', en: 'sent back' },
    say: (by) => ({
      zh: `您提交的稿件被${by || '审批人'}退回。请按理由修改后，以新版本重新送审。`,
      en: `Your submission was sent back by ${by || 'the approver'}. Mend it and submit a new version.`,
    }),
  },
  expired: {
    head: { zh: '审批逾期关闭', en: 'closed as overdue' },
    say: () => ({
      zh: '您提交的稿件在期限内无人审批，本次审批已关闭。可以以新版本重新送审。',
      en: 'Nobody decided on your submission in time; this approval is closed. You can submit a new version.',
    }),
  },
  withdrawn: {
    head: { zh: '已撤回', en: 'withdrawn' },
    say: () => ({
      zh: '您的稿件已撤回，审批停止。可以以新版本重新送审。',
      en: 'Your submission is withdrawn and its approval has stopped. You can submit a new version.',
    }),
  },
  failed: {
    head: { zh: '审批中断', en: 'approval broke off' },
    say: () => ({
      zh: '系统出错，本次审批中断，内容没有发布。请联系系统管理员，然后以新版本重新送审。',
      en: 'Something broke and this approval stopped; nothing was published. Tell the administrator, then submit a new version.',
    }),
  },
}

const removalOutcomes: typeof outcomes = {
  approved: {
    head: { zh: '撤下已批准', en: 'removal approved' },
    say: () => ({
      zh: '您的撤下申请已通过全部审批环节，系统正在微信删除这篇文章，结果另行通知。',
      en: 'Your removal passed every step. The article is being deleted at WeChat; another mail tells the result.',
    }),
  },
  rejected: {
    head: { zh: '不同意撤下', en: 'removal refused' },
    say: (by) => ({
      zh: `您的撤下申请被${by || '审批人'}退回，文章仍然在发布中。如有新的理由，可以在文章页面重新申请。`,
      en: `Your removal was refused by ${by || 'the approver'}; the article stays published. With new reasons, ask again on its page.`,
    }),
  },
  expired: {
    head: { zh: '撤下申请逾期关闭', en: 'removal closed as overdue' },
    say: () => ({
      zh: '您的撤下申请在期限内无人审批，已关闭，文章仍然在发布中。可以在文章页面重新申请。',
      en: 'Nobody decided on your removal in time; the article stays published. You can ask again on its page.',
    }),
  },
  withdrawn: {
    head: { zh: '撤下申请已撤回', en: 'removal taken back' },
    say: () => ({
      zh: '撤下申请已撤回，审批停止，文章仍然在发布中。',
      en: 'The removal was taken back and its approval has stopped; the article stays published.',
    }),
  },
  failed: {
    head: { zh: '撤下申请中断', en: 'removal broke off' },
    say: () => ({
      zh: '系统出错，撤下申请中断，文章仍然在发布中。请联系系统管理员，然后在文章页面重新申请。',
      en: 'Something broke and the removal stopped; the article stays published. Tell the administrator, then ask again on its page.',
    }),
  },
}

const atOnceOutcomes: typeof outcomes = {
  approved: {
    head: { zh: '立即撤下已决定', en: 'to be taken down at once' },
    say: (by) => ({
      zh: `${by}已决定立即撤下这篇文章，系统正在微信删除，结果另行通知；审批随后补办。`,
      en: `${by} decided to take this article down at once. It is being deleted at WeChat, another mail tells the result; the approval follows.`,
    }),
  },
  rejected: {
    head: { zh: '不同意立即撤下', en: 'not taken down at once' },
    say: (by) => ({
      zh: `${by || '企管部负责人'}没有同意立即撤下，文章仍然在发布中。可以在文章页面申请逐级审批撤下。`,
      en: `${by || 'The head of enterprise management'} did not agree to taking it down at once; the article stays published. Ask for an ordinary removal on its page.`,
    }),
  },
  expired: {
    head: { zh: '立即撤下无人答复', en: 'nobody decided on the urgent removal' },
    say: () => ({
      zh: '企管部负责人没有按时答复立即撤下，文章仍然在发布中。请当面或电话联系，再在文章页面重新申请。',
      en: 'The head of enterprise management did not answer in time; the article stays published. Call them, then ask again on its page.',
    }),
  },
  withdrawn: removalOutcomes.withdrawn,
  failed: removalOutcomes.failed,
}

const staysDown: Bilingual = {
  zh: '文章已经撤下，保持撤下，此结论记录在案。',
  en: 'The article is down and stays down; this is kept on record.',
}
const afterwardsOutcomes: typeof outcomes = {
  approved: {
    head: { zh: '补办审批：同意撤下', en: 'the approval agrees with the removal' },
    say: () => ({
      zh: '立即撤下之后补办的审批已全部通过。',
      en: 'Everybody asked after the removal at once agrees with it.',
    }),
  },
  rejected: {
    head: { zh: '补办审批：不同意撤下', en: 'the approval disagrees with the removal' },
    say: (by) => ({
      zh: `${by || '审批人'}在补办审批中没有同意立即撤下。${staysDown.zh}`,
      en: `${by || 'An approver'}, asked afterwards, does not agree with the removal at once. ${staysDown.en}`,
    }),
  },
  expired: {
    head: { zh: '补办审批：无人答复', en: 'nobody decided on the removal afterwards' },
    say: () => ({
      zh: `立即撤下之后补办的审批期限内无人答复，已关闭。${staysDown.zh}`,
      en: `Nobody decided in time on the removal at once. ${staysDown.en}`,
    }),
  },
  withdrawn: {
    head: { zh: '补办审批已撤回', en: 'the approval afterwards was taken back' },
    say: () => ({
      zh: `补办的审批已撤回。${staysDown.zh}`,
      en: `The approval afterwards was taken back. ${staysDown.en}`,
    }),
  },
  failed: {
    head: { zh: '补办审批中断', en: 'the approval afterwards broke off' },
    say: () => ({
      zh: `系统出错，补办的审批中断。${staysDown.zh}`,
      en: `Something broke and the approval stopped. ${staysDown.en}`,
    }),
  },
}

const outcomesOf = (removes: AboutRemoved | undefined): typeof outcomes =>
  removes === undefined
    ? outcomes
    : removes.atOnce
      ? atOnceOutcomes
      : removes.after === undefined
        ? removalOutcomes
        : afterwardsOutcomes

/** To the officer: how the approval ended, by whom and why. */
export const outcomeLetter = (
  facts: AboutSubmission & { outcome: LetterOutcome; by: string; reason: string },
): Letter => {
  const { head, say } = outcomesOf(facts.removes)[facts.outcome]
  return compose({
    ...facts,
    messageId: messageIdOf('outcome', facts.to, facts.submissionId, facts.version, facts.outcome),
    thread: threadOf(facts.submissionId),
    page: submissionPage(facts.submissionId),
    subject: titled(head, facts.title),
    blocks: [
      { say: say(facts.by) },
      {
        facts: [
          [label.title, facts.title],
          [label.version, String(facts.version)],
          ...(facts.reason
            ? [[{ zh: '理由', en: 'Reason' }, facts.reason] satisfies [Bilingual, string]]
            : []),
        ],
      },
    ],
  })
}

type Closing = 'approved' | 'rejected' | 'expired' | 'withdrawn'

const closings: Record<Closing, { head: Bilingual; say: (by: string) => Bilingual }> = {
  approved: {
    head: { zh: '已有人审批，无需处理', en: 'decided, nothing left to do' },
    say: (by) => ({ zh: `${by}已同意下面的稿件`, en: `${by} approved this submission` }),
  },
  rejected: {
    head: { zh: '已退回，无需处理', en: 'sent back, nothing left to do' },
    say: (by) => ({ zh: `${by}已退回下面的稿件`, en: `${by} sent this submission back` }),
  },
  expired: {
    head: { zh: '审批逾期关闭', en: 'closed as overdue' },
    say: () => ({
      zh: '下面的稿件在期限内无人审批，本次审批已关闭',
      en: 'Nobody decided on this submission in time and its approval is closed',
    }),
  },
  withdrawn: {
    head: { zh: '已撤回，无需审批', en: 'withdrawn, nothing to decide' },
    say: (by) => ({ zh: `${by}撤回了下面的稿件`, en: `${by} withdrew this submission` }),
  },
}

/** To whoever was asked, or asked to press, and did not decide: this step is over, by whom and why. */
export const closedLetter = (
  facts: AboutSubmission & {
    index: number
    how: Closing
    by: string
    reason?: string
    /** of the submission, unless the reader was asked as a substitute from elsewhere and may not open it */
    page?: Page | undefined
  },
): Letter => {
  const { head, say } = closings[facts.how]
  const said = say(facts.by)
  return compose({
    ...facts,
    messageId: messageIdOf('closed', facts.to, facts.submissionId, facts.version, facts.index),
    thread: threadOf(facts.submissionId),
    subject: titled(head, facts.title),
    blocks: [
      {
        say: {
          zh: `${facts.removes ? said.zh.replace('稿件', '撤下申请') : said.zh}。您无需再处理；先前邮件里的链接不能再审批。`,
          en: `${facts.removes ? said.en.replace('submission', 'removal') : said.en}. There is nothing left for you to do; links in earlier mails decide nothing any more.`,
        },
      },
      {
        facts: [
          [label.title, facts.title],
          ...(facts.removes ? [] : [versionOf(facts)]),
          ...(facts.reason
            ? [[{ zh: '理由', en: 'Reason' }, facts.reason] satisfies [Bilingual, string]]
            : []),
        ],
      },
    ],
  })
}

const findingBlocks = (finding: RefusalDetail): Block[] => {
  const rows: [Bilingual, string | Bilingual][] = [
    [
      { zh: '规定', en: 'Rule' },
      {
        zh: finding.article ? `第${finding.article}条（${finding.rule}）` : finding.rule,
        en: finding.article ? `article ${finding.article} (${finding.rule})` : finding.rule,
      },
    ],
  ]
  if (finding.limit !== undefined) rows.push([{ zh: '限值', en: 'Limit' }, String(finding.limit)])
  if (finding.seen !== undefined) rows.push([{ zh: '实际', en: 'Seen' }, String(finding.seen)])
  rows.push([{ zh: '办法', en: 'Remedy' }, finding.remedy])
  return [{ say: finding.message }, { facts: rows }]
}

/** To the officer: a picture or video was refused, by which rule, and how to mend it. */
export const mediaRefusedLetter = (
  facts: AboutSubmission & { mediaId: string; fileName: string; findings: RefusalDetail[] },
): Letter =>
  compose({
    ...facts,
    messageId: messageIdOf(
      'media-refused',
      facts.to,
      facts.submissionId,
      facts.mediaId,
      sha256(facts.findings.map(({ rule, seen }) => `${rule}=${seen}`).join()).slice(0, 12),
    ),
    thread: threadOf(facts.submissionId),
    page: submissionPage(facts.submissionId),
    subject: titled({ zh: '文件未通过检查', en: 'file refused' }, facts.fileName),
    blocks: [
      {
        say: {
          zh: `稿件“${facts.title}”的文件“${facts.fileName}”未通过检查，不能使用：`,
          en: `The file "${facts.fileName}" of "${facts.title}" was refused and cannot be used:`,
        },
      },
      ...facts.findings.flatMap(findingBlocks),
    ],
  })
