import { markup } from '../platform/markup'
import type { Bilingual, Refusal } from '../platform/refusal'
import { page, wordsIn, type Language } from './layout'
import { factList, findingList, moment, type PageFinding, type Tone } from './parts'

/** Every way a link can stand: `…-now` is what this person has just done. */
export type OutcomeKind =
  | 'approved-now'
  | 'rejected-now'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'withdrawn'
  | 'content-changed'
  | 'link-locked'
  | 'link-locked-for-now'
  | 'link-unknown'
  | 'link-expired'
  | 'not-asked'
  | 'same-hand'
  | 'too-many-attempts'
  | 'not-in-review'

export interface OutcomeView {
  language: Language
  kind: OutcomeKind
  /** what the link is about; a submission unless said */
  about?: string
  /** title of the submission; never given for a link nobody knows */
  title?: string
  /** who decided, and when */
  by?: string
  at?: Date
  reason?: string
  /** the sentence, when the rule that refused has a closer one */
  said?: Bilingual
  details?: PageFinding[]
}

interface Wording {
  tone: Tone
  head: Bilingual
  say: Bilingual
  next: Bilingual
}

const nothing: Bilingual = {
  zh: '您无需再做什么，可以关闭此页。',
  en: 'There is nothing left for you to do; you can close this page.',
}

