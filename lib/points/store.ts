import * as z from 'zod'
import { absent, type Table, type Write } from '../platform/table'
import { PointsRule, shippedPoints } from '../policy/points'

/** One version of the rule of points. Number 1 comes with the product. */
export const PointsVersion = z.object({
  number: z.number().int().positive(),
  rule: PointsRule,
  by: z.string().optional(),
  name: z.string().optional(),
  at: z.iso.datetime().optional(),
  reason: z.string().optional(),
})
export type PointsVersion = z.infer<typeof PointsVersion>

const pk = 'POINTS'
const sk = (number: number) => `VERSION#${String(number).padStart(6, '0')}`
const shipped: PointsVersion = { number: 1, rule: shippedPoints }

/** Versions of the rule of points, some a year: read whole; keys in docs/table.md. */
export function pointsStore(table: Table) {
  return {
    /** Oldest first. */
    async versions(): Promise<[PointsVersion, ...PointsVersion[]]> {
      return [shipped, ...(await table.partition(pk, 'VERSION#')).map((row) => PointsVersion.parse(row))]
    },

    /** Unless that number is taken: ConditionFailed. `also` is written in the same moment. */
    async publish(version: PointsVersion, also: Write[]): Promise<void> {
      await table.transact([{ put: { ...version, pk, sk: sk(version.number) }, when: absent }, ...also])
    },
  }
}

export type Points = ReturnType<typeof pointsStore>
