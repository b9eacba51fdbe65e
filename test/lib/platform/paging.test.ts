import { pageOf, partitionPage, Paging, type Page } from '../../../lib/platform/paging'
import type { Row, Table } from '../../../lib/platform/table'
import { memoryTable } from '../../kit/memory-table'
import { givenTable, type GivenTable } from '../edition/given-table'

let emulator: GivenTable
beforeAll(async () => {
  emulator = await givenTable()
})
afterAll(() => emulator.close())

const lists = ['UNIT#a', 'UNIT#b', 'UNIT#c']
/** Many stand at the same moment, in one list and across lists. */
const rows = Array.from({ length: 260 }, (_, n): Row => ({
  ...{ pk: `THING#${n}`, sk: 'PLACE', number: n },
  gsi1pk: lists[(n * 7) % 3]!,
  gsi1sk: `2026-11-${String(1 + (n % 28)).padStart(2, '0')}`,
}))

async function toTheEnd(read: (cursor?: string) => Promise<Page<Row>>) {
  const pages: Row[][] = []
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const { items, next } = await read(cursor)
    pages.push(items)
    cursor = next
  }
  return pages
}

describe.each([
  ['in memory', () => memoryTable()],
  ['on the emulator', () => emulator.table],
])('a list %s', (_, open) => {
  let table: Table
  beforeAll(async () => {
    table = open()
    for (const row of rows) await table.put(row)
    for (let n = 0; n < 25; n++) await table.put({ pk: 'ACTS#2026-11', sk: `2026-11-${String(n + 1)}#x` })
  })

  it.each([
    ['one list', 'UNIT#a', 1],
    ['one list', 'UNIT#a', 7],
    ['three lists as one', lists, 1],
    ['three lists as one', lists, 20],
    ['three lists as one', lists, 100],
  ])('pages %s to its end without a gap or a repeat, in both directions', async (_, list, limit) => {
    for (const newestFirst of [false, true]) {
      const pages = await toTheEnd((cursor) =>
        pageOf(table, list, { limit, newestFirst, ...(cursor && { cursor }) }),
      )
      const expected = rows.filter((row) => [list].flat().includes(String(row['gsi1pk'])))
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true)
      const seen = pages.flat()
      expect(new Set(seen.map(({ pk }) => pk)).size).toBe(seen.length)
      expect(seen).toHaveLength(expected.length)
      const places = seen.map((row) => String(row['gsi1sk']))
      expect(places).toEqual([...places].sort((a, b) => (newestFirst ? -1 : 1) * (a < b ? -1 : 1)))
    }
  })

  it('keeps to the span asked for, on every page', async () => {
    const ask = { from: '2026-11-03', to: '2026-11-05', limit: 5 }
    const pages = await toTheEnd((cursor) => pageOf(table, lists, { ...ask, ...(cursor && { cursor }) }))
    const inSpan = rows.filter(({ gsi1sk }) => String(gsi1sk) >= ask.from && String(gsi1sk) <= ask.to)
    expect(pages.flat()).toHaveLength(inSpan.length)
  })

  it('finds what fits on far pages too, and a last page says so', async () => {
    const fits = (row: Row) => Number(row['number']) % 50 === 0
    const pages = await toTheEnd((cursor) =>
      pageOf(table, lists, { limit: 2, fits, ...(cursor && { cursor }) }),
    )
    expect(
      pages
        .flat()
        .map(({ number }) => number)
        .sort(),
    ).toEqual([0, 100, 150, 200, 250, 50])
    expect(pages.map((page) => page.length)).toEqual([2, 2, 2, ...(pages.length > 3 ? [0] : [])])
  })

  it('pages a partition by sort key, newest first', async () => {
    const pages = await toTheEnd((cursor) =>
      partitionPage(table, 'ACTS#2026-11', { limit: 4, newestFirst: true, ...(cursor && { cursor }) }),
    )
    const keys = pages.flat().map(({ sk }) => sk)
    expect(keys).toHaveLength(25)
    expect(keys).toEqual([...keys].sort().reverse())
  })

  it('goes on where it stood when lines before that place have left meanwhile', async () => {
    const gone = { ...rows[0]!, pk: 'GONE', gsi1pk: 'LEAVING', gsi1sk: '1' }
    for (const n of [1, 2, 3]) await table.put({ ...gone, pk: `GONE#${n}`, gsi1sk: String(n) })
    const { next } = await pageOf(table, 'LEAVING', { limit: 2 })
    await table.remove({ pk: 'GONE#2', sk: 'PLACE' })
    expect((await pageOf(table, 'LEAVING', { cursor: next })).items.map(({ pk }) => pk)).toEqual(['GONE#3'])
  })

  it('refuses a cursor of another list, of a place outside the span, and one that is none', async () => {
    const { next } = await pageOf(table, 'UNIT#a', { limit: 1 })
    const refused = { name: 'InvalidRequest' }
    await expect(pageOf(table, 'UNIT#b', { cursor: next })).rejects.toMatchObject(refused)
    await expect(pageOf(table, 'UNIT#a', { cursor: next, from: '2026-11-20' })).rejects.toMatchObject(refused)
    const forged = [
      'no cursor',
      Buffer.from('{"list":"UNIT#b"}').toString('base64url'),
      Buffer.from(JSON.stringify(['UNIT#a', '2026-11-01', '', ''])).toString('base64url'),
    ]
    for (const cursor of forged)
      await expect(pageOf(table, 'UNIT#a', { cursor })).rejects.toMatchObject(refused)
  })
})

test('a page that looks for what is rare ends after a thousand lines and says where to go on', async () => {
  const table = memoryTable()
  for (let n = 0; n < 1_500; n++)
    await table.put({
      ...{ pk: `THING#${n}`, sk: 'PLACE', gsi1pk: 'LONG', gsi1sk: String(n).padStart(5, '0') },
      ...{ rare: n === 1_400 },
    })
  const fits = (row: Row) => row['rare'] === true
  const first = await pageOf(table, 'LONG', { fits })
  expect(first.items).toEqual([])
  const second = await pageOf(table, 'LONG', { fits, cursor: first.next })
  expect(second.items).toHaveLength(1)
  expect(second.next).toBeUndefined()
})

test('a door takes a page of one to a hundred lines', () => {
  expect(Paging.parse({ limit: '20' })).toEqual({ limit: 20 })
  for (const limit of ['0', '101', '1.5', 'x']) expect(Paging.safeParse({ limit }).success).toBe(false)
})
