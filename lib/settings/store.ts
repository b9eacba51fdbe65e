import { absent, type Condition, type Table, type Write } from '../platform/table'
import { Settings } from './settings'

const key = { pk: 'SETTINGS', sk: 'HEAD' }

/** The one row of what two people know of the settings in use; keys in docs/table.md. */
export function settingsStore(table: Table) {
  return {
    /** Undefined before the first look. */
    async find(): Promise<Settings | undefined> {
      const row = await table.get(key)
      return row && Settings.parse(row)
    },

    /** In one moment with `rows`. @throws ConditionFailed when another hand changed it since `seen` */
    async save(seen: Settings | undefined, next: Settings, rows: Write[] = []): Promise<void> {
      const when: Condition = seen
        ? { expression: 'revision = :seen', values: { ':seen': seen.revision } }
        : absent
      const put = { ...next, ...key, revision: (seen?.revision ?? 0) + 1 }
      await table.transact([{ put, when }, ...rows])
    },
  }
}

export type SettingsStore = ReturnType<typeof settingsStore>
