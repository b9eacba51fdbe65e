import { markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { decisionForms, type DecisionForms, type FormWords } from './decision-forms'
import { page, wordsIn } from './layout'
import { factList, moment, nameOf, noteOf, problemNotice, wechatFrame } from './parts'

/** A change of rights, addresses or the like, as the second person is shown it. */
export interface ChangeDecisionView extends DecisionForms {
  title: string
  /** what it changes: label and `before → after` */
  lines: [label: string, value: string][]
  /** of a look of articles: a sample in it, HTML of our own making */
  look?: string
  /** why it takes two people */
  why: string | undefined
  proposer: string
  proposedAt: Date
  decider: { name: string; standsInFor?: string }
  /** the glass was broken: it takes effect then unless it is refused */
  glass?: { reason: string; effectiveAt: Date }
  deadline: Date
  deadlineNote?: Bilingual | undefined
}

const words: FormWords = {
  code: { zh: '验证码印在请您复核的邮件里。', en: 'It is printed in the mail that asked you.' },
  approve: { zh: '确认变更', en: 'Confirm the change' },
  reject: { zh: '不同意', en: 'Refuse' },
  rejecting: { zh: '不同意这项变更', en: 'Do not confirm' },
  reason: { zh: '不同意的理由', en: 'Reason' },
  reasonHint: {
    zh: '1–500 字，会原样发给提出人并记入台账。',
    en: '1–500 characters; sent to the proposer as written and kept on record.',
  },
}

/** The page behind a link of a mail: what changes, who wants it and why it takes two (invariant 4). */
export function renderChangeDecisionPage(view: ChangeDecisionView): string {
  const { language, decider, glass } = view
  const say = wordsIn(language)
  const who = nameOf(decider, language)
  const broken =
    glass &&
    markup`<div class="notice"><p>${say('提出人声明紧急：', 'Declared urgent: ')}${glass.reason}</p><p>${say('若无人拒绝，将于 ', 'Unless somebody refuses it takes effect at ')}<strong>${moment(glass.effectiveAt, language)}</strong>${say(' 自动生效。', '.')}</p></div>`
  const body = markup`<p class="eyebrow">${say('变更复核', 'A second pair of eyes')} · ${who}</p><h1>${view.title}</h1>${problemNotice(view.problem, language)}${broken}<div class="notice"><p>${say('请在 ', 'Please answer by ')}<strong>${moment(view.deadline, language)}</strong>${say('（北京时间）前答复。', ' (Beijing time).')}${noteOf(view.deadlineNote, language)} <a href="#decide">${say('直接到决定 ↓', 'Go to the decision ↓')}</a></p></div><section class="sheet" aria-labelledby="facts"><h2 id="facts">${say('变更内容', 'What changes')}</h2>${factList(
    [
      ...view.lines,
      [say('提出人', 'Proposed by'), markup`${view.proposer} · ${moment(view.proposedAt, language)}`],
      ...(view.why ? [[say('为何需要两人', 'Why it takes two'), view.why] as [string, string]] : []),
    ],
  )}</section>${
    view.look &&
    markup`<section class="sheet" aria-labelledby="look"><h2 id="look">${say('文章会是这个样子', 'Articles will look like this')}</h2><div class="article rich_media">${wechatFrame(view.look)}</div></section>`
  }<section class="sheet" aria-labelledby="means"><h2 id="means">${say('确认意味着', 'What confirming means')}</h2><ul><li>${say('变更在一分钟内生效，当事人在原邮箱和新邮箱都会收到通知，并在各处退出登录。', 'The change takes effect within a minute; whom it concerns is told at the old and the new address and signed out everywhere.')}</li><li>${say('您和提出人的姓名一起记入操作记录。', 'Your name goes on record beside the proposer’s.')}</li><li>${say('拿不准时，请先当面或电话问清提出人和当事人。', 'When in doubt, first ask the proposer and whom it concerns, in person.')}</li></ul></section>${decisionForms(view, words)}`
  return page({ title: view.title, language }, body)
}
