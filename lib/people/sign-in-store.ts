import * as z from 'zod'
import { sha256 } from '../platform/ids'
import { absent, ConditionFailed, type Key, type Table, type Write } from '../platform/table'

/** A code on its way to an address, for the one browser that asked. */
const SignIn = z.object({
  nonce: z.string(),
  /** name of the key that the code is made with; none before keys had names */
  keyName: z.string().optional(),
  expiresAt: z.string(),
  sentAt: z.string(),
  attempts: z.number(),
  /** how many codes this browser asked for this address on the Beijing date `day` */
  asked: z.number(),
  day: z.iso.date(),
})
export type SignIn = z.infer<typeof SignIn>

export interface Asker {
  email: string
  /** the secret in the cookie of the browser that asks */
  browser: string
}

const dayMs = 86_400_000
const signInKey = ({ email, browser }: Asker): Key => ({
  pk: `SIGNIN#${sha256(browser)}`,
  sk: `CODE#${sha256(email.toLowerCase())}`,
})

/**
 * Of what a browser may use once until a moment, a challenge or a state: ConditionFailed the second time. In the
 * transaction of what it is used for.
 */
export const spentWrite = (browser: string, what: string, until: Date): Write => ({
  put: {
    pk: `SIGNIN#${sha256(browser)}`,
    sk: `SPENT#${sha256(what)}`,
    ttl: Math.ceil((until.getTime() + dayMs) / 1000),
  },
  when: absent,
})

/** Codes under way (TTL); keys in docs/table.md. No row names an address. */
export function signInStore(table: Table) {
  return {
    async start(asker: Asker, signIn: SignIn): Promise<void> {
      const ttl = Math.ceil((Date.parse(signIn.sentAt) + dayMs) / 1000)
      await table.put({ ...signIn, ...signInKey(asker), ttl })
    },

    async open(asker: Asker): Promise<SignIn | undefined> {
      const row = await table.get(signInKey(asker))
      return row && SignIn.parse(row)
    },

    /** Counts the attempt before the code is looked at; undefined when this browser has asked for none. */
    async attempt(asker: Asker): Promise<number | undefined> {
      try {
        return await table.increment(signInKey(asker), 'attempts', 1)
      } catch (error) {
        if (error instanceof ConditionFailed) return undefined
        throw error
      }
    },

    /** Takes what a browser may use once until a moment: false the second time. */
    async spend(browser: string, what: string, until: Date): Promise<boolean> {
      try {
        await table.transact([spentWrite(browser, what, until)])
        return true
      } catch (error) {
        if (error instanceof ConditionFailed) return false
        throw error
      }
    },

    /** Single use: false when another request has used this very code already. */
    async use(asker: Asker, nonce: string): Promise<boolean> {
      try {
        await table.remove(signInKey(asker), {
          expression: '#nonce = :nonce',
          names: { '#nonce': 'nonce' },
          values: { ':nonce': nonce },
        })
        return true
      } catch (error) {
        if (error instanceof ConditionFailed) return false
        throw error
      }
    },
  }
}

export type SignIns = ReturnType<typeof signInStore>
