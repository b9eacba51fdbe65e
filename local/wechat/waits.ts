import type { MovableClock } from '../aws/access'
import { deliver } from './deliveries'
import { administratorSilent, finish } from './finish'
import type { Twin } from './twin'

/** A timer is never set longer than this, so that a machine that slept is noticed. */
const lookAgainMs = 60_000

export interface Waits {
  /** Does what is due and sets the timer for what comes next. */
  wake(): void
  close(): void
}

/** Everything the twin waits for stands in its state, so a restarted twin only has to look. */
export function keepWaits(
  twin: Twin,
  {
    clock,
    callbackUrl,
    post,
  }: { clock: MovableClock; callbackUrl: () => string | undefined; post?: typeof fetch },
): Waits {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const underWay = new Set<string>()

  function finishDue(now: number) {
    const due = twin.state.sends.filter(
      (send) => (send.status === 'sending' || send.status === 'waiting-administrator') && send.dueAt <= now,
    )
    for (const send of due) finish(twin, send, send.status === 'sending' ? undefined : administratorSilent)
    if (due.length > 0) twin.save()
  }

  function deliverDue(now: number) {
    const url = callbackUrl()
    if (!url) return
    const due = twin.state.deliveries.filter(
      (one) => one.outcome === 'waiting' && one.dueAt <= now && !underWay.has(one.id),
    )
    for (const one of due) {
      underWay.add(one.id)
      void deliver(twin, one, url, post).finally(() => {
        underWay.delete(one.id)
        if (closed) return
        twin.save()
        wake()
      })
    }
  }

  function wake() {
    if (closed) return
    const now = twin.now()
    finishDue(now)
    deliverDue(now)
    clearTimeout(timer)
    const sends = twin.state.sends.filter(
      (s) => s.status === 'sending' || s.status === 'waiting-administrator',
    )
    const waiting = twin.state.deliveries.filter((one) => one.outcome === 'waiting' && !underWay.has(one.id))
    const next = Math.min(...sends.map((send) => send.dueAt), ...waiting.map((one) => one.dueAt))
    if (next === Infinity) return
    // Without a callback address what is due waits; look again soon, not at once.
    timer = setTimeout(wake, Math.min(Math.max(next - now, 250), lookAgainMs))
    timer.unref()
  }

  const stopListening = clock.onMove(wake)
  return {
    wake,
    close() {
      closed = true
      clearTimeout(timer)
      stopListening()
    },
  }
}
