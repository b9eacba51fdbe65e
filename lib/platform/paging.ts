import * as z from 'zod'
import { Refusal } from './refusal'
import type { Place, Row, Span, Table } from './table'

/** What every list of the API is asked with; `cursor` is the `next` of the page before. */
export const Paging = z.strictObject({
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
})
export type Paging = z.infer<typeof Paging>

/** A page of a list; without `next` it is the last. */
export interface Page<T> {
  items: T[]
  next?: string
}

export const mapPage = <T, U>({ items, next }: Page<T>, to: (item: T) => U): Page<U> => ({
  items: items.map(to),
  ...(next !== undefined && { next }),
})

interface Ask extends Paging {
  from?: string
  to?: string
  newestFirst?: boolean
  /** lines that do not fit are passed over; a page that read `maxRead` of them ends short, with a `next` */
  fits?: (row: Row) => boolean
  /** lines as the table has them now, without those that left the list and that the index may still show */
  standing?: boolean
}

const perPage = 50
/** About 1 MB of small rows: what one query of DynamoDB reads at most. */
const maxRead = 1_000

/** List, sort key and row key of the last line that was read. */
type Position = [list: string, place: string, pk: string, sk: string]
const named = z.string().min(1)
const Position = z.tuple([named, named, named, named])

const write = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** Only a place within a list that was asked for: which lists those are is never the cursor's to say. */
function read(cursor: string, lists: string[], { from = '', to = '\uffff' }: Ask): Position {
  try {
    const position = Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (lists.includes(position[0]) && position[1] >= from && position[1] <= to) return position
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
  }
  throw new Refusal('InvalidRequest', {
    zh: '翻页位置不属于这个列表，请从第一页重新查看',
    en: 'this place belongs to another list; begin again with the first page',
  })
}

type Read = (list: string, span: Span) => Promise<Row[]>

/** The rows of one list that come after `position` in the order of all lists together. */
async function* following(
  { read, placeOf }: { read: Read; placeOf: (row: Row) => string },
  list: string,
  { position, atOnce, ...ask }: Ask & { position?: Position; atOnce: number },
): AsyncGenerator<Row> {
  const { newestFirst = false } = ask
  const [before, place, pk, sk] = position ?? []
  const span: Span = {
    ...{ from: ask.from, to: ask.to, newestFirst, limit: atOnce },
    ...(place !== undefined && (newestFirst ? { to: place } : { from: place })),
  }
  let after: Place | undefined =
    place !== undefined && list === before ? { place, pk: pk!, sk: sk! } : undefined
  for (;;) {
    const rows = await read(list, { ...span, after })
    // Of equal places that of the first list comes first: those of lists before the position's were read.
    for (const row of rows) if (!(before !== undefined && list < before && placeOf(row) === place)) yield row
    const last = rows.at(-1)
    if (!last || rows.length < atOnce) return
    after = { place: placeOf(last), pk: last.pk, sk: last.sk }
  }
}

async function page(
  read: { read: Read; placeOf: (row: Row) => string },
  lists: string[],
  { position, ...ask }: Ask & { position: Position | undefined },
): Promise<Page<Row>> {
  const { limit = perPage, newestFirst = false, fits = () => true } = ask
  const atOnce = ask.fits ? 200 : Math.min(limit + 1, Math.ceil((2 * limit) / lists.length) + 1)
  const readers = lists.map((list) => ({
    list,
    rows: following(read, list, { ...ask, atOnce, ...(position && { position }) }),
  }))
  const heads = await Promise.all(readers.map(async (one) => ({ ...one, head: await one.rows.next() })))
  const items: Row[] = []
  let last = position
  for (let seen = 0; ; seen++) {
    let first: { list: string; rows: AsyncGenerator<Row>; head: IteratorResult<Row> } | undefined
    for (const one of heads) {
      if (one.head.done) continue
      if (!first || first.head.done || comesFirst(one.list, one.head.value, first.list, first.head.value))
        first = one
    }
    if (!first || first.head.done) return { items }
    if (last && (items.length === limit || (ask.fits && seen === maxRead)))
      return { items, next: write(last) }
    const row = first.head.value
    if (fits(row)) items.push(row)
    last = [first.list, read.placeOf(row), row.pk, row.sk]
    first.head = await first.rows.next()
  }

  function comesFirst(listA: string, a: Row, listB: string, b: Row): boolean {
    const [one, other] = [read.placeOf(a), read.placeOf(b)]
    if (one === other) return listA < listB
    return newestFirst ? one > other : one < other
  }
}

/** A page of one list of GSI 1, or of several read as one, by sort key; 50 lines unless `limit` says otherwise. */
export async function pageOf(table: Table, list: string | string[], ask: Ask): Promise<Page<Row>> {
  const lists = [list].flat()
  const position = ask.cursor === undefined ? undefined : read(ask.cursor, lists, ask)
  const placeOf = (row: Row) => String(row['gsi1sk'])
  const listed = await page({ read: (one, span) => table.list(one, span), placeOf }, lists, {
    ...ask,
    position,
  })
  if (!ask.standing) return listed
  const rows = await Promise.all(listed.items.map((row) => table.get(row)))
  return {
    ...listed,
    items: rows.filter((row) => row !== undefined && lists.includes(String(row['gsi1pk']))) as Row[],
  }
}

/** A page of a partition, by sort key. */
export async function partitionPage(table: Table, pk: string, ask: Ask): Promise<Page<Row>> {
  const position = ask.cursor === undefined ? undefined : read(ask.cursor, [pk], ask)
  return page({ read: (one, span) => table.span(one, span), placeOf: (row) => row.sk }, [pk], {
    ...ask,
    position,
  })
}
