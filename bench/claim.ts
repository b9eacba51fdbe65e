import { editionStore } from '../lib/edition/store'
import { absent } from '../lib/platform/table'
import { givenTable } from '../test/lib/edition/given-table'
import { paired, quantile, ratioOf, type Ratio } from './side-by-side'

const rounds = 9

/** Runs all at once; the time below which 95 of 100 of them were answered, and how many won. */
async function race(racers: number, run: (racer: number) => Promise<boolean>) {
  const begun = performance.now()
  const ends = await Promise.all(
    Array.from({ length: racers }, async (_, racer) => ({
      won: await run(racer),
      ms: performance.now() - begun,
    })),
  )
  return {
    p95: quantile(
      ends.map(({ ms }) => ms),
      0.95,
    ),
    winners: ends.filter(({ won }) => won).length,
  }
}

/** Invariant 2: the claim of a day by many at once, against one plain conditional put by as many. */
export async function claim(): Promise<Ratio[]> {
  const given = await givenTable({ maxAttempts: 10 })
  try {
    const store = editionStore(given.table, { now: () => new Date() }, 'wx-bench')
    const claimOf = (date: string, racer: number) => ({
      ...{ account: 'wx-bench', date, owner: `wx-bench-${date}-${racer}`, contentHash: `hash ${racer}` },
      ...{ clientMsgId: String(racer), title: '智能阀门投用', by: 'p1', name: '许雯' },
      claimedAt: new Date().toISOString(),
    })
    const rows: Ratio[] = []
    for (const racers of [1, 50, 200]) {
      const times = { ours: [] as number[], other: [] as number[] }
      for (let round = 0; round <= rounds; round++) {
        const ours = await race(
          racers,
          async (racer) => (await store.claim(claimOf(`${racers}-${round}`, racer))).won,
        )
        const other = await race(racers, (racer) =>
          given.table.put({ pk: `PLAIN#${racers}-${round}`, sk: 'CLAIM', racer }, absent).then(
            () => true,
            () => false,
          ),
        )
        if (ours.winners !== 1 || other.winners !== 1)
          throw new Error(`${ours.winners} claims of ${racers} won, ${other.winners} plain puts`)
        if (round === 0) continue
        times.ours.push(ours.p95)
        times.other.push(other.p95)
      }
      rows.push(
        ratioOf({
          ...{ bench: 'claim', what: `p95 of ${racers} claims of one day / of as many plain puts` },
          ...{ ...paired(times.ours, times.other), unit: 'ms', goal: 3 },
        }),
      )
    }
    return rows
  } finally {
    await given.close()
  }
}
