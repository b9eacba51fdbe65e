/** A text as it is compared, and for each of its UTF-16 units where it came from. */
export interface FoldedText {
  text: string
  /** the piece `[from, to)` of the folded text as `[start, end)` of the original */
  placeOf(from: number, to: number): { start: number; end: number }
}

const invisible = /[\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u
const blank = /\s/u

/** What a unit of the original becomes: not looked at yet, left out, several units, else the one unit itself. */
const unseen = -1
const dropped = -2
const several = -3

type Variants = Readonly<Record<string, string>>
const noVariants: Variants = {}

/** A table by UTF-16 unit, filled as units are met: a text has few different ones. */
interface Table {
  becomes: Int32Array
  variantOf: Map<string, string>
  keepBlanks: boolean
}

const tables = { kept: new WeakMap<Variants, Table>(), left: new WeakMap<Variants, Table>() }

function tableOf(variants: Variants, keepBlanks: boolean): Table {
  const known = tables[keepBlanks ? 'kept' : 'left']
  const table = known.get(variants) ?? {
    becomes: new Int32Array(0x10000).fill(unseen),
    variantOf: new Map(Object.entries(variants)),
    keepBlanks,
  }
  known.set(variants, table)
  return table
}

/**
 * Folds tricks of writing away: compatibility forms (NFKC), case, zero-width characters and marks, blanks (unless
 * kept), and the list's own variants such as traditional characters. A line end stays, as two paragraphs are no word.
 */
export function fold(
  original: string,
  { variants = noVariants, keepBlanks = false }: { variants?: Variants; keepBlanks?: boolean } = {},
): FoldedText {
  const table = tableOf(variants, keepBlanks)
  const { becomes } = table
  let out = roomFor(original.length + spare)
  let count = 0
  for (let at = 0; at < original.length;) {
    const unit = original.charCodeAt(at)
    const one = becomes[unit]!
    if (one >= 0) {
      out.units[count] = one
      out.starts[count] = at++
      out.lengths[count++] = 1
    } else if (one === dropped) at++
    else {
      const char = String.fromCodePoint(original.codePointAt(at)!)
      for (const piece of foldedPieces(char, table)) {
        out.units[count] = piece.charCodeAt(0)
        out.starts[count] = at
        out.lengths[count++] = char.length
      }
      at += char.length
      // What follows may fill the arrays one by one, and one character more may become many.
      if (count + (original.length - at) + spare > out.units.length) out = roomFor(out.units.length * 2, out)
    }
  }
  const { starts, lengths } = out
  return {
    text: textOf(out.units.subarray(0, count)),
    placeOf: (from, to) => ({ start: starts[from]!, end: starts[to - 1]! + lengths[to - 1]! }),
  }
}

/** More units than any one character becomes (NFKC makes 18 of U+FDFA). */
const spare = 32

interface Units {
  units: Uint16Array
  starts: Uint32Array
  lengths: Uint8Array
}

function roomFor(size: number, old?: Units): Units {
  const room = {
    units: new Uint16Array(size),
    starts: new Uint32Array(size),
    lengths: new Uint8Array(size),
  }
  if (old) {
    room.units.set(old.units)
    room.starts.set(old.starts)
    room.lengths.set(old.lengths)
  }
  return room
}

/** A character that was not met before, or that is no single unit. */
function foldedPieces(char: string, table: Table): string[] {
  const pieces = piecesOf(char, table.keepBlanks).map((piece) => table.variantOf.get(piece) ?? piece)
  table.becomes[char.charCodeAt(0)] =
    isHalf(char.charAt(0)) || pieces.length > 1 ? several : (pieces[0]?.charCodeAt(0) ?? dropped)
  return pieces
}

/** Arguments of one call; engines bound their number. */
const atOnce = 8_192

function textOf(units: Uint16Array): string {
  let text = ''
  for (let from = 0; from < units.length; from += atOnce)
    // Applied, not spread: spreading a typed array walks its iterator and takes ten times as long.
    text += String.fromCharCode.apply(null, units.subarray(from, from + atOnce) as unknown as number[])
  return text
}

/** Every piece is one UTF-16 unit, so that indices of the folded text are indices of its pieces. */
function piecesOf(char: string, keepBlanks: boolean): string[] {
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