const wordings: Record<OutcomeKind, Wording> = {
  'approved-now': {
    tone: 'good',
    head: { zh: '已同意', en: 'Approved' },
    say: { zh: '您的决定已记入台账。', en: 'Your decision is on record.' },
    next: {
      zh: '稿件已转到下一环节；全部通过后由企管部统一发布。可以关闭此页。',
      en: 'The submission moves on; after the last step enterprise management publishes it. You can close this page.',
    },
  },
  'rejected-now': {
    tone: 'good',
    head: { zh: '已退回', en: 'Sent back' },
    say: { zh: '您的决定和理由已记入台账。', en: 'Your decision and its reason are on record.' },
    next: {
      zh: '撰稿人会收到您的理由，修改后以新版本重新送审。可以关闭此页。',
      en: 'The officer gets your reason and may submit a new version. You can close this page.',
    },
  },
  approved: {
    tone: 'plain',
    head: { zh: '这一级已经同意', en: 'Already approved' },
    say: { zh: '这一级审批已经有人同意，不能再次决定。', en: 'This step was approved already.' },
    next: nothing,
  },
  rejected: {
    tone: 'plain',
    head: { zh: '这一级已经退回', en: 'Already sent back' },
    say: { zh: '这一级审批已经有人退回，不能再次决定。', en: 'This step was sent back already.' },
    next: nothing,
  },
  expired: {
    tone: 'warn',
    head: { zh: '审批已逾期关闭', en: 'Closed as overdue' },
    say: {
      zh: '期限内没有人决定，这次审批已经关闭。',
      en: 'Nobody decided in time; this approval is closed.',
    },
    next: {
      zh: '撰稿人重新送审后，您会收到新的邮件。',
      en: 'If the officer submits again, you will get a new mail.',
    },
  },
  withdrawn: {
    tone: 'plain',
    head: { zh: '稿件已撤回', en: 'Withdrawn' },
    say: { zh: '撰稿单位撤回了这篇稿件。', en: 'The unit withdrew this submission.' },
    next: nothing,
  },
  'content-changed': {
    tone: 'warn',
    head: { zh: '内容已有变化', en: 'The content has changed' },
    say: {
      zh: '这篇稿件已有新版本，此链接作废，没有作出任何决定。',
      en: 'There is a newer version; this link is void and nothing was decided.',
    },
    next: {
      zh: '新版本送审时，您会收到新的邮件。',
      en: 'You will get a new mail when the new version is submitted.',
    },
  },
  'link-locked': {
    tone: 'bad',
    head: { zh: '链接已锁定', en: 'The link is locked' },
    say: {
      zh: '验证码多次输入错误，此链接已锁定，没有作出任何决定。',
      en: 'After several wrong codes this link is locked; nothing was decided.',
    },
    next: {
      zh: '新的链接和新的验证码已发到您登记的邮箱，请从新邮件打开。',
      en: 'A new link with a new code was mailed to your registered address; use that one.',
    },
  },
  'link-locked-for-now': {
    tone: 'bad',
    head: { zh: '验证码多次错误', en: 'Too many wrong codes' },
    say: {
      zh: '此链接和邮件中的链接都已锁定，没有作出任何决定。',
      en: 'This link and the one of the mail are locked; nothing was decided.',
    },
    next: {
      zh: '请登录门户，在“今天”页让系统把新的链接和验证码发到您登记的邮箱。不是您本人输入的，请在“我的登录”结束其他登录。',
      en: 'Sign in, and on the page Today have a new link and code mailed to your registered address. If it was not you who typed them, end your other sessions on the page My sign-in.',
    },
  },
  'link-unknown': {
    tone: 'warn',
    head: { zh: '没有这个链接', en: 'There is no such link' },
    say: {
      zh: '地址可能不完整，或者链接已被新的链接取代。',
      en: 'The address may be cut off, or a newer link took its place.',
    },
    next: {
      zh: '请从最新一封邮件中打开链接，或把邮件中的地址完整复制到浏览器。',
      en: 'Open the link of the newest mail, or copy the whole address from it.',
    },
  },
  'link-expired': {
    tone: 'warn',
    head: { zh: '链接已过期', en: 'The link has expired' },
    say: {
      zh: '这一环节的期限已过，链接不能再用。',
      en: 'The time for this step is over; the link is void.',
    },
    next: {
      zh: '如仍需审批，您会收到新的邮件。',
      en: 'If a decision is still needed, you will get a new mail.',
    },
  },
  'not-asked': {
    tone: 'warn',
    head: { zh: '现在不由您审批', en: 'Not yours to decide' },
    say: {
      zh: '您现在不负责这一级审批，或者还没有轮到您。',
      en: 'You do not hold this role now, or it is not your turn.',
    },
    next: {
      zh: '如果职责有误，请联系系统管理员。',
      en: 'If your role is wrong, tell the administrator.',
    },
  },
  'same-hand': {
    tone: 'warn',
    head: { zh: '须由另一人审批', en: 'Another person has to decide' },
    say: {
      zh: '同一人不能审批自己的稿件，也不能在同一稿件的两级中审批。',
      en: 'Nobody decides on their own submission, nor in two steps of one.',
    },
    next: nothing,
  },
  'too-many-attempts': {
    tone: 'bad',
    head: { zh: '尝试次数过多', en: 'Too many attempts' },
    say: { zh: '为安全起见已暂停，没有作出任何决定。', en: 'Paused for safety; nothing was decided.' },
    next: {
      zh: '请稍候几分钟，再从邮件中打开链接。',
      en: 'Wait a few minutes, then open the link from the mail again.',
    },
  },
  'not-in-review': {
    tone: 'plain',
    head: { zh: '稿件不在审批中', en: 'Not in review' },
    say: { zh: '这篇稿件现在不在审批中。', en: 'This submission is not in review now.' },
    next: nothing,
  },
}

