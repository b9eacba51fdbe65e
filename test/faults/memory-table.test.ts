import { seeded } from '../../local/aws/seeded'
import { absent, ConditionFailed, type Condition, type Table, type Write } from '../../lib/platform/table'
import { givenTable, type GivenTable } from '../lib/edition/given-table'
import { memoryTable } from '../kit/memory-table'
import { between, oneOf } from './random'

jest.setTimeout(300_000)

let given: GivenTable
beforeAll(async () => {
  given = await givenTable()
})
afterAll(() => given.close())

const is = (attribute: string, value: unknown): Condition => ({
  ...{
    expression: `#${attribute} = :value`,
    names: { [`#${attribute}`]: attribute },
    values: { ':value': value },
  },
})

/** The forms of condition that the stores of lib/ write, with values that hold now and then. */
const conditionOf = (random: () => number): Condition | undefined =>
  oneOf<() => Condition | undefined>(random, [
    () => undefined,
    () => absent,
    () => is('revision', between(random, 1, 3)),
    () => ({ expression: 'taskToken = :token', values: { ':token': oneOf(random, ['a', 'b']) } }),
    () => ({
      expression: 'attribute_not_exists(pk) OR #owner = :owner',
      ...{ names: { '#owner': 'owner' }, values: { ':owner': oneOf(random, ['x', 'y']) } },
    }),
    () => ({
      expression: '#owner = :owner AND contentHash = :hash',
      ...{ names: { '#owner': 'owner' }, values: { ':owner': 'x', ':hash': oneOf(random, ['h', 'i']) } },
    }),
    () => ({
      expression: 'attribute_not_exists(pk) OR #state = :refused OR #state = :failed',
      ...{ names: { '#state': 'state' }, values: { ':refused': 'refused', ':failed': 'failed' } },
    }),
    () => ({
      expression:
        'attribute_not_exists(pk) OR (attribute_not_exists(answer) AND requestHash = :hash AND startedAt < :abandoned)',
      values: { ':hash': 'h', ':abandoned': oneOf(random, ['2026-01', '2026-12']) },
    }),
  ])()

const keyOf = (random: () => number) => ({
  pk: oneOf(random, ['P#1', 'P#2']),
  sk: oneOf(random, ['A#1', 'A#2', 'B']),
})

const rowOf = (random: () => number) => ({
  ...keyOf(random),
  revision: between(random, 1, 3),
  owner: oneOf(random, ['x', 'y', undefined]),
  contentHash: oneOf(random, ['h', 'i']),
  requestHash: oneOf(random, ['h', 'i']),
  startedAt: oneOf(random, ['2026-06', '2027-01']),
  state: oneOf(random, ['refused', 'failed', 'sent']),
  taskToken: oneOf(random, ['a', 'b', undefined]),
  answer: oneOf(random, [undefined, { list: [1, 'two', { three: null }] }]),
  gsi1pk: oneOf(random, ['Q', 'R']),
  gsi1sk: oneOf(random, ['2026-01', '2026-02', '2026-03']),
})

function writeOf(random: () => number): Write {
  const when = conditionOf(random)
  return oneOf<() => Write>(random, [
    () => ({ put: rowOf(random), when }),
    () => ({ keep: rowOf(random) }),
    () => ({ remove: keyOf(random), when }),
    () => ({ check: keyOf(random), when: when ?? absent }),
  ])()
}

const operations: ((random: () => number) => (table: Table) => Promise<unknown>)[] = [
  (random) => {
    const [row, when] = [rowOf(random), conditionOf(random)]
    return (table) => table.put(row, when)
  },
  (random) => {
    const [key, when] = [keyOf(random), conditionOf(random)]
    return (table) => table.remove(key, when)
  },
  (random) => {
    const writes = Array.from({ length: between(random, 1, 3) }, () => writeOf(random))
    return (table) => table.transact(writes)
  },
  (random) => {
    const key = keyOf(random)
    return (table) => table.increment(key, 'revision', 1)
  },
  (random) => {
    const key = keyOf(random)
    return (table) => table.get(key)
  },
  (random) => {
    const [pk, prefix] = [keyOf(random).pk, oneOf(random, [undefined, 'A#'])]
    return (table) => table.partition(pk, prefix)
  },
]

/** What came of it, in words that are the same for both. */
async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return { value: (await work) ?? 'nothing' }
  } catch (error) {
    if (error instanceof ConditionFailed) return { failed: error.row ?? 'no row' }
    return { error: 'another' }
  }
}

test('the table in memory answers six hundred operations as the emulator does', async () => {
  const random = seeded(20261123)
  const memory = memoryTable()
  let failed = 0
  for (let number = 0; number < 600; number++) {
    const operation = oneOf(random, operations)(random)
    const [real, ours] = [await outcomeOf(operation(given.table)), await outcomeOf(operation(memory))]
    expect([number, ours]).toEqual([number, real])
    if (typeof real === 'object' && real !== null && 'failed' in real) failed++
  }
  expect(failed).toBeGreaterThan(60)
  for (const newestFirst of [false, true])
    for (const [from, to] of [
      [undefined, undefined],
      ['2026-02', undefined],
      [undefined, '2026-02'],
    ])
      for (const pk of ['Q', 'R']) {
        const sorted = async (table: Table) =>
          (await table.list(pk, { from, to, newestFirst })).map(({ gsi1sk }) => gsi1sk)
        expect(await sorted(memory)).toEqual(await sorted(given.table))
      }
})

test('a condition it does not understand is an error, never ignored', async () => {
  const row = { pk: 'P', sk: 'S' }
  await expect(
    memoryTable().put(row, { expression: 'size(pk) > :two', values: { ':two': 2 } }),
  ).rejects.toThrow('condition')
})
