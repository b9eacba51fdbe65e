import type { People } from '../people/store'
import type { Submissions } from '../submission/store'

export interface PoolItem {
  id: string
  version: number
  title: string
  digest?: string
  unitId: string
  unitName: string
  category?: number
  pictures: number
  videos: number
  approvedAt: string
}

/** What is approved for WeChat and in no edition yet, oldest approval first. */
export const listPool =
  ({ submissions, people }: { submissions: Submissions; people: People }) =>
  async (): Promise<PoolItem[]> => {
    const [pool, units] = await Promise.all([submissions.pool('wechat'), people.units()])
    return pool
      .filter((submission) => submission.state === 'approved')
      .map(({ id, version, content, unitId, pins, updatedAt }) => ({
        id,
        version,
        title: content.title,
        digest: content.digest,
        unitId,
        unitName: units.find((unit) => unit.id === unitId)?.name ?? unitId,
        category: content.category,
        pictures: pins.filter((pin) => pin.kind === 'picture').length,
        videos: pins.filter((pin) => pin.kind === 'video').length,
        approvedAt: updatedAt,
      }))
  }
