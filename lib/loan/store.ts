import * as z from 'zod'
import { linkWrite } from '../approval/link-store'
import { append, LedgerEvent, type Happened } from '../ledger/event'
import type { Clock } from '../platform/clock'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../platform/table'
import { Loan, loanStates, type LoanState } from './loan'
import { LoanAsk, LoanPost } from './rows'

const Watched = z.object({ loanId: z.string(), postId: z.string().optional() })
export type Watched = z.infer<typeof Watched>

/** What a rule decided: the new loan, what to write in its ledger, and rows that belong to the same moment. */
export interface LoanChange {
  loan: Loan
  happened: Happened
  writes?: Write[]
}

type LoanAsked = Paging & { states?: readonly LoanState[] }

const tries = 10
const loanPk = (id: string) => `LOAN#${id}`
const headKey = (id: string) => ({ pk: loanPk(id), sk: 'HEAD' })
/** Of the loan itself, or of one of its posts. */
const watchKey = (id: string, postId?: string) => ({
  pk: loanPk(id),
  sk: postId === undefined ? 'WATCH' : `WATCH#${postId}`,
})
const waitKey = (id: string) => ({ pk: loanPk(id), sk: 'WAIT' })
const seqOf = (seq: number) => `EVENT#${String(seq).padStart(6, '0')}`

const headRow = (loan: Loan): Row => ({
  ...loan,
  ...headKey(loan.id),
  gsi1pk: `UNIT#${loan.unitId}#LOANS`,
  gsi1sk: `${loan.appliedAt}#${loan.id}`,
})

/** The loan's place in the register: one list for each state. */
const placeRow = (loan: Loan): Row => ({
  pk: loanPk(loan.id),
  sk: 'PLACE',
  loanId: loan.id,
  gsi1pk: `LOANS#${loan.state}`,
  gsi1sk: `${loan.appliedAt}#${loan.id}`,
})

/** Should have moved on by `dueAt`: then the machine is started or woken, or the post handed over. */
export const loanWatchWrite = (loanId: string, dueAt: Date, postId?: string): Write => ({
  put: {
    ...watchKey(loanId, postId),
    loanId,
    ...(postId && { postId }),
    gsi1pk: 'LOANWATCH',
    gsi1sk: dueAt.toISOString(),
  },
})

export const loanPostWrite = (post: LoanPost): Write => ({
  put: { ...post, pk: loanPk(post.loanId), sk: `POST#${post.postId}` },
  when: absent,
})

const askRow = (ask: LoanAsk): Row => ({ ...ask, pk: loanPk(ask.loanId), sk: `ASK#${ask.personId}` })

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

/** A head, its place or a ledger row moved because another hand wrote; any other row is for the caller to look at. */
const isOwnRow = (row: Row | undefined) =>
  row === undefined || row.sk === 'HEAD' || row.sk === 'PLACE' || row.sk.startsWith('EVENT#')

/** Loans with their ledger, asks and posts; keys in docs/table.md. */
export function loanStore(table: Table, clock: Clock) {
  const find = async (id: string): Promise<Loan | undefined> => {
    const row = await table.get(headKey(id))
    return row && Loan.parse(row)
  }

  const withId = async (id: string): Promise<Loan> => {
    const found = await find(id)
    if (!found) throw missing()
    return found
  }

  const write = async (before: Loan | undefined, change: LoanChange): Promise<Loan> => {
    const at = clock.now()
    const { event, chain } = append(change.loan.chain, change.happened, at)
    const loan: Loan = {
      ...change.loan,
      chain,
      updatedAt: at.toISOString(),
      revision: (before?.revision ?? 0) + 1,
    }
    await table.transact([
      {
        put: headRow(loan),
        when: before
          ? {
              expression: '#revision = :seen',
              names: { '#revision': 'revision' },
              values: { ':seen': before.revision },
            }
          : absent,
      },
      { put: { ...event, pk: loanPk(loan.id), sk: seqOf(event.seq) }, when: absent },
      ...(before?.state === loan.state ? [] : [{ put: placeRow(loan) }]),
      ...(change.writes ?? []),
    ])
    return loan
  }

  return {
    find,
    withId,

    /** Writes a new loan; a repeat answers the one that stands. */
    async create(change: LoanChange): Promise<Loan> {
      try {
        return await write(undefined, change)
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return withId(change.loan.id)
      }
    },

    /**
     * Loads, lets the rule decide, saves all together; decides again on what another hand has just written.
     * `undefined` from the rule means nothing is to change.
     */
    async change(
      id: string,
      decide: (loan: Loan) => LoanChange | undefined | Promise<LoanChange | undefined>,
    ): Promise<Loan> {
      for (let attempt = 1; ; attempt++) {
        const loan = await withId(id)
        const change = await decide(loan)
        if (!change) return loan
        try {
          return await write(loan, change)
        } catch (error) {
          if (!(error instanceof ConditionFailed) || !isOwnRow(error.row) || attempt === tries) throw error
        }
      }
    },

    async ledger(id: string): Promise<LedgerEvent[]> {
      return (await table.partition(loanPk(id), 'EVENT#')).map((row) => LedgerEvent.parse(row))
    },

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
      const loans = await Promise.all(items.map((row) => find(z.string().parse(row['loanId']))))
      return { items: loans.filter((loan) => loan !== undefined), ...rest }
    },

    async asksOf(id: string): Promise<LoanAsk[]> {
      return (await table.partition(loanPk(id), 'ASK#')).map((row) => LoanAsk.parse(row))
    },

    /** An ask and its link in one moment, unless this round of this person stands already; answers what stands. */
    async ask(ask: LoanAsk): Promise<LoanAsk> {
      const { linkHash, loanId, personId, round } = ask
      const newer = {
        expression: 'attribute_not_exists(pk) OR #round < :round',
        names: { '#round': 'round' },
        values: { ':round': round },
      }
      try {
        await table.transact([
          { put: askRow(ask), when: newer },
          linkWrite({ about: 'loan', linkHash, loanId, personId, round }),
        ])
        return ask
      } catch (error) {
        if (!(error instanceof ConditionFailed) || !error.row) throw error
        return LoanAsk.parse(error.row)
      }
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

    /** Keeps the task token of the waiting machine; it never leaves the backend. */
    async wait(id: string, taskToken: string): Promise<void> {
      await table.put({ ...waitKey(id), taskToken })
    },

    async waiting(id: string): Promise<string | undefined> {
      const row = await table.get(waitKey(id))
      return row && z.string().parse(row['taskToken'])
    },

    async watch(id: string, dueAt: Date): Promise<void> {
      await table.transact([loanWatchWrite(id, dueAt)])
    },

    async unwatch(id: string, postId?: string): Promise<void> {
      await table.remove(watchKey(id, postId))
    },

    /** What should have moved on before `now`. */
    async stuck(now: Date): Promise<Watched[]> {
      return (await table.list('LOANWATCH', { to: now.toISOString() })).map((row) => Watched.parse(row))
    },
  }
}

export type Loans = ReturnType<typeof loanStore>
