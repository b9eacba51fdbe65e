import * as z from 'zod'
import { absent, ConditionFailed, type Table } from '../../platform/table'
import type { TokenStore } from './token-store'

const TokenRow = z.object({
  pk: z.string(),
  sk: z.literal('TOKEN'),
  revision: z.number().int(),
  token: z.string().optional(),
  expiresAt: z.number().optional(),
  holder: z.string().optional(),
  leaseUntil: z.number().optional(),
})
type TokenRow = z.infer<typeof TokenRow>

/**
 * The access token of one account in the table: row `WECHAT-TOKEN#<appId>` / `TOKEN`, token and lease together, each write
 * conditional on the revision it read. Grants: GetItem and PutItem.
 */
export function tableTokenStore(table: Table, appId: string): TokenStore {
  const key = { pk: `WECHAT-TOKEN#${appId}`, sk: 'TOKEN' as const }

  const read = async (): Promise<TokenRow | undefined> => {
    const row = await table.get(key)
    return row && TokenRow.parse(row)
  }

  /** False when another instance wrote since `seen` was read. */
  async function replace(seen: TokenRow | undefined, next: Partial<TokenRow>): Promise<boolean> {
    const row = { ...key, ...next, revision: (seen?.revision ?? 0) + 1 }
    const unchanged = seen
      ? {
          expression: '#revision = :seen',
          names: { '#revision': 'revision' },
          values: { ':seen': seen.revision },
        }
      : absent
    try {
      await table.put(row, unchanged)
      return true
    } catch (error) {
      if (error instanceof ConditionFailed) return false
      throw error
    }
  }

  return {
    async load() {
      const row = await read()
      return row?.token && row.expiresAt ? { token: row.token, expiresAt: row.expiresAt } : undefined
    },

    async lease({ holder, now, until }) {
      const row = await read()
      const taken = row?.holder !== undefined && row.holder !== holder && (row.leaseUntil ?? 0) > now
      if (taken) return false
      return replace(row, { token: row?.token, expiresAt: row?.expiresAt, holder, leaseUntil: until })
    },

    async save(token, holder) {
      const row = await read()
      if (row?.holder !== holder) return
      // Lost only to an instance that took the lease over after its end, and that one stores its own token.
      await replace(row, token)
    },

    async release(holder) {
      const row = await read()
      if (row?.holder !== holder) return
      await replace(row, { token: row.token, expiresAt: row.expiresAt })
    },
  }
}
