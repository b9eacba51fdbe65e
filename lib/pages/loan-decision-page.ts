import { markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { decisionForms, type DecisionForms, type FormWords } from './decision-forms'
import { page, wordsIn } from './layout'
import { factList, moment, nameOf, noteOf, problemNotice } from './parts'

/** An application to borrow the Weibo account, as the head of 企管部 is shown it (article 12). */
export interface LoanDecisionView extends DecisionForms {
  event: string
  purpose: string
  unitName: string
  applicant: string
  appliedAt: Date
  from: Date
  until: Date
  borrowers: string[]
  cap: number
  decider: { name: string; standsInFor?: string }
  deadline: Date
  /** what is to be known about how the deadline was counted */
  deadlineNote?: Bilingual | undefined
}

const words: FormWords = {
  code: { zh: '验证码印在通知您审批的邮件里。', en: 'It is printed in the mail that asked you.' },
  approve: { zh: '批准借用', en: 'Grant the loan' },
  reject: { zh: '不批准', en: 'Refuse' },
  rejecting: { zh: '不批准借用', en: 'Do not grant' },
  reason: { zh: '不批准的理由', en: 'Reason' },
  reasonHint: {
    zh: '1–500 字，会原样发给申请人并记入台账。',
    en: '1–500 characters; sent to the applicant as written and kept on record.',
  },
}

/** The page behind a link of a mail: who wants the account, what for, when and how often (invariant 4). */
export function renderLoanDecisionPage(view: LoanDecisionView): string {
  const { language, decider } = view
  const say = wordsIn(language)
  const who = nameOf(decider, language)
  const body = markup`<p class="eyebrow">${say('微博账号借用', 'Loan of the Weibo account')} · ${who}</p><h1>${view.event}</h1>${problemNotice(view.problem, language)}<div class="notice"><p>${say('请在 ', 'Please decide by ')}<strong>${moment(view.deadline, language)}</strong>${say('（北京时间）前决定。', ' (Beijing time).')}${noteOf(view.deadlineNote, language)} <a href="#decide">${say('直接到决定 ↓', 'Go to the decision ↓')}</a></p></div><section class="sheet" aria-labelledby="facts"><h2 id="facts">${say('申请', 'Application')}</h2>${factList(
    [
      [say('单位', 'Unit'), view.unitName],
      [say('申请人', 'Applicant'), markup`${view.applicant} · ${moment(view.appliedAt, language)}`],
      [say('用途', 'Purpose'), view.purpose],
      [say('开始', 'From'), moment(view.from, language)],
      [say('结束', 'Until'), moment(view.until, language)],
      [say('借用人', 'Borrowers'), view.borrowers.join(say('、', ', '))],
      [say('条数上限', 'Cap on posts'), String(view.cap)],
    ],
  )}</section><section class="sheet" aria-labelledby="means"><h2 id="means">${say('批准意味着', 'What granting means')}</h2><ul><li>${say('借用人在上述时间内，经本系统直接以官方微博发布，最多上述条数；不交出账号密码。', 'Within the window the borrowers post as the company through this system, up to the cap; no password is handed over.')}</li><li>${say('每条自动检查字数、密级标识和敏感词，并立即报告文字编辑员。', 'Each post is checked for length, security markings and words, and reported to the editor at once.')}</li><li>${say('到时自动结束；您和文字编辑员可随时一键收回。', 'It ends by the clock; you and the editor can recall it at any time with one action.')}</li></ul></section>${decisionForms(view, words)}`
  return page({ title: view.event, language }, body)
}
