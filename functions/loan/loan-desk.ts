import * as z from 'zod'
import { loanLimits } from '../../lib/loan/application'
import { applyLoan } from '../../lib/loan/apply-loan'
import { CheckedText, checkText } from '../../lib/loan/check-text'
import { ListedLoans, listLoans } from '../../lib/loan/list-loans'
import { loanStates } from '../../lib/loan/loan'
import { postUnderLoan } from '../../lib/loan/post-under-loan'
import { recallLoan } from '../../lib/loan/recall-loan'
import { ShownLoan, showLoan } from '../../lib/loan/show-loan'
import { withdrawLoan } from '../../lib/loan/withdraw-loan'
import { json } from '../../lib/platform/http'
import { Paging } from '../../lib/platform/paging'
import { RequestKey } from '../../lib/platform/requests'
import { routes } from '../../lib/platform/routes'
import { spoken } from '../../lib/policy/visible'
import { lendMachine, posting, waits } from '../wire/machines'
import { wire } from '../wire/part'
import { asking, loans, signedIn, wordLists } from '../wire/rows'

const door = signedIn()
const room = wire({ ...asking, loans, wordLists, waits, posting, machine: lendMachine })
const apply = applyLoan(room)
const list = listLoans(room)
const check = checkText(room)
const show = showLoan(room)
const recall = recallLoan(room)
const withdraw = withdrawLoan(room)
const post = postUnderLoan(room)

const AtLoan = z.object({ path: z.object({ loanId: z.uuid() }) })
const Listed = z.object({
  query: Paging.extend({
    unitId: z.string().max(100).optional(),
    state: z.enum(loanStates).optional(),
  }),
})
const Apply = z.object({
  headers: RequestKey,
  body: z.strictObject({
    unitId: z.string().max(100),
    event: z.string().trim().min(1).max(60),
    purpose: spoken(500),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    borrowerIds: z.array(z.string().max(100)).min(1).max(loanLimits.maxBorrowers),
    cap: z.number().int().positive(),
  }),
})
const Recall = AtLoan.extend({ body: z.strictObject({ reason: spoken(500) }) })

/** Weibo's count is looked at by the rules; this bounds what they are given. */
const text = z.string().max(2000)
const Check = AtLoan.extend({ body: z.strictObject({ text }) })
const Post = AtLoan.extend({
  headers: RequestKey,
  sourceIp: z.string(),
  body: z.strictObject({
    text,
    /** to the hits of the word screen, in their order (article 8) */
    answers: z.array(z.string().max(200)).max(200).default([]),
    /** article 6: true, reliable, compliant and unclassified, says the person who posts */
    declared: z.literal(true),
  }),
})

const Applied = z.object({ loanId: z.uuid() })
const Moved = z.object({ state: z.enum(loanStates) })
/** `left`: places of the cap still free */
const Posted = z.object({ postId: z.uuid(), left: z.number().int() })

/** The loan of the Weibo account to a unit (article 12): apply, look, take back. */
export const handler = routes({
  /** Article 12, for inspection too: loans of one's unit, or of all for those who see all (article 2). */
  'GET /api/loans': door(
    { request: Listed, roles: [], answer: ListedLoans },
    async ({ query: { unitId, state, ...paging }, person }) =>
      json(200, await list({ ...paging, by: person, unitId, ...(state && { states: [state] }) })),
  ),
  /** An officer or the head of the unit applies; the head of 企管部 is asked by mail. */
  'POST /api/loans': door(
    { request: Apply, roles: ['officer', 'unit-head'], answer: Applied },
    async ({ headers, body, person }) =>
      json(201, { loanId: (await apply({ ...body, key: headers['idempotency-key'], by: person })).id }),
  ),
  /** One loan with its posts, its record, and what this person may do with it now. */
  'GET /api/loans/{loanId}': door(
    { request: AtLoan, roles: [], answer: ShownLoan },
    async ({ path, person }) => json(200, await show({ ...path, by: person })),
  ),
  /** The unit takes its application back while nobody has decided. */
  'POST /api/loans/{loanId}/withdraw': door(
    { request: AtLoan, roles: ['officer', 'unit-head'], answer: Moved },
    async ({ path, person }) => json(200, { state: (await withdraw({ ...path, by: person })).state }),
  ),
  /** Ends a loan at once, on record; what has not gone out returns to 企管部. */
  'POST /api/loans/{loanId}/recall': door(
    { request: Recall, roles: ['department-head', 'editor'], answer: Moved },
    async ({ path, body, person }) =>
      json(200, { state: (await recall({ ...path, ...body, by: person })).state }),
  ),
  /** What the automatic checks say of a text while it is written: count, limit, hits to be answered. */
  'POST /api/loans/{loanId}/check': door(
    { request: Check, roles: [], answer: CheckedText },
    async ({ path, body, person }) => json(200, await check({ ...path, ...body, by: person })),
  ),
  /** A borrower posts under an open loan, without a password; 202 with how many are left. */
  'POST /api/loans/{loanId}/posts': door(
    { request: Post, roles: [], answer: Posted },
    async ({ headers, path, body, sourceIp, person }) => {
      const form = { ...path, ...body, ip: sourceIp, key: headers['idempotency-key'] }
      const { post: made, left } = await post({ ...form, by: person })
      return json(202, { postId: made.postId, left })
    },
  ),
})
