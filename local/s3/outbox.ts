import type { ObjectCreated } from './event'

const firstPauseMs = 1000
const longestPauseMs = 60_000

/** Hands events on, at least once each, until `onEvent` has taken them. */
export interface Outbox {
  /** Returns at once; `taken` is called after `onEvent` resolved. */
  deliver(event: ObjectCreated, taken: () => void): void
  close(): void
}

/** A refused event is offered again after 1, 2, 4 … at most 60 seconds; what is left at the end stays on disk. */
export function createOutbox(
  onEvent: (event: ObjectCreated) => Promise<void> | void,
  log: (line: string) => void,
): Outbox {
  let closed = false
  const waiting = new Set<NodeJS.Timeout>()

  const offer = async (event: ObjectCreated, taken: () => void, pauseMs: number): Promise<void> => {
    try {
      await onEvent(event)
    } catch (error) {
      const { bucket, object } = event.detail
      log(
        `s3: nobody took the event of ${bucket.name}/${object.key}, again in ${pauseMs} ms: ${String(error)}`,
      )
      if (closed) return
      const timer = setTimeout(() => {
        waiting.delete(timer)
        void offer(event, taken, Math.min(pauseMs * 2, longestPauseMs))
      }, pauseMs)
      waiting.add(timer)
      return
    }
    if (!closed) taken()
  }

  return {
    deliver(event, taken) {
      setImmediate(() => {
        if (!closed) void offer(event, taken, firstPauseMs)
      })
    },
    close() {
      closed = true
      for (const timer of waiting) clearTimeout(timer)
    },
  }
}
