import * as z from 'zod'
import type { People } from '../people/store'
import type { Submissions } from '../submission/store'

export const PoolItem = z.object({
  id: z.string(),
  version: z.number(),
  title: z.string(),
  digest: z.string().optional(),
  unitId: z.string(),
  unitName: z.string(),
  category: z.number().optional(),
  pictures: z.number(),
  videos: z.number(),
  approvedAt: z.string(),
})
export type PoolItem = z.infer<typeof PoolItem>

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
