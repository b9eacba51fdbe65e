import type { Place } from './finding'

/** Characters of the text shown on either side of a hit. */
const around = 12

const isSecondHalf = (text: string, index: number): boolean => /[\udc00-\udfff]/.test(text.charAt(index))

/**
 * The hit with a little of the text around it on one line. A line end or half a character becomes a blank, so that
 * every unit keeps its place and the hit is found in it again.
 */
export function excerptOf(text: string, start: number, end: number): string {
  const from = Math.max(0, start - around)
  const to = Math.min(text.length, end + around)
  const first = isSecondHalf(text, from) ? ' ' : ''
  const last = isSecondHalf(text, to) ? ' ' : ''
  const cut = `${first}${text.slice(from + first.length, to - last.length)}${last}`.replace(/\s/g, ' ')
  return `${from > 0 ? '…' : ''}${cut}${to < text.length ? '…' : ''}`
}

/** The excerpt in three: what stands before the hit, the hit as it is written, and what stands behind. */
export function partsOf({ start, end, excerpt }: Place): { before: string; hit: string; after: string } {
  const from = start > around ? around + 1 : start
  return {
    before: excerpt.slice(start > around ? 1 : 0, from),
    hit: excerpt.slice(from, from + end - start),
    after: excerpt.slice(from + end - start).replace(/…$/, ''),
  }
}
