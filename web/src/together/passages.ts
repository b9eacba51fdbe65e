import type { Passage } from '../../../lib/submission/comment'

const isBlank = /\s/
const packed = (text: string) => text.replace(/\s+/g, '')

/** The words of blocks without blanks, and where each UTF-16 unit stands: in which block, and where in its text. */
interface Words {
  text: string
  at: { block: number; offset: number }[]
}

export function wordsOf(blocks: string[]): Words {
  let text = ''
  const at: Words['at'] = []
  for (const [block, words] of blocks.entries())
    for (const [offset, unit] of words.split('').entries())
      if (!isBlank.test(unit)) {
        text += unit
        at.push({ block, offset })
      }
  return { text, at }
}

const everyPlace = (text: string, sought: string): number[] => {
  const places: number[] = []
  for (let at = text.indexOf(sought); sought !== '' && at >= 0; at = text.indexOf(sought, at + 1))
    places.push(at)
  return places
}

/**
 * Where a passage stands now, as units of the packed text: with the words around it, with those on one side, or alone,
 * nearest to the block it stood in; nothing where it stands no more.
 */
export function placeOf({ text, at }: Words, passage: Passage): { from: number; to: number } | undefined {
  const [before, quote, after] = [passage.before, passage.quote, passage.after].map(packed) as [
    string,
    string,
    string,
  ]
  for (const [lead, tail] of [
    [before, after],
    [before, ''],
    ['', after],
    ['', ''],
  ] as const) {
    const places = everyPlace(text, lead + quote + tail).map((place) => place + lead.length)
    const far = (place: number) => Math.abs((at[place]?.block ?? 0) - passage.block)
    const from = places.sort((one, other) => far(one) - far(other))[0]
    if (from !== undefined) return { from, to: from + quote.length }
  }
  return undefined
}

const longest = 300
const around = 20

/** What is selected of a block, with the words around it. */
export function passageOf(words: string, from: number, to: number, block: number): Passage | undefined {
  const quote = words.slice(from, Math.min(to, from + longest)).trim()
  if (quote === '') return undefined
  const start = words.indexOf(quote, from)
  return {
    quote,
    before: words.slice(Math.max(0, start - around), start),
    after: words.slice(start + quote.length, start + quote.length + around),
    block,
  }
}
