export function oneOf<T>(random: () => number, list: readonly T[]): T {
  if (list.length === 0) throw new Error('nothing to choose from')
  return list[Math.floor(random() * list.length)] as T
}

/** A whole number from `low` to `high`, both included. */
export const between = (random: () => number, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))