/** The same for an application to borrow the Weibo account (article 12), where it is said otherwise. */
const loanWordings: Partial<Record<OutcomeKind, Wording>> = {
  'approved-now': {
    tone: 'good',
    head: { zh: '已批准借用', en: 'Loan granted' },
    say: { zh: '您的决定已记入台账。', en: 'Your decision is on record.' },
    next: {
      zh: '借用按申请的时间自动开始和结束，每条微博都会报告文字编辑员；您可以随时在系统中收回。可以关闭此页。',
      en: 'The loan opens and ends by the clock, each post is reported to the editor, and you can recall it at any time. You can close this page.',
    },
  },
  'rejected-now': {
    tone: 'good',
    head: { zh: '未批准借用', en: 'Loan refused' },
    say: { zh: '您的决定和理由已记入台账。', en: 'Your decision and its reason are on record.' },
    next: {
      zh: '申请人会收到您的理由。可以关闭此页。',
      en: 'The applicant gets your reason. You can close this page.',
    },
  },
  approved: {
    tone: 'plain',
    head: { zh: '这次借用已经批准', en: 'Already granted' },
    say: { zh: '这份申请已经有人批准，不能再次决定。', en: 'This application was granted already.' },
    next: nothing,
  },
  rejected: {
    tone: 'plain',
    head: { zh: '这次借用没有批准', en: 'Already refused' },
    say: { zh: '这份申请已经有人决定不批准，不能再次决定。', en: 'This application was refused already.' },
    next: nothing,
  },
  expired: {
    tone: 'warn',
    head: { zh: '申请已逾期关闭', en: 'Closed as overdue' },
    say: {
      zh: '期限内没有人决定，这份申请已经关闭。',
      en: 'Nobody decided in time; this application is closed.',
    },
    next: {
      zh: '单位重新申请后，您会收到新的邮件。',
      en: 'If the unit applies again, you will get a new mail.',
    },
  },
  withdrawn: {
    tone: 'plain',
    head: { zh: '申请已撤回', en: 'Withdrawn' },
    say: { zh: '申请单位撤回了这份申请。', en: 'The unit withdrew this application.' },
    next: nothing,
  },
  'link-expired': {
    tone: 'warn',
    head: { zh: '申请的时间已过', en: 'The window is over' },
    say: {
      zh: '申请借用的时间已经过去，不能再决定。',
      en: 'The window applied for is over; there is nothing left to decide.',
    },
    next: nothing,
  },
  'not-in-review': {
    tone: 'plain',
    head: { zh: '申请不在审批中', en: 'Not waiting for a decision' },
    say: { zh: '这份申请现在不在审批中。', en: 'This application waits for no decision now.' },
    next: nothing,
  },
}

const closed: Bilingual = { zh: '可以关闭此页。', en: 'You can close this page.' }
const recorded: Bilingual = { zh: '您的决定已记入台账。', en: 'Your decision is on record.' }

/** Where neither an article nor a loan is decided on, and the words above would name one. */
const plainWordings: Partial<Record<OutcomeKind, Wording>> = {
  'approved-now': { tone: 'good', head: { zh: '已同意', en: 'Approved' }, say: recorded, next: closed },
  'rejected-now': { tone: 'good', head: { zh: '不同意', en: 'Refused' }, say: recorded, next: closed },
  approved: {
    tone: 'plain',
    head: { zh: '已经同意', en: 'Already approved' },
    say: { zh: '已经有人同意，不能再次决定。', en: 'This was approved already.' },
    next: nothing,
  },
  rejected: {
    tone: 'plain',
    head: { zh: '已经决定不同意', en: 'Already refused' },
    say: { zh: '已经有人决定不同意，不能再次决定。', en: 'This was refused already.' },
    next: nothing,
  },
  expired: {
    tone: 'warn',
    head: { zh: '已逾期关闭', en: 'Closed as overdue' },
    say: { zh: '期限内没有人决定，已经关闭。', en: 'Nobody decided in time; this is closed.' },
    next: nothing,
  },
  withdrawn: {
    tone: 'plain',
    head: { zh: '已撤回', en: 'Withdrawn' },
    say: { zh: '提出的人已经撤回。', en: 'Whoever asked took it back.' },
    next: nothing,
  },
  'content-changed': {
    tone: 'warn',
    head: { zh: '内容已有变化', en: 'It has changed' },
    say: { zh: '内容已经改变，没有作出任何决定。', en: 'It changed meanwhile; nothing was decided.' },
    next: nothing,
  },
  'not-in-review': {
    tone: 'plain',
    head: { zh: '现在不需要决定', en: 'Not waiting for a decision' },
    say: { zh: '这件事现在不在等待决定。', en: 'This waits for no decision now.' },
    next: nothing,
  },
}

/** What comes after a yes is another thing for the last of the tiers, and for a removal. */
const approvedThen = (zh: string, en: string): Partial<Record<OutcomeKind, Wording>> => ({
  'approved-now': {
    tone: 'good',
    head: { zh: '已同意', en: 'Approved' },
    say: recorded,
    next: { zh: `${zh}可以关闭此页。`, en: `${en} You can close this page.` },
  },
})

