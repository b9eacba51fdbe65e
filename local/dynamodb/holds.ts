/** Items that transactions have in hand: whoever else would write one is refused, not kept waiting. */
export interface Holds {
  /** Whether a transaction has this item in hand now. */
  conflicts(item: string): boolean
  /** These are in hand until `work` has ended. */
  during<T>(items: string[], work: () => Promise<T>): Promise<T>
}

/** Of so many writes one meets another hand, when chance is let in. */
const oneIn = 20

/** @param chance makes conflicts with hands that nobody sees, 0 to 1 */
export function createHolds(chance?: () => number): Holds {
  const held = new Set<string>()
  return {
    conflicts: (item) => held.has(item) || (chance !== undefined && chance() < 1 / oneIn),
    async during(items, work) {
      for (const item of items) held.add(item)
      try {
        return await work()
      } finally {
        for (const item of items) held.delete(item)
      }
    },
  }
}
