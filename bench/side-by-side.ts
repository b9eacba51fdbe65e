import { performance } from 'node:perf_hooks'

/** One comparison: `ours` against `other`, both taken in this very run. */
export interface Ratio {
  bench: string
  what: string
  ours: number
  other: number
  unit: string
  /** ours / other; the only figure worth quoting from another machine */
  ratio: number
}

export const ratioOf = (row: Omit<Ratio, 'ratio'>): Ratio => ({ ...row, ratio: row.ours / row.other })

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** Runs both in turn, A B A B, and gives the median of each in milliseconds, after one round that does not count. */
export async function inTurn(
  rounds: number,
  ours: () => unknown,
  other: () => unknown,
): Promise<{ ours: number; other: number }> {
  const times = { ours: [] as number[], other: [] as number[] }
  for (let round = 0; round <= rounds; round++)
    for (const [name, run] of [
      ['ours', ours],
      ['other', other],
    ] as const) {
      const start = performance.now()
      await run()
      if (round > 0) times[name].push(performance.now() - start)
    }
  return { ours: median(times.ours), other: median(times.other) }
}
