import { performance } from 'node:perf_hooks'
import type { Growth } from './plot'

/** One comparison: `ours` against `other`, both taken in this very run. */
export interface Ratio {
  bench: string
  what: string
  /** medians */
  ours: number
  other: number
  unit: string
  /** ours / other, the median over the rounds; the only figure worth quoting from another machine */
  ratio: number
  /** the middle half of the rounds' ratios; none where there was one round, or where the figure is exact */
  spread?: [low: number, high: number]
  /** the most it may be */
  goal?: number
  /** to be drawn */
  growth?: Growth
}

export const ratioOf = (row: Omit<Ratio, 'ratio'> & { ratio?: number }): Ratio => ({
  ...row,
  ratio: row.ratio ?? row.ours / row.other,
})

/** The value below which that share of the values lies. */
export const quantile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN

export const median = (values: number[]): number => quantile(values, 0.5)

/** What pairs of rounds, taken in turn, say together: load that comes and goes strikes both sides of a pair. */
export function paired(ours: number[], other: number[]): Pick<Ratio, 'ours' | 'other' | 'ratio' | 'spread'> {
  const ratios = ours.map((value, round) => value / (other[round] ?? NaN))
  return {
    ours: median(ours),
    other: median(other),
    ratio: median(ratios),
    ...(ratios.length > 1 && { spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)] }),
  }
}

/** What a side measured itself. */
export class Measured {
  constructor(readonly value: number) {}
}

/** Runs both in turn, A B A B, in milliseconds unless a side gives what it measured; one round before does not count. */
export async function inTurn(
  rounds: number,
  ours: () => unknown,
  other: () => unknown,
): Promise<Pick<Ratio, 'ours' | 'other' | 'ratio' | 'spread'>> {
  const times = { ours: [] as number[], other: [] as number[] }
  for (let round = 0; round <= rounds; round++)
    for (const [name, run] of [
      ['ours', ours],
      ['other', other],
    ] as const) {
      const start = performance.now()
      const measured = await run()
      const took = performance.now() - start
      if (round > 0) times[name].push(measured instanceof Measured ? measured.value : took)
    }
  return paired(times.ours, times.other)
}