const wordingsOf: Record<string, Partial<Record<OutcomeKind, Wording>>> = {
  submission: wordings,
  'last tier of submission': approvedThen(
    '这是最后一级，审批已全部通过；稿件交企管部编辑安排发布。',
    'You were the last step: it is approved, and the editor of 企管部 arranges the publication.',
  ),
  removal: approvedThen(
    '删除申请已转到下一环节；全部通过后删除已发布的文章。',
    'The removal moves on; after the last step the published article is deleted.',
  ),
  'last tier of removal': approvedThen(
    '这是最后一级，审批已全部通过；系统即删除已发布的文章，接口不能删除的由编辑手工删除。',
    'You were the last step: the published article is being deleted, by the editor’s hand where no call can do it.',
  ),
  'removal at once': approvedThen(
    '系统正在删除已发布的文章，接口不能删除的由编辑手工删除；审批随后补办。',
    'The published article is being deleted, by the editor’s hand where no call can do it; the approval follows.',
  ),
  'removal afterwards': approvedThen('已记录在案。', 'It is on record.'),
  loan: loanWordings,
}

const wordingOf = ({ kind, about = 'submission' }: OutcomeView): Wording =>
  (wordingsOf[about] ?? plainWordings)[kind] ?? wordings[kind]

/** What happened, by whom, when, and what comes next; changes nothing however often it is opened. */
export function renderDecisionOutcomePage(view: OutcomeView): string {
  const { language, title, by, at, reason, details = [] } = view
  const { tone, head, say: sentence, next } = wordingOf(view)
  const say = wordsIn(language)
  const body = markup`${title !== undefined && markup`<p class="eyebrow">${title}</p>`}<h1>${head[language]}</h1><div class="notice ${tone}" role="status"><p><strong>${(view.said ?? sentence)[language]}</strong></p><p>${next[language]}</p></div>${
    (by || at || reason) &&
    markup`<section class="sheet" aria-label="${say('经过', 'What happened')}">${factList([
      [say('处理人', 'By'), by],
      [say('时间（北京）', 'When (Beijing)'), at && moment(at, language)],
      [say('理由', 'Reason'), reason],
    ])}</section>`
  }${details.length > 0 && markup`<section class="sheet">${findingList(details, language)}</section>`}`
  return page({ title: head[language], language }, body)
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const decidedKinds = ['approved', 'rejected', 'withdrawn', 'expired'] as const

function kindOf({ code, facts }: Refusal): OutcomeKind | undefined {
  switch (code) {
    case 'AlreadyDecided':
      return decidedKinds.find((kind) => kind === facts['kind']) ?? 'not-in-review'
    case 'WrongState':
      return decidedKinds.find((kind) => kind === facts['state']) ?? 'not-in-review'
    case 'ContentChanged':
      return 'content-changed'
    case 'LinkLocked':
      return facts['renewed'] === false ? 'link-locked-for-now' : 'link-locked'
    case 'LinkUnknown':
      return 'link-unknown'
    case 'LinkExpired':
      return 'link-expired'
    case 'NotAsked':
      return 'not-asked'
    case 'SameHand':
      return 'same-hand'
    case 'TooManyAttempts':
      return 'too-many-attempts'
    default:
      return undefined
  }
}

/**
 * The outcome a refused visit or decision comes to, or undefined when the refusal is about the form (`CodeWrong`,
 * `PolicyRefused`, `InvalidRequest`): then the decision page is shown again with it as `problem`.
 * Reads the facts `by`, `at` (ISO), `reason`, `kind`, `state`, and `about` where it is no submission.
 */
export function outcomeOfRefusal(
  refusal: Refusal,
  language: Language,
  title?: string,
): OutcomeView | undefined {
  const kind = kindOf(refusal)
  if (!kind) return undefined
  const { by, at, reason } = refusal.facts
  const when = text(at)
  // A stale page and a newer version share a code; the sentence of the rule tells them apart.
  const said = kind === 'content-changed' || kind === 'same-hand' ? refusal.said : undefined
  return {
    language,
    kind,
    about: text(refusal.facts['about']),
    title: kind === 'link-unknown' ? undefined : title,
    by: text(by),
    at: when ? new Date(when) : undefined,
    reason: text(reason),
    said,
    details: refusal.details.filter((detail) => detail.message.zh !== said?.zh),
  }
}
