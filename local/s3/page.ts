import { S3Error } from './errors'

const mostPerPage = 1000

/** One page of a listing: what stands by itself, what is rolled up by the delimiter, and where the next one begins. */
export interface Page<T> {
  items: T[]
  prefixes: string[]
  /** the last thing on this page, when there is more */
  last?: T
}

/** Keys are ordered by their UTF-8 bytes, as S3 orders them; JavaScript's own order differs beyond U+FFFF. */
export const isAfter = (key: string, marker: string): boolean =>
  Buffer.compare(Buffer.from(key), Buffer.from(marker)) > 0

/** How many the caller wants at once, at most a thousand. */
export const pageSizeIn = (query: Map<string, string>, name: string): number =>
  Math.min(countIn(query, name), mostPerPage)

/** @throws S3Error InvalidArgument */
export function countIn(query: Map<string, string>, name: string, absent = mostPerPage): number {
  const text = query.get(name) ?? String(absent)
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('InvalidArgument', `Argument ${name} must be a whole number`)
  return Number(text)
}

/** @param items in order, those up to the marker already left out */
export function pageOf<T extends { key: string }>(
  items: T[],
  by: { prefix: string; delimiter: string; max: number },
): Page<T> {
  const page: Page<T> = { items: [], prefixes: [] }
  if (by.max === 0) return page
  let last: T | undefined
  for (const item of items) {
    if (!item.key.startsWith(by.prefix)) continue
    const cut = by.delimiter ? item.key.indexOf(by.delimiter, by.prefix.length) : -1
    const prefix = cut < 0 ? undefined : item.key.slice(0, cut + by.delimiter.length)
    if (prefix === undefined || page.prefixes.at(-1) !== prefix) {
      if (page.items.length + page.prefixes.length === by.max) return { ...page, last }
      if (prefix === undefined) page.items.push(item)
      else page.prefixes.push(prefix)
    }
    last = item
  }
  return page
}
