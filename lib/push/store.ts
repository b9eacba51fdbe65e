import { readEvent } from '../channels/wechat/callback/read-event'
import type { WechatPush } from '../channels/wechat/callback/event'
import type { XmlFields } from '../channels/wechat/callback/xml'
import { cipherKeys, fieldCipher, type FieldCipher } from '../platform/field-cipher'
import type { Clock } from '../platform/clock'
import { sha256 } from '../platform/ids'
import type { Secrets } from '../platform/secrets'
import { absent, ConditionFailed, unlessMoved, type Row, type Table } from '../platform/table'
import { complaintRules } from '../policy/complaint-rule'
import { kept, WaitingPush } from './push'

/** Partition of a push; the stream of the table is filtered by it (resources/streams.yml). */
export const pushPrefix = 'PUSH#'
const list = 'PUSHES'

const rememberedDays = 30
const ttlAfter = (now: Date, days: number) => Math.ceil(now.getTime() / 1000) + days * 86_400

/** Who only keeps pushes, and who opens them, hold this key and no other of customers' words. */
export const pushCipher = (secrets: Secrets, clock: Clock): FieldCipher =>
  fieldCipher(async () => cipherKeys(await secrets.read('push-key'), clock.now()))

/** What WeChat pushed, each once (docs/table.md). Rows of up to version 2967488 were acted on before they were written. */
export function pushStore(table: Table, account: string, cipher: FieldCipher) {
  const keyOf = (id: string) => ({ pk: `${pushPrefix}${account}#${id}`, sk: 'HEAD' })
  const stillWaits = { expression: 'attribute_exists(sealed)' }
  const waitingRow = (waiting: WaitingPush): Row => ({
    ...{ ...waiting, ...keyOf(waiting.id), gsi1pk: list, gsi1sk: waiting.due },
    // As long as a customer's words may stay at all.
    ttl: ttlAfter(new Date(waiting.keptAt), complaintRules.keepPersonalDays),
  })

  return {
    /** False when this push was kept before, whatever became of it. */
    async keep(push: WechatPush, fields: XmlFields, now: Date): Promise<boolean> {
      const head = kept(sha256(push.dedupeKey), push, now)
      const sealed = await cipher.seal(JSON.stringify(fields), head.id)
      try {
        await table.put(waitingRow({ ...head, sealed }), absent)
        return true
      } catch (error) {
        if (!(error instanceof ConditionFailed)) throw error
        return false
      }
    },

    /** Undefined when it has been acted on. */
    async withId(id: string): Promise<WaitingPush | undefined> {
      const row = await table.get(keyOf(id))
      return row?.['sealed'] === undefined ? undefined : WaitingPush.parse(row)
    },

    /** @throws Error when its key is no longer kept */
    async open({ id, sealed }: WaitingPush): Promise<WechatPush> {
      return readEvent(JSON.parse(await cipher.open(sealed, id)) as XmlFields)
    },

    /** Those not acted on yet, the earliest due first; at most `limit`. */
    async waiting(limit: number): Promise<WaitingPush[]> {
      return (await table.list(list, { limit })).map((row) => WaitingPush.parse(row))
    },

    /** Its words go; that it came stays, so that a repeat is known. */
    async done({ id, push, keptAt }: WaitingPush, now: Date): Promise<void> {
      const row = { ...keyOf(id), push, keptAt, actedAt: now.toISOString() }
      await unlessMoved(table.put({ ...row, ttl: ttlAfter(now, rememberedDays) }, stillWaits))
    },

    async save(waiting: WaitingPush): Promise<void> {
      await unlessMoved(table.put(waitingRow(waiting), stillWaits))
    },
  }
}

export type Pushes = ReturnType<typeof pushStore>
