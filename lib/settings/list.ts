import * as z from 'zod'
import type { Clock } from '../platform/clock'
import { isSecret, watchedTitles } from '../policy/watched-settings'
import { ShownSetting } from './settings'
import type { SettingsStore } from './store'

export const ShownSettings = z.object({
  settings: z.array(ShownSetting),
  /** none before the first look */
  looked: z.boolean(),
})
export type ShownSettings = z.infer<typeof ShownSettings>

/** What two people know of each setting and secret, and what stands without them. No secret, and no mark of one. */
export const listSettings =
  ({ settings, clock }: { settings: SettingsStore; clock: Clock }) =>
  async (): Promise<ShownSettings> => {
    const row = await settings.find()
    if (!row) return { settings: [], looked: false }
    const now = clock.now().toISOString()
    const shown = Object.keys(row.confirmed).flatMap((name): ShownSetting[] => {
      const title = watchedTitles[name]
      if (!title) return []
      const alone = row.alone[name]
      const announced = row.announced[name]
      const comes = announced && announced.until > now ? announced : undefined
      const secret = isSecret(name)
      const other = alone?.mark ?? comes?.mark
      return [
        {
          ...{ name, title, secret },
          state: alone ? 'alone' : comes ? 'announced' : 'confirmed',
          ...(!secret && { value: row.confirmed[name] }),
          ...(!secret && other !== undefined && { other }),
          ...((alone ?? comes) && { at: alone?.since ?? comes?.until }),
        },
      ]
    })
    return { settings: shown, looked: true }
  }
