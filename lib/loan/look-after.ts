import { beijingMinute } from '../platform/beijing-time'
import { mayActFor } from './application'
import type { Asks } from '../question/store'
import { tellNews, tellOthersAsked, type LoanMail, type Reader } from './letters'
import { isLent, moved, type Loan } from './loan'
import { recalled } from './recall-loan'
import { noticeAt, standing, type Standing } from './standing'
import type { Loans } from './store'

interface Needs extends LoanMail {
  loans: Loans
  asks: Asks
}

const system = { id: 'system', name: '系统' }
const nobodyLeft = '借用人都已离任或不再担任信息员、负责人 / no borrower holds the role any more'

/** Whether at least one borrower, read afresh, could still post. */
async function anybodyLeft({ people, clock }: Needs, loan: Loan): Promise<boolean> {
  const borrowers = await Promise.all(loan.borrowers.map((one) => people.withId(one.id)))
  return borrowers.some((person) => person && mayActFor(person, loan.unitId, clock.now()))
}

/** What the clock, or the loss of a role, does to a lent loan at this moment; undefined when it stays as it is. */
async function next(needs: Needs, loan: Loan) {
  const now = needs.clock.now()
  const at = now.toISOString()
  if (!isLent(loan.state)) return undefined
  if (now >= new Date(loan.until))
    return {
      next: moved(loan, 'ended', { ...system, at }),
      happened: { by: system.id, type: 'LoanEnded', facts: { used: loan.used } },
    }
  if (!(await anybodyLeft(needs, loan))) return recalled(loan, { ...system, at, reason: nobodyLeft })
  if (loan.state === 'granted' && now >= new Date(loan.from))
    return {
      next: moved(loan, 'open', { ...system, at }),
      happened: { by: system.id, type: 'LoanOpened', facts: { from: loan.from, until: loan.until } },
    }
  return undefined
}

/** Letters first, then the record: a crash between repeats a letter under its old Message-ID, never loses one. */
async function tell(needs: Needs, loan: Loan): Promise<Loan> {
  const { loans, clock } = needs
  const now = clock.now()
  const until = beijingMinute(new Date(loan.until))
  if (isLent(loan.state) && loan.toldAt === undefined) {
    const to: Reader[] = ['applicant', 'borrowers', 'editors']
    await tellOthersAsked(needs, loan, to)
    await tellNews(needs)(loan, to, {
      kind: 'granted',
      head: { zh: '微博账号借用已批准', en: 'Weibo loan granted' },
      say: {
        zh: '借用已获批准。在下面的时间内，借用人在系统中直接发布微博，无需账号密码；每条自动检查并报告文字编辑员。',
        en: 'The loan is granted. Within the window below its borrowers post through the system, without a password; each post is checked and reported to the editor.',
      },
    })
    return loans.change(loan.id, (current) =>
      current.toldAt === undefined
        ? {
            next: { ...current, toldAt: now.toISOString() },
            happened: { by: system.id, type: 'LoanGrantTold', facts: {} },
          }
        : undefined,
    )
  }
  const notice = noticeAt(loan)
  if (loan.state !== 'open' || !notice || now < notice) return loan
  await tellNews(needs)(loan, ['borrowers', 'editors'], {
    kind: 'last-day',
    head: { zh: '微博账号借用即将到期', en: 'Weibo loan ends soon' },
    say: {
      zh: `借用将于 ${until}（北京时间）到期，到期后自动收回；还可发 ${loan.cap - loan.used} 条。`,
      en: `The loan ends at ${until}, Beijing time, by itself; ${loan.cap - loan.used} posts are left.`,
    },
  })
  return loans.change(loan.id, (current) =>
    current.remindedAt === undefined && current.state === 'open'
      ? {
          next: { ...current, remindedAt: now.toISOString() },
          happened: { by: system.id, type: 'LoanEndAnnounced', facts: {} },
        }
      : undefined,
  )
}

/** Opens a granted loan, ends an open one, recalls one nobody can use any more, and tells its people; safe to repeat. */
export const lookAfterLoan =
  (needs: Needs) =>
  async ({ loanId }: { loanId: string }): Promise<Standing> => {
    const { loans, clock } = needs
    const moved = await loans.change(loanId, (loan) => next(needs, loan))
    return standing(await tell(needs, moved), clock.now())
  }
