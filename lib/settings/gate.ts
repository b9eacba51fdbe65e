import type { Clock } from '../platform/clock'
import type { SettingName } from '../policy/watched-settings'
import { markOfValue } from './in-use'
import { stands } from './settings'
import type { SettingsStore } from './store'

const keptForMs = 60_000

/**
 * Whether a platform may be called: not at an account or address that two people do not know of. Asked before each call;
 * a yes is kept for a minute.
 */
export function accountGate({
  settings,
  clock,
  values,
}: {
  settings: SettingsStore
  clock: Clock
  values: Partial<Record<SettingName, string>>
}): () => Promise<boolean> {
  let openUntil = 0
  return async () => {
    const now = clock.now()
    if (now.getTime() < openUntil) return true
    const row = await settings.find()
    const isOpen =
      row === undefined ||
      Object.entries(values).every(([name, value]) => stands(row, name, markOfValue(value), now))
    if (isOpen) openUntil = now.getTime() + keptForMs
    return isOpen
  }
}
