import type { People } from '../people/store'
import { log } from '../platform/log'
import { xlsx } from '../platform/workbook'
import type { Vault } from '../platform/vault'
import { beijingDate } from '../policy/working-days'
import { dayBefore } from '../people/person'
import type { makeRegister } from './make-register'

interface Needs {
  people: People
  vault: Pick<Vault, 'write'>
  register: ReturnType<typeof makeRegister>
}

/** The month before the one that holds this instant, `YYYY-MM`. */
export const monthBefore = (at: Date): string => dayBefore(`${beijingDate(at).slice(0, 7)}-01`).slice(0, 7)

/** On the first of a month: volume and register of the month before, for the company and for each unit, are locked. */
export const closeMonth =
  ({ people, vault, register }: Needs) =>
  async ({ scheduledAt }: { scheduledAt: string }): Promise<{ month: string; registers: number }> => {
    const month = monthBefore(new Date(scheduledAt))
    const units = [undefined, ...(await people.units()).map(({ id }) => id)]
    for (const unitId of units) {
      const { file } = await register(month, unitId)
      await vault.write({
        key: `_register/${month}/${unitId ?? 'company'}.xlsx`,
        body: file,
        contentType: xlsx,
      })
    }
    log.info('month closed', { month, registers: units.length })
    return { month, registers: units.length }
  }
