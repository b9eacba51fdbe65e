import type { MovableClock } from '../aws/access'

/** setTimeout takes no more than this. */
const longest = 2 ** 31 - 1

export interface Wait {
  done: Promise<void>
  cancel(): void
}

/** Waits on the cloud's clock: a moved clock is noticed at once, a long wait costs nothing. */
export function waitsOn(clock: MovableClock) {
  const open = new Map<() => void, () => void>()
  const unsubscribe = clock.onMove(() => {
    for (const look of [...open.keys()]) look()
  })

  return {
    until(at: number): Wait {
      let timer: NodeJS.Timeout | undefined
      let cancel: () => void = () => undefined
      const done = new Promise<void>((resolve) => {
        const look = () => {
          clearTimeout(timer)
          const left = at - clock.now()
          if (left <= 0) {
            open.delete(look)
            resolve()
          } else timer = setTimeout(look, Math.min(left, longest))
        }
        cancel = () => {
          clearTimeout(timer)
          open.delete(look)
        }
        open.set(look, cancel)
        look()
      })
      return { done, cancel: () => cancel() }
    },
    /** Nothing waits any more; what was waited for is looked at again at the next start. */
    close() {
      unsubscribe()
      for (const cancel of [...open.values()]) cancel()
    },
  }
}

export type Waits = ReturnType<typeof waitsOn>
