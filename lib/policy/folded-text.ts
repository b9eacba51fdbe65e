/** A text as it is compared, and for each of its UTF-16 units where it came from. */
export interface FoldedText {
  text: string
  /** the piece `[from, to)` of the folded text as `[start, end)` of the original */
  placeOf(from: number, to: number): { start: number; end: number }
}

const invisible = /[\p{Cf}\p{Cc}\p{M}\u115f\u1160\u3164]/u
const blank = /\s/u

/** Nothing to fold: by far the most characters of a Chinese text, so they skip the slow way. */
const isPlain = (code: number) => (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x30 && code <= 0x39)

/**
 * Folds tricks of writing away: compatibility forms (NFKC), case, zero-width characters and marks, blanks (unless
 * kept), and the list's own variants such as traditional characters. A line end stays, as two paragraphs are no word.
 */
export function fold(
  original: string,
  {
    variants = {},
    keepBlanks = false,
  }: { variants?: Readonly<Record<string, string>>; keepBlanks?: boolean } = {},
): FoldedText {
  const variantOf = new Map(Object.entries(variants))
  const units: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const char of original) {
    const start = at
    at += char.length
    for (const piece of piecesOf(char, keepBlanks)) {
      units.push(variantOf.get(piece) ?? piece)
      starts.push(start)
      ends.push(at)
    }
  }
  return {
    text: units.join(''),
    placeOf: (from, to) => ({ start: starts[from]!, end: ends[to - 1]! }),
  }
}

/** Every piece is one UTF-16 unit, so that indices of the folded text are indices of its pieces. */
function piecesOf(char: string, keepBlanks: boolean): string[] {
  if (isPlain(char.charCodeAt(0))) return [char]
  if (char === '\n') return ['\n']
  if (blank.test(char)) return keepBlanks ? [' '] : []
  const pieces: string[] = []
  for (const unit of char.normalize('NFKC').toLowerCase().split('')) {
    if (blank.test(unit)) {
      if (keepBlanks) pieces.push(' ')
    } else if (!invisible.test(unit) || isHalf(unit)) pieces.push(unit)
  }
  // A character outside the BMP can be invisible as a whole (tags, variation selectors) though its halves are not.
  return char.length === 2 && invisible.test(char) ? [] : pieces
}

const isHalf = (unit: string) => unit >= '\ud800' && unit <= '\udfff'
