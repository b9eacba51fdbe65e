export interface StoredToken {
  token: string
  /** milliseconds since 1970 */
  expiresAt: number
}

/**
 * Where all instances share one access token; `tableTokenStore` keeps it in the table. `lease` is one conditional
 * write, `save` and `release` act only while `holder` still has the lease. Times are milliseconds since 1970.
 */
export interface TokenStore {
  load(): Promise<StoredToken | undefined>
  /** True for exactly one holder until `until`: the one who may ask WeChat for a token. */
  lease(lease: { holder: string; now: number; until: number }): Promise<boolean>
  /** Stores the token and gives the lease back; does nothing when the lease has gone to another holder. */
  save(token: StoredToken, holder: string): Promise<void>
  /** Gives the lease back without a token, so that the next caller need not wait for its end. */
  release(holder: string): Promise<void>
}

/** A token store for one process: tests, and scripts that run once. */
export function memoryTokenStore(): TokenStore {
  let stored: StoredToken | undefined
  let lease: { holder: string; until: number } | undefined
  return {
    load: async () => stored,
    async lease({ holder, now, until }) {
      if (lease && lease.until > now && lease.holder !== holder) return false
      lease = { holder, until }
      return true
    },
    async save(token, holder) {
      if (lease?.holder !== holder) return
      stored = token
      lease = undefined
    },
    async release(holder) {
      if (lease?.holder === holder) lease = undefined
    },
  }
}
