import { loanPostLetter } from '../channels/mail/loan-letters'
import type { Person } from '../people/person'
import { derivedUuid } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import type { WordLists } from '../wording/store'
import { loanPage, tellAbout, type LoanMail } from './letters'
import type { Loan } from './loan'
import { checkPost, whyNot } from './may-post'
import type { Posting } from './posting'
import type { LoanPost } from './rows'
import { loanPostWatchWrite, loanPostWrite, type Loans } from './store'

interface Needs extends LoanMail {
  loans: Loans
  wordLists: WordLists
  posting: Posting
}

export interface PostForm {
  loanId: string
  text: string
  /** answers to the hits of the word screen, in their order (article 8) */
  answers: string[]
  /** articles 6 and 8: the person stands for truth, reliability, compliance and nothing classified */
  declared: true
  /** repeated, it is the same post */
  key: string
  by: Person
  /** real address of the borrower */
  ip: string
}

const reused = () =>
  new Refusal('KeyReused', {
    zh: '同一个 Idempotency-Key 已用于另一条内容，请换一个',
    en: 'this Idempotency-Key was used for another text; use a new one',
  })

/** Takes one place of the cap for this text by one conditional write: two posts never take the last place both. */
const takePlace =
  ({ loans, wordLists, clock }: Pick<Needs, 'loans' | 'wordLists' | 'clock'>) =>
  async ({ loanId, text, answers, declared, key, by, ip }: PostForm): Promise<LoanPost> => {
    const postId = derivedUuid('loan-post', loanId, by.id, key)
    const known = async (): Promise<LoanPost | undefined> => {
      const post = await loans.post(loanId, postId)
      if (post && post.text !== text) throw reused()
      return post
    }
    const before = await known()
    if (before) return before
    const now = clock.now()
    const { list } = await wordLists.newest()
    const placed = (loan: Loan): LoanPost => {
      const refusal = whyNot(loan, by, now)
      if (refusal) throw refusal
      const place = { loanId, postId, number: loan.used + 1, personId: by.id, name: by.name, text, ip }
      return { ...place, answers: checkPost(text, answers, list), at: now.toISOString() }
    }
    try {
      await loans.change(loanId, (loan) => {
        const post = placed(loan)
        return {
          next: { ...loan, used: post.number },
          happened: {
            by: by.id,
            type: 'LoanPosted',
            facts: { postId, number: post.number, text, answers: post.answers, declared },
          },
          writes: [loanPostWrite(post), loanPostWatchWrite(loanId, postId, now)],
        }
      })
    } catch (error) {
      // The very same request came twice at once: the other has placed it.
      if (!(error instanceof ConditionFailed)) throw error
    }
    const post = await known()
    if (!post) throw new Error(`post ${postId} took no place and was not refused`)
    return post
  }

/** Hands a placed post over and reports it to the editor at once (article 12); safe to repeat. */
export const handOverPost =
  (needs: Omit<Needs, 'wordLists'>) =>
  async (post: LoanPost): Promise<Loan> => {
    const { loans, posting, publicUrl } = needs
    const loan = await loans.withId(post.loanId)
    await posting.release(post, loan)
    await tellAbout(needs)(loan, ['editors'], (about) =>
      loanPostLetter({
        ...about,
        ...{ postId: post.postId, number: post.number, by: post.name, text: post.text },
        ...{ answers: post.answers, at: new Date(post.at), link: loanPage(publicUrl, loan) },
      }),
    )
    await loans.unwatchPost(loan.id, post.postId)
    return loan
  }

/** Article 12: a borrower posts directly, without a password; every check first, each refusal with its own reason. */
export const postUnderLoan =
  (needs: Needs) =>
  async (form: PostForm): Promise<{ post: LoanPost; left: number }> => {
    const post = await takePlace(needs)(form)
    const loan = await handOverPost(needs)(post)
    return { post, left: loan.cap - loan.used }
  }
