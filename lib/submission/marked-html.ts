import { markup } from '../platform/markup'
import type { Finding } from '../policy/finding'
import type { WordList } from '../policy/word-list'
import { fold } from '../policy/folded-text'
import { screen } from '../policy/word-screen'
import { asRead, type Unit } from './as-read'

/** The hit's pieces of HTML, each without a tag inside, so that marking them leaves every tag where it is. */
function piecesOf({ start, end }: { start: number; end: number }, units: Unit[]): Unit[] {
  const pieces: Unit[] = []
  for (const { from, to } of units.slice(start, end)) {
    const last = pieces.at(-1)
    if (from === to || (last && last.from <= from && to <= last.to)) continue
    if (last?.to === from) last.to = to
    else pieces.push({ from, to })
  }
  return pieces
}

/**
 * Filtered HTML with a `<mark>` around every hit of the word screen (article 8). A hit of `hits` keeps its number
 * there, from 1, as the id `hit-<n>`; others are marked without one. Nothing else of the HTML changes.
 */
export function withHitsMarked(html: string, list: WordList, hits: Finding[] = []): string {
  const { text, units } = asRead(html)
  const left = hits
    .map((hit, index) => ({ hit, number: index + 1 }))
    .filter(({ hit }) => hit.at?.field === 'body')
  let marked = ''
  let done = 0
  for (const found of screen(text, list)) {
    if (!found.at || found.severity === 'warn') continue
    const at = left.findIndex(({ hit }) => hit.rule === found.rule && hit.seen === found.seen)
    const number = at < 0 ? undefined : left.splice(at, 1)[0]!.number
    // Two hits may overlap; the second is marked from where the first ends.
    const pieces = piecesOf(found.at, units).filter(({ from }) => from >= done)
    for (const [index, { from, to }] of pieces.entries()) {
      const title = `${found.message.zh} / ${found.message.en}`
      const open =
        number && index === 0
          ? markup`<mark id="hit-${number}" title="${title}">`
          : markup`<mark title="${title}">`
      marked += `${html.slice(done, from)}${open.html}${html.slice(from, to)}</mark>`
      done = to
    }
  }
  return marked + html.slice(done)
}

/** Where a passage stands in a text, however it was spaced when it was copied. */
function placeOf(text: string, passage: string): { start: number; end: number } | undefined {
  // Line ends are left out on both sides: a sentence copied from a page carries those of the page.
  const folded = fold(text.replaceAll('\n', ' '))
  const sought = fold(passage.replaceAll('\n', ' ')).text
  const from = sought === '' ? -1 : folded.text.indexOf(sought)
  return from < 0 ? undefined : folded.placeOf(from, from + sought.length)
}

/** Whether the text of this HTML holds the passage. */
export const hasPassage = (html: string, passage: string): boolean =>
  placeOf(asRead(html).text, passage) !== undefined

/** The reason of a rejection right behind the passage it speaks of, as long as that stands in the text. */
export function withReason(html: string, { note, noteAbout }: { note?: string; noteAbout?: string }): string {
  if (!note || !noteAbout) return html
  const { text, units } = asRead(html)
  const place = placeOf(text, noteAbout)
  const last = place && piecesOf(place, units).at(-1)
  if (!last) return html
  const said = markup`<mark title="${noteAbout}">【退回理由 / Sent back: ${note}】</mark>`
  return html.slice(0, last.to) + said.html + html.slice(last.to)
}
