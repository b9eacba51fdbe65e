/** Runs `work` beside others, or alone; first come, first served, so that nobody starves. */
export type Gate = <T>(wantsAlone: boolean, work: () => Promise<T>) => Promise<T>

/** Many may write side by side; a transaction waits for them and then has the tables to itself. */
export function createGate(): Gate {
  const waiting: { alone: boolean; enter: () => void }[] = []
  let inside = 0
  let alone = false

  const admit = () => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (alone || (next.alone && inside > 0)) return
      waiting.shift()
      inside++
      alone = next.alone
      next.enter()
    }
  }

  return async <T>(wantsAlone: boolean, work: () => Promise<T>): Promise<T> => {
    await new Promise<void>((enter) => {
      waiting.push({ alone: wantsAlone, enter })
      admit()
    })
    try {
      return await work()
    } finally {
      inside--
      if (wantsAlone) alone = false
      admit()
    }
  }
}
