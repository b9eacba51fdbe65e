import * as z from 'zod'
import { chainedStore } from '../matter/chained'
import type { WaitOf } from '../matter/waiting'
import { soon, unwatchWrite, watchWrite } from '../matter/watch'
import type { Clock } from '../platform/clock'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { absent, type Row, type Table, type Write } from '../platform/table'
import { askStore, settledWrites } from '../question/store'
import { loanAsks, loanPk } from './ask'
import { Loan, loanStates, type LoanState } from './loan'
import { LoanPost } from './rows'

type LoanAsked = Paging & { states?: readonly LoanState[] }

const headKey = (id: string) => ({ pk: loanPk(id), sk: 'HEAD' })

/** The loan's place in the register: one list for each state. */
const placeRow = (loan: Loan): Row => ({
  pk: loanPk(loan.id),
  sk: 'PLACE',
  loanId: loan.id,
  gsi1pk: `LOANS#${loan.state}`,
  gsi1sk: `${loan.appliedAt}#${loan.id}`,
})

/** The machine of a loan while it waits. */
export const loanWait = (id: string): WaitOf => ({ pk: loanPk(id), watched: { kind: 'loan', id } })

/** A post that took its place and is to be handed over. */
export const loanPostWatchWrite = (id: string, postId: string, now: Date): Write =>
  watchWrite(loanPk(id), { kind: 'loan', id, part: postId }, soon(now))

export const loanPostWrite = (post: LoanPost): Write => ({
  put: { ...post, pk: loanPk(post.loanId), sk: `POST#${post.postId}` },
  when: absent,
})

/**
 * Article 12: what has to hold at the very moment at which a post goes out under a loan. It rides in the transaction of
 * the post's intent, so of a recall and an intent at the same time exactly one is written.
 */
export const stillLentCheck = (loanId: string, now: Date): Write => ({
  check: headKey(loanId),
  when: {
    expression: '#state IN (:granted, :open) AND #from <= :now AND #until > :now',
    names: { '#state': 'state', '#from': 'from', '#until': 'until' },
    values: { ':granted': 'granted', ':open': 'open', ':now': now.toISOString() },
  },
})

const missing = () => new Refusal('NotFound', { zh: '没有这次借用', en: 'there is no such loan' })

/** Loans with their ledger, asks and posts; keys in docs/table.md. */
export function loanStore(table: Table, clock: Clock) {
  const chained = chainedStore({
    table,
    clock,
    pk: loanPk,
    parse: (row) => Loan.parse(row),
    idOf: ({ id }) => id,
    place: ({ id, unitId, appliedAt }) => ({ gsi1pk: `UNIT#${unitId}#LOANS`, gsi1sk: `${appliedAt}#${id}` }),
    alsoWrites: (before, next) => (before?.state === next.state ? [] : [{ put: placeRow(next) }]),
    watched: () => 'loan',
    missing,
  })
  const asks = askStore(table)

  return {
    ...chained,

    /** Loans of one unit in these states, newest application first. */
    async ofUnit(unitId: string, { states = loanStates, ...paging }: LoanAsked = {}): Promise<Page<Loan>> {
      const rows = await pageOf(table, `UNIT#${unitId}#LOANS`, {
        ...paging,
        newestFirst: true,
        fits: (row) => states.includes(Loan.parse(row).state),
      })
      return mapPage(rows, (row) => Loan.parse(row))
    },

    /** Loans of all units in these states, newest application first. */
    async inStates({ states = loanStates, ...paging }: LoanAsked = {}): Promise<Page<Loan>> {
      const lists = states.map((state) => `LOANS#${state}`)
      const { items, ...rest } = await pageOf(table, lists, { ...paging, newestFirst: true })
      const loans = await Promise.all(items.map((row) => chained.find(z.string().parse(row['loanId']))))
      return { items: loans.filter((loan) => loan !== undefined), ...rest }
    },

    /** Takes the application out of the queues of whoever is asked, with the change that closes it. */
    async settled(loanId: string): Promise<Write[]> {
      return settledWrites(loanAsks, await asks.of(loanAsks, { loanId }))
    },

    async post(id: string, postId: string): Promise<LoanPost | undefined> {
      const row = await table.get({ pk: loanPk(id), sk: `POST#${postId}` })
      return row && LoanPost.parse(row)
    },

    /** In the order they were made. */
    async posts(id: string): Promise<LoanPost[]> {
      const rows = await table.partition(loanPk(id), 'POST#')
      return rows.map((row) => LoanPost.parse(row)).sort((a, b) => a.number - b.number)
    },

    /** The post is handed over. */
    unwatchPost: (id: string, postId: string): Promise<void> =>
      table.transact([unwatchWrite(loanPk(id), postId)]),
  }
}

export type Loans = ReturnType<typeof loanStore>
