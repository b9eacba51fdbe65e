import type { Throttle } from '../template/service'

/**
 * A bucket of `burst` tokens that fills by `rate` a second: each request takes one, and one that finds none is refused.
 * `now` in milliseconds; a clock that is moved back fills nothing.
 */
export function tokenBucket({ rate, burst }: Throttle, now: () => number): () => boolean {
  let tokens = burst
  let seenAt = now()
  return () => {
    const at = now()
    tokens = Math.min(burst, tokens + (Math.max(0, at - seenAt) / 1000) * rate)
    seenAt = at
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
}
