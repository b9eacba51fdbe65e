import * as z from 'zod'
import type { People } from '../people/store'
import { mapPage, type Page, type Paging } from '../platform/paging'
import { Pooled } from '../submission/card'
import type { Submissions } from '../submission/store'

export const PoolItem = Pooled.omit({ weiboText: true, channels: true }).extend({ unitName: z.string() })
export type PoolItem = z.infer<typeof PoolItem>

/** What is approved for WeChat and in no edition yet, oldest approval first. */
export const listPool =
  ({ submissions, people }: { submissions: Submissions; people: People }) =>
  async (paging: Paging = {}): Promise<Page<PoolItem>> => {
    const [pool, units] = await Promise.all([submissions.pool('wechat', paging), people.units()])
    return mapPage(pool, ({ weiboText: _text, channels: _channels, ...item }) => ({
      ...item,
      unitName: units.find(({ id }) => id === item.unitId)?.name ?? item.unitId,
    }))
  }
