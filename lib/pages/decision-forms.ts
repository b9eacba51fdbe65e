import { markup, trusted, type Markup } from '../platform/markup'
import type { Bilingual } from '../platform/refusal'
import { wordsIn, type Language } from './layout'
import { codeField, type Problem } from './parts'

/** What the two forms of a decision need; every page behind a link of a mail has them (invariant 4). */
export interface DecisionForms {
  language: Language
  /** address both forms are posted to; the page's own */
  action: string
  /** proves that the POST comes from this page, field `nonce` */
  nonce: string
  /** opened from the portal: a refusal takes the code of the mail as well */
  codeAlways?: true
  /** which link of the mail was followed: that form is at hand, and nothing is decided by it */
  choice?: 'approve' | 'reject' | undefined
  /** why the last POST was not taken, and which form it came from */
  problem?: Problem & { form: 'approve' | 'reject' }
  /** what was typed then, so that nothing is lost */
  typed?: { answers?: string[]; reason?: string; quote?: string }
}

/** How the buttons and fields are called where this is decided. */
export type FormWords = Record<
  'code' | 'approve' | 'reject' | 'rejecting' | 'reason' | 'reasonHint',
  Bilingual
>

/** Approve with the code of the mail, or reject with a reason: two forms without JavaScript. */
export function decisionForms(
  view: DecisionForms,
  words: FormWords,
  answers?: Markup,
  quote?: Markup,
): Markup {
  const { language, problem } = view
  const say = wordsIn(language)
  const start = markup`<form method="post" action="${view.action}"><input type="hidden" name="nonce" value="${view.nonce}">`
  const code = (id: string) =>
    codeField(say('邮件中的 6 位验证码', 'The six-digit code from the mail'), words.code[language], { id })
  return markup`<section class="sheet" id="decide" aria-labelledby="decide-title"><h2 id="decide-title">${say('您的决定', 'Your decision')}</h2>${start}${answers}${code('code')}<button class="main" name="choice" value="approve">${words.approve[language]}</button></form></section><section class="sheet" id="reject" aria-label="${words.reject[language]}"><details${(problem?.form ?? view.choice) === 'reject' && trusted(' open')}><summary>${words.rejecting[language]}</summary>${start}<div class="field"><label for="reason">${words.reason[language]}</label><textarea id="reason" name="reason" minlength="1" maxlength="500" rows="4" required aria-describedby="reason-hint">${view.typed?.reason ?? ''}</textarea><p class="hint" id="reason-hint">${words.reasonHint[language]}</p></div>${quote}${view.codeAlways && code('reject-code')}<button class="danger" name="choice" value="reject">${words.reject[language]}</button></form></details></section>`
}
