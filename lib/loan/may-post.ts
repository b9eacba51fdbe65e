import type { Person } from '../people/person'
import { beijingMinute } from '../platform/beijing-time'
import { Refusal, type Bilingual, type RefusalCode } from '../platform/refusal'
import type { Finding } from '../policy/finding'
import { signFindings } from '../policy/text-rule'
import { isVisible } from '../policy/visible'
import { checkWeiboText } from '../policy/weibo-counter'
import { byHandReasons } from '../policy/weibo-way'
import { wordList, type WordList } from '../policy/word-list'
import { screen } from '../policy/word-screen'
import { mayActFor } from './application'
import { isLent, loanStateNames, type Loan } from './loan'

const minuteOf = (iso: string): string => beijingMinute(new Date(iso))

const no = (loan: Loan, code: RefusalCode, said: Bilingual): Refusal =>
  new Refusal(code, said, {
    facts: {
      ...{ loanId: loan.id, state: loan.state, from: loan.from, until: loan.until },
      ...{ cap: loan.cap, used: loan.used },
      ...(loan.end && { by: loan.end.name, at: loan.end.at, reason: loan.end.reason }),
    },
  })

/** Where the loan itself stands in the way, whoever asks; undefined when it is open at `now`. */
export function whyClosed(loan: Loan, now: Date): Refusal | undefined {
  if (loan.state === 'recalled')
    return no(loan, 'LoanRecalled', {
      zh: `借用已被收回${loan.end?.reason ? `：${loan.end.reason}` : ''}，未发内容退回企管部`,
      en: `the loan was recalled${loan.end?.reason ? `: ${loan.end.reason}` : ''}; nothing more can be posted`,
    })
  if (loan.state === 'ended' || (isLent(loan.state) && now >= new Date(loan.until)))
    return no(loan, 'LoanOver', {
      zh: `借用已于 ${minuteOf(loan.until)} 到期`,
      en: `the loan ended at ${minuteOf(loan.until)}, Beijing time`,
    })
  if (!isLent(loan.state)) {
    const name = loanStateNames[loan.state]
    return no(loan, 'LoanNotOpen', {
      zh: `借用没有获得批准（${name.zh}），不能发微博`,
      en: `this loan is not granted (${name.en}); nothing can be posted`,
    })
  }
  if (now < new Date(loan.from))
    return no(loan, 'LoanNotOpen', {
      zh: `借用从 ${minuteOf(loan.from)} 起才可以发微博`,
      en: `the loan opens at ${minuteOf(loan.from)}, Beijing time`,
    })
  return undefined
}

/** Whether this person, with the roles read just now, is one the account is lent to. */
export function whyNotBorrower(loan: Loan, person: Person, now: Date): Refusal | undefined {
  if (!loan.borrowers.some((one) => one.id === person.id))
    return no(loan, 'NotBorrower', {
      zh: '您不在这次借用的人员名单中，不能以官方微博发布',
      en: 'you are not among the people this loan names',
    })
  if (!mayActFor(person, loan.unitId, now))
    return no(loan, 'BorrowerLeft', {
      zh: '您已不是该单位的信息员或负责人，借用对您已失效',
      en: 'you no longer are officer or head of that unit; the loan no longer covers you',
    })
  return undefined
}

/** Article 12: why this person may not post under this loan now, in the order people should hear it. */
export function whyNot(loan: Loan, person: Person, now: Date): Refusal | undefined {
  const closed = whyNotBorrower(loan, person, now) ?? whyClosed(loan, now)
  if (closed) return closed
  if (loan.used >= loan.cap)
    return no(loan, 'LoanSpent', {
      zh: `这次借用的 ${loan.cap} 条已用完`,
      en: `the ${loan.cap} posts of this loan are used up`,
    })
  return undefined
}

/**
 * What the automatic checks say of a text: length by Weibo's count (10.2), markings and words (article 8), and why it
 * would have to be posted by hand (warnings).
 */
export const textFindings = (text: string, list: WordList = wordList): Finding[] => [
  ...signFindings('weiboText', text),
  ...checkWeiboText(text),
  ...byHandReasons({ text, pictures: 0, videos: 0 }),
  ...screen(text, list, 'weiboText'),
]

/**
 * Articles 8 and 10.2 for a post under a loan: nobody reviews it, so whoever posts answers each hit of the word screen.
 * Returns what was answered. @throws Refusal `PolicyRefused` with what refuses, or with the hits not yet answered
 */
export function checkPost(
  text: string,
  answers: string[],
  list: WordList = wordList,
): { hit: string; answer: string }[] {
  const findings = textFindings(text, list)
  const refused = findings.filter((finding) => finding.severity === 'refuse')
  if (refused.length > 0)
    throw new Refusal(
      'PolicyRefused',
      { zh: '内容不能发布，请按下列说明修改', en: 'this cannot be posted; see the details' },
      { details: refused },
    )
  const hits = findings.filter((finding) => finding.severity === 'answer')
  const open = hits.filter((_, index) => !isVisible(answers[index] ?? ''))
  if (open.length > 0)
    throw new Refusal(
      'PolicyRefused',
      {
        zh: `有 ${open.length} 处敏感词提示须逐条答复（第八条）`,
        en: `${open.length} hits of the word screen are to be answered (article 8)`,
      },
      { details: hits, facts: { unanswered: open.length } },
    )
  return hits.map((hit, index) => ({ hit: String(hit.seen ?? hit.rule), answer: answers[index]!.trim() }))
}
