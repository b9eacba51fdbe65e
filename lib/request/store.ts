import { chainedStore } from '../matter/chained'
import type { WaitOf } from '../matter/waiting'
import { unwatchWrite } from '../matter/watch'
import type { Clock } from '../platform/clock'
import { mapPage, pageOf, type Page, type Paging } from '../platform/paging'
import { Refusal } from '../platform/refusal'
import { absent, ConditionFailed, unlessMoved, type Table, type Write } from '../platform/table'
import { Exemption, Expectation, MaterialRequest } from './request'

const pk = (id: string) => `REQUEST#${id}`
const unitList = (unitId: string) => `UNIT#${unitId}#REQUESTS`
const expectationKey = (unitId: string) => ({ pk: 'PRESSING', sk: `EXPECTED#${unitId}` })
const exemptionKey = (unitId: string, month: string) => ({ pk: 'PRESSING', sk: `EXEMPT#${month}#${unitId}` })
const answersKey = (submissionId: string) => ({ pk: `SUB#${submissionId}`, sk: 'ANSWERS' })

/** Rows of the day somebody was pressed vanish by themselves after this many days. */
const pressedKeptDays = 60

/** The machine of a request, while it waits and while it is to go on (docs/table.md). */
export const requestWait = (id: string): WaitOf => ({ pk: pk(id), watched: { kind: 'request', id } })

/** Which request a submission answers, one and no other; read when it is submitted or withdrawn. */
export const answersWrite = (submissionId: string, requestId: string): Write => ({
  put: { ...answersKey(submissionId), requestId },
  when: {
    expression: 'attribute_not_exists(pk) OR requestId = :requestId',
    values: { ':requestId': requestId },
  },
})

export const expectationWrite = (expectation: Expectation): Write => ({
  put: { ...expectation, ...expectationKey(expectation.unitId) },
})
export const exemptionWrite = (exemption: Exemption): Write => ({
  put: { ...exemption, ...exemptionKey(exemption.unitId, exemption.month) },
})
export const unexemptWrite = (unitId: string, month: string): Write => ({
  remove: exemptionKey(unitId, month),
})

/** Requests with their ledgers, what is expected of units, and whom a day has pressed (docs/table.md). */
export function requestStore(table: Table, clock: Clock) {
  return {
    ...chainedStore({
      table,
      clock,
      pk,
      parse: (row) => MaterialRequest.parse(row),
      idOf: ({ id }) => id,
      watched: () => 'request',
      place: ({ id, unitId, askedAt }) => ({ gsi1pk: unitList(unitId), gsi1sk: `${askedAt}#${id}` }),
      missing: () => new Refusal('NotFound', { zh: '没有这项材料请求', en: 'there is no such request' }),
    }),

    /** Of these units, asked last first, of those that `fits` lets through. */
    async ofUnits(
      unitIds: string[],
      { fits, ...paging }: Paging & { fits?: (request: MaterialRequest) => boolean } = {},
    ): Promise<Page<MaterialRequest>> {
      const rows = await pageOf(table, unitIds.map(unitList), {
        ...paging,
        newestFirst: true,
        ...(fits && { fits: (row) => fits(MaterialRequest.parse(row)) }),
      })
      return mapPage(rows, (row) => MaterialRequest.parse(row))
    },

    /** Requests of a unit that are due within these Beijing dates, both inclusive. */
    async dueWithin(unitId: string, from: string, to: string): Promise<MaterialRequest[]> {
      const rows = await table.list(unitList(unitId), { to: `${to}~`, limit: Infinity })
      return rows.map((row) => MaterialRequest.parse(row)).filter(({ dueOn }) => from <= dueOn && dueOn <= to)
    },

    /** Every open request of a unit, however many there were since. */
    async openOf(unitId: string): Promise<MaterialRequest[]> {
      const rows = await table.list(unitList(unitId), { newestFirst: true, limit: Infinity })
      return rows.map((row) => MaterialRequest.parse(row)).filter(({ state }) => state === 'open')
    },

    /** The request this submission is to answer. */
    async answeredBy(submissionId: string): Promise<string | undefined> {
      const row = await table.get(answersKey(submissionId))
      return row && String(row['requestId'])
    },

    async expectations(): Promise<Expectation[]> {
      return (await table.partition('PRESSING', 'EXPECTED#')).map((row) => Expectation.parse(row))
    },

    async exemptions(month: string): Promise<Exemption[]> {
      return (await table.partition('PRESSING', `EXEMPT#${month}#`)).map((row) => Exemption.parse(row))
    },

    /** Rows and the act that says who changed them, in one write. */
    write: (writes: Write[]): Promise<void> => table.transact(writes),

    /** True once for a person and Beijing date: who was pressed today is not pressed again. */
    async claimPressing(date: string, personId: string): Promise<boolean> {
      const ttl = Math.ceil(clock.now().getTime() / 1000) + pressedKeptDays * 86_400
      try {
        await table.put({ pk: `PRESSED#${date}`, sk: personId, ttl }, absent)
        return true
      } catch (error) {
        if (error instanceof ConditionFailed) return false
        throw error
      }
    },

    /** The end of this round is told: no machine has anything left to do, unless it is asked for anew. */
    unwatch: ({ id, round }: MaterialRequest): Promise<void> =>
      unlessMoved(
        table.transact([
          unwatchWrite(pk(id)),
          {
            check: { pk: pk(id), sk: 'HEAD' },
            when: {
              expression: '#round = :round',
              names: { '#round': 'round' },
              values: { ':round': round },
            },
          },
        ]),
      ),
  }
}

export type Requests = ReturnType<typeof requestStore>
