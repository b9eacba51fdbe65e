import type { MovableClock } from '../aws/access'
import { readKeptOr, writeKept } from '../disk/kept-json'

/** The cloud's time: real time plus an offset that only grows. Times and offsets in milliseconds. */
export interface Clock extends MovableClock {
  offset(): number
  /** Moves forward and tells listeners. Throws for a negative distance: what happened would be in the future. */
  move(ms: number): void
}

/** With a `file` the offset survives a restart; `startAt` is where a clock without history begins. */
export function createClock(options: { file?: string; startAt?: Date } = {}): Clock {
  const { file } = options
  let offsetMs =
    (file && Number(readKeptOr(file, 0))) || (options.startAt ? options.startAt.getTime() - Date.now() : 0)
  const listeners = new Set<() => void>()
  return {
    now: () => Date.now() + offsetMs,
    offset: () => offsetMs,
    move(ms) {
      if (!(ms >= 0)) throw new Error('the clock only moves forward')
      offsetMs += ms
      if (file) writeKept(file, offsetMs)
      for (const listener of listeners) listener()
    },
    onMove(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
