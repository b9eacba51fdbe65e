import { loanReportLetter } from '../channels/mail/loan-letters'
import { beijingMinute } from '../platform/beijing-time'
import type { Bilingual } from '../platform/refusal'
import { loanPage, tellAbout, tellNews, tellOthersAsked, type LoanMail, type Reader } from './letters'
import { isLent, type Loan, type LoanState } from './loan'
import { postStateNames } from '../weibo-post/post'
import { fateIn, isSettled, takeBackAll, type Fate, type Posting } from './posting'
import { expireLoan } from './expire-loan'
import { recalled } from './recall-loan'
import type { LoanPost } from './rows'
import type { Asks } from '../question/store'
import type { Loans } from './store'

interface Needs extends LoanMail {
  loans: Loans
  asks: Asks
  posting: Posting
}

/** How long the report waits for posts still on their way; then it says so. */
export const waitsForPostsMs = 24 * 3_600_000
const lookAgainSeconds = 120

const everybody: Reader[] = ['department-head', 'editors', 'applicant', 'unit-head', 'borrowers']

type Closed = Extract<LoanState, 'refused' | 'expired' | 'withdrawn' | 'recalled'>
const news: Record<Closed, { to: Reader[]; head: Bilingual; say: Bilingual }> = {
  refused: {
    to: ['applicant', 'unit-head', 'editors'],
    head: { zh: '微博账号借用未获批准', en: 'Weibo loan refused' },
    say: {
      zh: '企管部负责人没有批准这次借用。可以按理由修改后重新申请。',
      en: 'The head of enterprise management did not grant this loan. You may apply again with the reason in mind.',
    },
  },
  expired: {
    to: ['applicant', 'unit-head', 'editors'],
    head: { zh: '微博账号借用申请逾期关闭', en: 'application for a Weibo loan closed as overdue' },
    say: {
      zh: '这份借用申请没有得到决定，已经关闭。',
      en: 'Nobody decided on this application; it is closed.',
    },
  },
  withdrawn: {
    to: ['department-head', 'editors'],
    head: { zh: '微博账号借用申请已撤回', en: 'application for a Weibo loan withdrawn' },
    say: {
      zh: '申请单位撤回了这份申请，先前邮件中的链接作废。',
      en: 'The unit withdrew this application; the links of earlier mails are void.',
    },
  },
  recalled: {
    to: everybody,
    head: { zh: '微博账号借用已收回', en: 'Weibo loan recalled' },
    say: {
      zh: '借用已经收回，立即生效：不能再发微博，还没有发出的内容退回企管部。',
      en: 'The loan is recalled with immediate effect: nothing more can be posted, and what has not gone out returns to enterprise management.',
    },
  },
}

/** A machine that broke leaves no right behind that nobody watches. */
async function broken(needs: Needs, loan: Loan, trouble: string): Promise<Loan> {
  const reason = `系统出错 / something broke: ${trouble}`
  if (loan.state === 'applied') return expireLoan(needs)(loan.id, reason)
  if (!isLent(loan.state)) return loan
  const at = needs.clock.now().toISOString()
  return needs.loans.change(loan.id, (current) =>
    isLent(current.state) ? recalled(current, { id: 'system', name: '系统', at, reason }) : undefined,
  )
}

const lineOf = (post: LoanPost, fate: Fate): Bilingual => {
  const name = postStateNames[fate.kind]
  const start = `${beijingMinute(new Date(post.at))} ${post.name}`
  return {
    zh: [`${start}「${post.text}」${name.zh}`, fate.url, fate.said?.zh].filter(Boolean).join(' · '),
    en: [`${start} “${post.text}”: ${name.en}`, fate.url, fate.said?.en].filter(Boolean).join(' · '),
  }
}

async function report(needs: Needs, loan: Loan, fates: { post: LoanPost; fate: Fate }[]): Promise<void> {
  const end = loan.end!
  const posted = fates.filter(({ fate }) => fate.kind === 'posted').length
  const at = beijingMinute(new Date(end.at))
  await tellAbout(needs)(loan, everybody, (about) =>
    loanReportLetter({
      ...about,
      posted,
      head: { zh: '微博账号借用结束报告', en: 'report on a Weibo loan' },
      say:
        loan.state === 'recalled'
          ? {
              zh: `借用于 ${at} 由${end.name}收回（${end.reason}）。`,
              en: `The loan was recalled at ${at} by ${end.name} (${end.reason}).`,
            }
          : { zh: `借用于 ${at} 按时结束。`, en: `The loan ended by the clock at ${at}.` },
      lines: fates.map(({ post, fate }) => lineOf(post, fate)),
      link: loanPage(needs.publicUrl, loan),
    }),
  )
}

/** `waiting` while posts of an ended loan are still on their way, else the state the loan ended in. */
export interface Closing {
  outcome: LoanState | 'waiting'
  waitSeconds: number
}

/** The end of every loan: its letters and, when it was lent, the report on its posts (article 12); safe to repeat. */
export const closeLoan =
  (needs: Needs) =>
  async ({ loanId, trouble }: { loanId: string; trouble?: string }): Promise<Closing> => {
    const { loans, clock } = needs
    const now = clock.now()
    let loan = await loans.withId(loanId)
    if (trouble) loan = await broken(needs, loan, trouble)
    const done: Closing = { outcome: loan.state, waitSeconds: lookAgainSeconds }
    if (loan.reportedAt || loan.state === 'applied' || isLent(loan.state)) return done

    if (loan.state !== 'ended' && !loan.endToldAt) {
      const { to, ...said } = news[loan.state as Closed]
      if (loan.state === 'refused') await tellOthersAsked(needs, loan, to)
      const reason = (loan.end ?? loan.decision)?.reason
      await tellNews(needs)(loan, to, { kind: loan.state, ...said, ...(reason && { reason }) })
      loan = await marked(needs, loan, 'endToldAt', 'LoanEndTold', {})
    }
    if (!loan.end) {
      await marked(needs, loan, 'reportedAt', 'LoanClosed', {})
      return done
    }
    const posts = await loans.posts(loanId)
    await takeBackAll(needs)(loan, posts)
    const fates = await Promise.all(
      posts.map(async (post) => ({ post, fate: await fateIn(needs.posting, post) })),
    )
    const open = fates.some(({ fate }) => !isSettled(fate))
    if (open && now.getTime() < Date.parse(loan.end.at) + waitsForPostsMs)
      return { ...done, outcome: 'waiting' }
    await report(needs, loan, fates)
    await marked(needs, loan, 'reportedAt', 'LoanReported', {
      posts: fates.map(({ post, fate }) => ({
        ...{ postId: post.postId, by: post.personId, fate: fate.kind },
        ...(fate.url && { url: fate.url }),
      })),
      unused: loan.cap - fates.filter(({ fate }) => fate.kind === 'posted').length,
    })
    return done
  }

/** Letters first, then the record: a crash between repeats a letter under its old Message-ID, never loses one. */
const marked = (
  { loans, clock }: Needs,
  loan: Loan,
  field: 'endToldAt' | 'reportedAt',
  type: string,
  facts: Record<string, unknown>,
): Promise<Loan> =>
  loans.change(loan.id, (current) =>
    current[field] === undefined
      ? {
          next: { ...current, [field]: clock.now().toISOString() },
          happened: { by: 'system', type, facts },
        }
      : undefined,
  )
