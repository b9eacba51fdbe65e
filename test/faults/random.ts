/** The same numbers for the same seed (mulberry32): 0 inclusive to 1 exclusive. */
export function seeded(seed: number): () => number {
  let a = seed | 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export function oneOf<T>(random: () => number, list: readonly T[]): T {
  if (list.length === 0) throw new Error('nothing to choose from')
  return list[Math.floor(random() * list.length)] as T
}

/** A whole number from `low` to `high`, both included. */
export const between = (random: () => number, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))
