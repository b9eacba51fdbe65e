import { sha256 } from '../platform/ids'
import { absent, type Row, type Table, type Write } from '../platform/table'
import * as z from 'zod'
import { Passkey } from './passkey'

const partition = (personId: string) => `PASSKEYS#${personId}`
const rowKey = (personId: string, id: string) => ({ pk: partition(personId), sk: id })
/** Whose a credential is. */
const ownerKey = (id: string) => ({ pk: `PASSKEY#${id}`, sk: 'HEAD' })

const removed = (personId: string, id: string): Write[] => [
  { remove: rowKey(personId, id) },
  { remove: ownerKey(id) },
]

/** For the transaction of what ends all of a person's passkeys: nothing of them is left to come back. */
export async function passkeysEndWrites(table: Table, personId: string): Promise<Write[]> {
  const rows = await table.partition(partition(personId))
  return rows.flatMap(({ sk }) => removed(personId, sk))
}

/** Passkeys, a partition a person; keys in docs/table.md. */
export function passkeyStore(table: Table) {
  const rowOf = (personId: string, passkey: Passkey): Row => ({
    ...passkey,
    ...rowKey(personId, passkey.id),
  })
  return {
    idOf: (credentialId: string): string => sha256(credentialId),

    /** The oldest first; strongly consistent. */
    async of(personId: string): Promise<Passkey[]> {
      const rows = await table.partition(partition(personId))
      return rows.map((row) => Passkey.parse(row)).sort((a, b) => (a.addedAt < b.addedAt ? -1 : 1))
    },

    async withCredential(credentialId: string): Promise<{ personId: string; passkey: Passkey } | undefined> {
      const owner = await table.get(ownerKey(sha256(credentialId)))
      if (!owner) return undefined
      const personId = z.string().parse(owner['personId'])
      const row = await table.get(rowKey(personId, sha256(credentialId)))
      return row && { personId, passkey: Passkey.parse(row) }
    },

    /** ConditionFailed where the credential is somebody's, or the person has another address by now. */
    async add(personId: string, passkey: Passkey, also: Write[]): Promise<void> {
      await table.transact([
        {
          check: { pk: `PERSON#${personId}`, sk: 'HEAD' },
          when: { expression: 'email = :email', values: { ':email': passkey.email } },
        },
        { put: rowOf(personId, passkey), when: absent },
        { put: { ...ownerKey(passkey.id), personId }, when: absent },
        ...also,
      ])
    },

    /** ConditionFailed where it was removed, or used meanwhile. */
    async use(
      personId: string,
      seen: Passkey,
      { counter, at }: { counter: number; at: Date },
      also: Write[],
    ): Promise<void> {
      await table.transact([
        {
          put: rowOf(personId, { ...seen, counter, lastUsedAt: at.toISOString() }),
          when: {
            expression: '#counter = :seen',
            names: { '#counter': 'counter' },
            values: { ':seen': seen.counter },
          },
        },
        ...also,
      ])
    },

    async remove(personId: string, id: string, also: Write[]): Promise<void> {
      await table.transact([...removed(personId, id), ...also])
    },
  }
}

export type Passkeys = ReturnType<typeof passkeyStore>
