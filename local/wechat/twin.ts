import type { TwinAccount } from './account'
import type { Memory, TwinState } from './state'

/** What every part of the twin works with. */
export interface Twin extends Memory {
  account: TwinAccount
  now: () => number
  random: () => number
  publicUrl: () => string
  finishWithinMs: number
  /** Looks at waits again after something was made due. */
  wake: () => void
}

/** Ids of messages and media: one counter, so that they tell the order. */
export const nextId = (state: TwinState): number => ++state.lastId

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

export const randomText = (random: () => number, length: number): string =>
  Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')

/** YYYY-MM-DD in Beijing. */
export const beijingDay = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
