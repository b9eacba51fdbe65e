import type { Planned } from '../people/administer'
import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { ConditionFailed } from '../platform/table'
import type { PointsRule } from '../policy/points'
import { changeOf } from '../security/act'
import type { Points } from './store'

const overtaken = () =>
  new Refusal('ContentChanged', {
    zh: '稿分办法已有新的一版，请重新查看后再提出',
    en: 'another version of the rule of points is in force; look at it again',
  })

/** The version after `base`, in force from the moment it is written; what was earned before stays as it was counted. */
export const planPoints =
  ({ points, clock }: { points: Points; clock: Clock }) =>
  async ({
    base,
    rule,
    reason,
    by,
  }: {
    base: number
    rule: PointsRule
    reason: string
    by: Person
  }): Promise<Planned> => {
    const versions = await points.versions()
    const newest = versions.at(-1)!
    if (newest.number !== base) throw overtaken()
    const change = changeOf(newest.rule, rule)
    if (Object.keys(change.after).length === 0)
      throw new Refusal('InvalidRequest', {
        zh: '与现行稿分办法没有差异',
        en: 'it is the same as the present rule',
      })
    const number = base + 1
    return {
      act: {
        ...{
          type: 'PointsPublished',
          by: named(by),
          about: { id: `points-${number}`, name: String(number) },
        },
        ...change,
        facts: { reason },
      },
      async write(rows) {
        try {
          const at = clock.now().toISOString()
          await points.publish({ number, rule, by: by.id, name: by.name, at, reason }, rows)
        } catch (error) {
          if (error instanceof ConditionFailed && error.row?.pk === 'POINTS') throw overtaken()
          throw error
        }
      },
    }
  }
