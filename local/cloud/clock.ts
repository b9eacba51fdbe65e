import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { MovableClock } from '../aws/access'

/** The cloud's time: real time plus an offset that only grows. Times and offsets in milliseconds. */
export interface Clock extends MovableClock {
  offset(): number
  /** Moves forward and tells listeners. Throws for a negative distance: what happened would be in the future. */
  move(ms: number): void
}

const stored = (file: string): number => {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

/** With a `file` the offset survives a restart; `startAt` is where a clock without history begins. */
export function createClock(options: { file?: string; startAt?: Date } = {}): Clock {
  const { file } = options
  let offsetMs = (file && stored(file)) || (options.startAt ? options.startAt.getTime() - Date.now() : 0)
  const listeners = new Set<() => void>()
  return {
    now: () => Date.now() + offsetMs,
    offset: () => offsetMs,
    move(ms) {
      if (!(ms >= 0)) throw new Error('the clock only moves forward')
      offsetMs += ms
      if (file) {
        writeFileSync(`${file}.new`, String(offsetMs))
        renameSync(`${file}.new`, file)
      }
      for (const listener of listeners) listener()
    },
    onMove(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
