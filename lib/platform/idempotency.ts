import * as z from 'zod'
import type { Clock } from './clock'
import { canonicalJson, sha256 } from './ids'
import { isRefusal, Refusal } from './refusal'
import { ConditionFailed, type Table } from './table'

const Kept = z.object({ requestHash: z.string(), startedAt: z.string(), answer: z.unknown().optional() })

/** A request still running after this long belongs to a process that died: another may take it over. */
const abandonedAfterMs = 30_000
const keptForSeconds = 24 * 3600

/**
 * Same key and same request: the same answer, done once. Same key and another request: `KeyReused`.
 * The work itself must be safe to repeat, since a crash between doing and keeping repeats it.
 */
export function once(table: Table, clock: Clock) {
  return async <T>(
    call: { owner: string; key: string; request: unknown },
    run: () => Promise<T>,
  ): Promise<T> => {
    const key = { pk: `ONCE#${call.owner}#${sha256(call.key)}`, sk: 'HEAD' }
    const requestHash = sha256(canonicalJson(call.request))
    const startedAt = clock.now()
    const row = {
      ...key,
      requestHash,
      startedAt: startedAt.toISOString(),
      ttl: Math.ceil(startedAt.getTime() / 1000) + keptForSeconds,
    }
    try {
      await table.put(row, {
        expression:
          'attribute_not_exists(pk) OR (attribute_not_exists(answer) AND requestHash = :hash AND startedAt < :abandoned)',
        values: {
          ':hash': requestHash,
          ':abandoned': new Date(startedAt.getTime() - abandonedAfterMs).toISOString(),
        },
      })
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error
      const kept = Kept.parse(error.row ?? (await table.get(key)))
      if (kept.requestHash !== requestHash)
        throw new Refusal('KeyReused', {
          zh: '同一个 Idempotency-Key 已用于另一内容的请求，请换一个',
          en: 'this Idempotency-Key was used for a different request; use a new one',
        })
      if (kept.answer !== undefined) return kept.answer as T
      throw new Refusal('InProgress', {
        zh: '同一请求正在处理，请稍候再试',
        en: 'this very request is still running; try again in a moment',
      })
    }
    try {
      const answer = await run()
      await table.put({ ...row, answer: JSON.parse(JSON.stringify(answer ?? null)) })
      return answer
    } catch (error) {
      // A refusal changed nothing, so the same request may be tried again once its cause is mended.
      if (isRefusal(error)) await table.remove(key)
      throw error
    }
  }
}
