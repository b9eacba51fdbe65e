import { canonicalJson, sha256 } from '../platform/ids'
import { packed, unpacked } from '../platform/packed'
import { Refusal } from '../platform/refusal'
import type { Table } from '../platform/table'
import { RosterPlan } from './roster'

/** Longer than any proposal waits. */
const keptMs = 90 * 86_400_000

const pk = (fingerprint: string) => `ROSTER#${fingerprint}`
const begunKey = (fingerprint: string) => ({ pk: pk(fingerprint), sk: 'BEGUN' })

export const fingerprintOf = (plan: RosterPlan): string => sha256(canonicalJson(plan))

/** What imported files come to, while a second person looks at them and until they are written whole; keys in docs/table.md. */
export function rosterStore(table: Table) {
  return {
    async keep(plan: RosterPlan, now: Date): Promise<string> {
      const fingerprint = fingerprintOf(plan)
      const ttl = Math.floor((now.getTime() + keptMs) / 1000)
      await table.transact(packed(plan).map((part) => ({ put: { pk: pk(fingerprint), ...part, ttl } })))
      return fingerprint
    },

    /** @throws Refusal `NotFound` */
    async kept(fingerprint: string): Promise<{ plan: RosterPlan; begun: boolean }> {
      const rows = await table.partition(pk(fingerprint))
      const parts = rows.filter(({ sk }) => sk.startsWith('PART#'))
      if (parts.length === 0)
        throw new Refusal('NotFound', {
          zh: '没有这份导入，请重新上传文件',
          en: 'there is no such import; upload the file again',
        })
      return { plan: RosterPlan.parse(unpacked(parts)), begun: rows.some(({ sk }) => sk === 'BEGUN') }
    },

    /** From here on it is written to its end, however often it breaks off. */
    async begin(fingerprint: string, now: Date): Promise<void> {
      const ttl = Math.floor((now.getTime() + keptMs) / 1000)
      await table.put({ ...begunKey(fingerprint), at: now.toISOString(), ttl })
    },

    /** Nothing of it was written. */
    leave: (fingerprint: string): Promise<void> => table.remove(begunKey(fingerprint)),
  }
}

export type Rosters = ReturnType<typeof rosterStore>
