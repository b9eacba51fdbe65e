import * as z from 'zod'
import type { Planned } from '../people/administer'
import { named, type Person } from '../people/person'
import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import { isSecret, watchedTitles } from '../policy/watched-settings'
import { markOfValue } from './in-use'
import { namedSettings } from './notice'
import { announcedUntil, taken, type Settings } from './settings'
import type { SettingsStore } from './store'

/** Two people say that what stands is right, or that it may be changed in the next days. */
export const SettingsChange = z.object({
  kind: z.literal('settings'),
  /** what stands alone, by its mark: another one that comes meanwhile is not what was confirmed */
  confirms: z.record(z.string(), z.string()),
  /** of a setting the value it will get, of a secret nothing */
  announces: z.record(z.string(), z.string().nullable()),
  reason: z.string(),
})
export type SettingsChange = z.infer<typeof SettingsChange>

const notLooked = () =>
  new Refusal('WrongState', {
    zh: '还没有核对过现用的设置，请十分钟后再试',
    en: 'the settings in use have not been looked at yet; try again in ten minutes',
  })
const overtaken = () =>
  new Refusal('ContentChanged', {
    zh: '现用的设置又变了，请刷新页面重新提请',
    en: 'what stands has changed again; reload and propose it anew',
  })
const invalid = (zh: string, en: string) => new Refusal('InvalidRequest', { zh, en })

/** What an administrator means by names, and values of settings that are yet to come. @throws Refusal */
export const settingsChange =
  ({ settings }: { settings: SettingsStore }) =>
  async (wish: {
    names: string[]
    values: Record<string, string>
    reason: string
  }): Promise<SettingsChange> => {
    const row = await settings.find()
    if (!row) throw notLooked()
    const change: SettingsChange = { kind: 'settings', confirms: {}, announces: {}, reason: wish.reason }
    for (const name of new Set(wish.names)) {
      const title = Object.hasOwn(watchedTitles, name) ? watchedTitles[name] : undefined
      if (!title) throw invalid(`没有这项设置：${name}`, `there is no setting ${name}`)
      const alone = row.alone[name]
      const value = wish.values[name]
      if (alone) change.confirms[name] = alone.mark
      else if (isSecret(name)) change.announces[name] = null
      else if (value) change.announces[name] = markOfValue(value)
      else throw invalid(`请填写${title.zh}的新值`, `say what ${title.en} will be`)
    }
    return change
  }

/** @throws Refusal `ContentChanged` when what stands is no longer what was looked at */
export const planSettings =
  ({ settings, clock }: { settings: SettingsStore; clock: Clock }) =>
  async ({ confirms, announces, reason, by }: SettingsChange & { by: Person }): Promise<Planned> => {
    const row = await settings.find()
    if (!row) throw notLooked()
    const confirmed = Object.entries(confirms)
    const announced = Object.entries(announces)
    if (confirmed.some(([name, mark]) => row.alone[name]?.mark !== mark)) throw overtaken()
    const names = [...confirmed, ...announced].map(([name]) => name)
    const open = [...confirmed, ...announced].filter(([name]) => !isSecret(name))
    let next: Settings = confirmed.reduce((all, [name, mark]) => taken(all, name, mark), row)
    for (const [name, mark] of announced) next = announcedUntil(next, name, mark ?? undefined, clock.now())
    return {
      act: {
        ...{ type: 'SettingsConfirmed', by: named(by), about: namedSettings(names) },
        ...(open.length > 0 && {
          before: Object.fromEntries(open.map(([name]) => [name, row.confirmed[name]])),
          after: Object.fromEntries(open),
        }),
        facts: { reason },
      },
      write: (rows) => settings.save(row, next, rows),
    }
  }
