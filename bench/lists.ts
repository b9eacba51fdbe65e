import { pageOf } from '../lib/platform/paging'
import type { Row, Table } from '../lib/platform/table'
import { submissionStore } from '../lib/submission/store'
import { givenTable } from '../test/lib/edition/given-table'
import { aSubmission } from '../test/kit/submission'
import { inTurn, ratioOf, type Ratio } from './side-by-side'

const submissions = 10_000
/** The newest have bodies of the size in question; a page holds the newest hundred of them. */
const withBodies = 500
const lines = 100_000
const atOnce = 20
const rounds = 9

/** In groups: the emulator, like DynamoDB, takes many writes at a time. */
async function all(count: number, write: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, count - from) }, (_, n) => write(from + n)))
}

async function unitWith(table: Table, unitId: string, characters: number) {
  let at = Date.parse('2026-01-01T00:00:00Z')
  const store = submissionStore(table, { now: () => new Date((at += 1_000)) })
  const { content } = aSubmission()
  await all(submissions, (n) => {
    const body = n < submissions - withBodies ? '' : '阀'.repeat(characters)
    const submission = aSubmission({ id: `${unitId}-${n}`, unitId, content: { ...content, body } })
    return store.create(submission, { by: 'bench', type: 'SubmissionCreated', facts: {} })
  })
  return async () => {
    const { items } = await store.ofUnits([unitId], { limit: 100 })
    if (items.length !== 100) throw new Error(`${items.length} of 100 were listed`)
  }
}

/** Pages to the end; throws at a gap or a repeat. */
async function readAll(table: Table, list: string | string[]): Promise<void> {
  const seen = new Set<string>()
  let cursor: string | undefined
  let read = 0
  do {
    const { items, next } = await pageOf(table, list, { limit: 100, newestFirst: true, cursor })
    for (const { pk } of items) seen.add(pk)
    read += items.length
    cursor = next
  } while (cursor !== undefined)
  if (read !== lines || seen.size !== lines)
    throw new Error(`${read} lines were read, ${seen.size} different ones of ${lines}`)
}

/** Invariant 12: a list costs its page, however long what it lists and however much there is of it. */
export async function lists(): Promise<Ratio[]> {
  // A connection that idled while the emulator was busy may be closed as it is used again.
  const given = await givenTable({ maxAttempts: 10 })
  try {
    const { table } = given
    const short = await unitWith(table, 'short', 1_000)
    const long = await unitWith(table, 'long', 80_000)
    const page = await inTurn(rounds, long, short)

    const units = Array.from({ length: 10 }, (_, n) => `UNIT#${n}`)
    await all(lines, (n) => {
      const place = { gsi1pk: units[n % units.length], gsi1sk: String(Math.floor(n / 3)).padStart(6, '0') }
      const row: Row = { pk: `LINE#${n}`, sk: 'PLACE', ...place }
      return table.put(row)
    })
    const toTheEnd = await inTurn(
      1,
      () => readAll(table, units),
      async () => {
        const found = await Promise.all(units.map((unit) => table.list(unit, { limit: Infinity })))
        if (found.flat().length !== lines) throw new Error('lines are missing')
      },
    )
    return [
      ratioOf({
        bench: 'lists',
        what: `100 of ${submissions} submissions: bodies of 80,000 characters / 1,000`,
        ...page,
        unit: 'ms',
      }),
      ratioOf({
        bench: 'lists',
        what: `${lines} lines of ten lists as one, by pages of 100 / ten whole reads`,
        ...toTheEnd,
        unit: 'ms',
      }),
    ]
  } finally {
    await given.close()
  }
}
