import * as z from 'zod'
import { ChainHead } from '../ledger/event'
import { canonicalJson, sha256 } from '../platform/ids'
import { Refusal, type Bilingual } from '../platform/refusal'
import { Wait } from '../question/wait'

export const loanStates = [
  'applied',
  'granted',
  'open',
  'ended',
  'recalled',
  'refused',
  'expired',
  'withdrawn',
] as const
export type LoanState = (typeof loanStates)[number]

export const loanStateNames: Record<LoanState, Bilingual> = {
  applied: { zh: '待批准', en: 'waiting for approval' },
  granted: { zh: '已批准，未到时间', en: 'granted, not yet open' },
  open: { zh: '借用中', en: 'open' },
  ended: { zh: '已到期', en: 'ended' },
  recalled: { zh: '已收回', en: 'recalled' },
  refused: { zh: '未批准', en: 'refused' },
  expired: { zh: '逾期未批', en: 'expired' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}

/** A person as the record names them; `system` is the clock. */
const By = z.object({ id: z.string(), name: z.string() })

/** Why a loan is no longer waiting, or no longer open. */
export const Ending = By.extend({
  at: z.iso.datetime(),
  reason: z.string().optional(),
  standsInFor: z.string().optional(),
})
export type Ending = z.infer<typeof Ending>

/** What is applied for and decided on; it never changes afterwards: another wish is another application. */
export const Terms = z.object({
  unitId: z.string(),
  /** the live event or campaign */
  event: z.string(),
  purpose: z.string(),
  /** first instant of the window */
  from: z.iso.datetime(),
  /** end of the window, exclusive */
  until: z.iso.datetime(),
  borrowers: z.array(By),
  /** how many posts at most */
  cap: z.number().int().positive(),
})
export type Terms = z.infer<typeof Terms>

/** The Weibo account lent to a unit for a window (article 12): the unit posts through the system, without a password. */
export const Loan = Terms.extend({
  id: z.string(),
  state: z.enum(loanStates),
  appliedBy: By,
  appliedAt: z.iso.datetime(),
  /** what the head is shown and decides on; see `termsHashOf` */
  termsHash: z.string(),
  /** the wait for the decision (invariant 5); absent until the head was asked */
  wait: Wait.optional(),
  /** grant, refusal, withdrawal or expiry */
  decision: Ending.optional(),
  /** places taken of the cap */
  used: z.number().int().nonnegative(),
  /** the end by the clock, or the recall */
  end: Ending.optional(),
  /** the people of the loan were told that it is granted */
  toldAt: z.iso.datetime().optional(),
  /** they were told that its last day has begun */
  remindedAt: z.iso.datetime().optional(),
  /** refusal, expiry, withdrawal or recall was told */
  endToldAt: z.iso.datetime().optional(),
  /** nothing is left to do: told, and reported when it was lent */
  reportedAt: z.iso.datetime().optional(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
  chain: ChainHead,
})
export type Loan = z.infer<typeof Loan>

/** Invariant 1 for a loan: what is decided is what was shown. */
export const termsHashOf = ({ unitId, event, purpose, from, until, borrowers, cap }: Terms): string =>
  sha256(
    canonicalJson({
      ...{ unitId, event, purpose, from, until, cap },
      borrowers: borrowers.map((one) => one.id).sort(),
    }),
  )

/** The states out of which each can be reached. */
const before: Record<LoanState, LoanState[]> = {
  applied: [],
  granted: ['applied'],
  refused: ['applied'],
  expired: ['applied'],
  withdrawn: ['applied'],
  open: ['granted'],
  ended: ['granted', 'open'],
  recalled: ['granted', 'open'],
}

const decisions: LoanState[] = ['granted', 'refused', 'expired', 'withdrawn']

export const isLent = (state: LoanState): boolean => state === 'granted' || state === 'open'

/**
 * The loan in its next state, with who brought it there. @throws Refusal `AlreadyDecided` for a second decision,
 * `WrongState` for whatever else does not follow
 */
export function moved(loan: Loan, state: LoanState, by: Ending): Loan {
  if (!before[state].includes(loan.state)) throw cannotBecome(loan, state)
  if (state === 'open') return { ...loan, state }
  return decisions.includes(state) ? { ...loan, state, decision: by } : { ...loan, state, end: by }
}

/** @throws Refusal `AlreadyDecided` with who came first, when the loan waits for no decision */
export function requireUndecided(loan: Loan): void {
  if (loan.state !== 'applied') throw cannotBecome(loan, 'granted')
}

/** How the page behind a link calls a decision on a loan. */
const decidedAs = { granted: 'approved', refused: 'rejected', expired: 'expired', withdrawn: 'withdrawn' }

function cannotBecome(loan: Loan, state: LoanState): Refusal {
  const now = loanStateNames[loan.state]
  const { decision } = loan
  if (decisions.includes(state) && decision) {
    const kind = loan.state in decidedAs ? decidedAs[loan.state as keyof typeof decidedAs] : 'approved'
    return new Refusal(
      'AlreadyDecided',
      {
        zh: `这份借用申请已由${decision.name}处理：${now.zh}`,
        en: `${decision.name} has dealt with this application already: ${now.en}`,
      },
      { facts: { by: decision.name, at: decision.at, kind, reason: decision.reason, about: 'loan' } },
    )
  }
  return new Refusal(
    'WrongState',
    { zh: `这次借用现在是“${now.zh}”，不能这样做`, en: `this loan is ${now.en}; that is not possible now` },
    { facts: { state: loan.state, about: 'loan' } },
  )
}
