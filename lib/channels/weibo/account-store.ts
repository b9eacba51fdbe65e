import * as z from 'zod'
import { absent, ConditionFailed, type Row, type Table, type Write } from '../../platform/table'
import type { Authorisation } from './oauth'
import { openToken, sealToken } from './sealed-token'

/** The secret `weibo`. */
export const WeiboSecret = z.object({
  appKey: z.string().min(1),
  appSecret: z.string().min(1),
  /** the one before, with which the authorisation may still be sealed */
  previousAppSecret: z.string().min(1).optional(),
  /** one to begin with, until someone authorises in this system */
  accessToken: z.string().min(1).optional(),
})
export type WeiboSecret = z.infer<typeof WeiboSecret>

/** The authorisation in force, without its token. Times are ISO, UTC. */
const Account = z.object({
  revision: z.number().int(),
  /** Weibo's number of the account; absent until someone authorised or Weibo was asked about the first token */
  uid: z.string().optional(),
  expiresAt: z.string().optional(),
  /** why Weibo last refused the token, e.g. 21317; absent while it works */
  refusedWith: z.number().int().optional(),
  checkedAt: z.string().optional(),
  authorisedAt: z.string().optional(),
  /** person id */
  authorisedBy: z.string().optional(),
  /** warnings of this authorisation already mailed */
  warned: z.array(z.string()).default([]),
})
export type WeiboAccount = z.infer<typeof Account>

const AccountRow = Account.extend({ sealedToken: z.string().optional() })

/** The company's one Weibo account in the table. Grants: GetItem, PutItem. */
export interface WeiboAccounts {
  /** undefined before anybody authorised and before the first check */
  account(): Promise<WeiboAccount | undefined>
  /** of the last authorisation, else of the secret; undefined when there is none */
  accessToken(): Promise<string | undefined>
  /** A new authorisation takes the place of the old one, in one transaction with `also`; its warnings begin anew. */
  authorise(given: Authorisation, by: string, at: Date, also?: Write[]): Promise<void>
  /** False when an authorisation or another check came between: what was seen is of no use then. */
  note(seen: WeiboAccount | undefined, facts: Omit<WeiboAccount, 'revision'>): Promise<boolean>
}

const key = { pk: 'WEIBO', sk: 'TOKEN' }

const read = async (table: Table) => {
  const row = await table.get(key)
  return row && AccountRow.parse(row)
}

/** How the authorisation stands, for whoever may not use it. */
export async function weiboAccount(table: Table): Promise<WeiboAccount | undefined> {
  const row = await read(table)
  return row && Account.parse(row)
}

export function weiboAccounts(table: Table, secret: () => Promise<WeiboSecret>): WeiboAccounts {
  async function replace(
    seen: { revision: number } | undefined,
    row: Omit<Row, 'pk' | 'sk'>,
    also: Write[] = [],
  ): Promise<boolean> {
    const when = seen ? { expression: 'revision = :seen', values: { ':seen': seen.revision } } : absent
    const put = { ...key, ...row, revision: (seen?.revision ?? 0) + 1 }
    try {
      await table.transact([{ put, when }, ...also])
      return true
    } catch (error) {
      if (error instanceof ConditionFailed) return false
      throw error
    }
  }

  return {
    account: () => weiboAccount(table),

    async accessToken() {
      const { appSecret, previousAppSecret, accessToken } = await secret()
      const sealed = (await read(table))?.sealedToken
      if (!sealed) return accessToken
      return openToken(sealed, appSecret) ?? (previousAppSecret && openToken(sealed, previousAppSecret))
    },

    async authorise({ accessToken, uid, expiresAt }, by, at, also) {
      const { appSecret } = await secret()
      const row = {
        sealedToken: sealToken(accessToken, appSecret),
        uid,
        expiresAt,
        authorisedAt: at.toISOString(),
        authorisedBy: by,
        checkedAt: at.toISOString(),
        warned: [],
      }
      // A check may write in between; the newer authorisation wins over whatever it saw.
      while (!(await replace(await read(table), row, also)));
    },

    async note(seen, facts) {
      // The write holds only for the revision that was seen, so this token is the one that was looked at.
      const { appSecret, previousAppSecret } = await secret()
      const sealed = (await read(table))?.sealedToken
      const old = sealed && previousAppSecret && openToken(sealed, previousAppSecret)
      return replace(seen, { ...facts, sealedToken: old ? sealToken(old, appSecret) : sealed })
    },
  }
}
