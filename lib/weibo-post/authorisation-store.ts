import * as z from 'zod'
import type { Clock } from '../platform/clock'
import { sha256, type Ids } from '../platform/ids'
import { absent, ConditionFailed, type Table } from '../platform/table'

const lastsMs = 10 * 60_000
const keyOf = (state: string) => ({ pk: 'WEIBO', sk: `STATE#${sha256(state)}` })
const StateRow = z.object({ session: z.string(), expiresAt: z.string() })

/** Authorisations under way: `state` parameters of OAuth, each for one session, once, for ten minutes (TTL). */
export function authorisationStore(table: Table, clock: Clock, ids: Ids) {
  return {
    /** `session` is the value of the session's cookie; only its hash is kept. */
    async begin(session: string): Promise<string> {
      const state = ids.secret()
      const expiresAt = new Date(clock.now().getTime() + lastsMs)
      const ttl = Math.ceil(expiresAt.getTime() / 1000)
      await table.put(
        { ...keyOf(state), session: sha256(session), expiresAt: expiresAt.toISOString(), ttl },
        absent,
      )
      return state
    },

    /** True for the first who brings it back in time from the same session. */
    async take(state: string, session: string): Promise<boolean> {
      const row = await table.get(keyOf(state))
      if (!row) return false
      const { session: begun, expiresAt } = StateRow.parse(row)
      if (begun !== sha256(session) || Date.parse(expiresAt) <= clock.now().getTime()) return false
      try {
        await table.remove(keyOf(state), { expression: 'attribute_exists(pk)' })
        return true
      } catch (error) {
        if (error instanceof ConditionFailed) return false
        throw error
      }
    },
  }
}

export type Authorisations = ReturnType<typeof authorisationStore>
