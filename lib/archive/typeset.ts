import { openSync, type Font } from 'fontkit'

type Pen = PDFKit.PDFDocument

/** What stands in a line in one font. */
interface Piece {
  text: string
  font: string
}
export type Line = Piece[]

/** A sign as it is written, the font that has it, and its width at one point. */
interface Sign extends Piece {
  width: number
}

export interface Typesetter {
  /** the text in lines of at most `width` points */
  lines(text: string, given: { width: number; size: number }): Line[]
  /** one line, its top left corner at x and y */
  write(line: Line, at: { x: number; y: number; size: number; color: string }): void
  widthOf(line: Line, size: number): number
}

/** From the top of a line to the next, in sizes of its letters. */
export const leading = 1.5
const baseline = 1.12

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** Never begins a line, never ends one. */
const closing = /^[，。、；：！？）】》〉」』〕”’…·—％,.;:!?)\]}%]/u
const opening = /[（【《〈「『〔“‘([{]$/u
const isWide = (sign: string) => (sign.codePointAt(0) ?? 0) >= 0x2e80
/** Choose the look of the sign before them, or nothing one sees. */
const unseen = /[\u{fe00}-\u{fe0f}\p{Cc}\p{Cf}]/gu
const joiner = '\u200d'

/** Fonts are opened once in the life of a function; they are large. */
const opened = new Map<string, Font>()
function faceAt(path: string): Font {
  const face = opened.get(path) ?? openSync(path)
  if (!('hasGlyphForCodePoint' in face)) throw new Error(`${path} holds several fonts`)
  opened.set(path, face)
  return face
}

/** Sets text in several fonts: each sign in the first that has it, so that none is printed as an empty box. */
export function typesetter(pen: Pen, paths: string[]): Typesetter {
  const fonts = paths.map((path) => ({ path, face: faceAt(path) }))
  const [first = ''] = paths
  const known = new Map<string, Sign[]>()

  const has = (face: Font, text: string) =>
    [...text].every((sign) => sign === joiner || face.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0))

  const sign = (text: string, font: string): Sign => ({
    ...{ text, font },
    width: pen.font(font).fontSize(100).widthOfString(text) / 100,
  })

  /** One grapheme; what no font has is written as its number, not left out. */
  function signsOf(grapheme: string): Sign[] {
    const found = known.get(grapheme)
    if (found) return found
    const whole = grapheme.normalize('NFC')
    const plain = whole.replaceAll(unseen, '')
    const joined = whole.replaceAll(unseen, (one) => (one === joiner ? one : ''))
    const font = fonts.find(({ face }) => has(face, joined))
    const made =
      plain === ''
        ? []
        : font
          ? [sign(joined, font.path)]
          : [...plain].flatMap((one) => {
              const other = fonts.find(({ face }) => has(face, one))
              const number = `〔U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}〕`
              return other ? [sign(one, other.path)] : [...number].map((digit) => sign(digit, first))
            })
    known.set(grapheme, made)
    return made
  }

  /** What stays together when a line is broken. */
  function words(paragraph: string): Sign[][] {
    const all: Sign[][] = []
    let before = ' '
    for (const { segment } of graphemes.segment(paragraph.replaceAll('\t', ' '))) {
      const signs = signsOf(segment)
      if (signs.length === 0) continue
      const apart =
        before === ' ' ||
        ((isWide(before) || isWide(segment)) && !closing.test(segment) && !opening.test(before))
      if (apart && segment !== ' ') all.push([...signs])
      else (all.at(-1) ?? all[all.push([]) - 1])?.push(...signs)
      before = segment
    }
    return all
  }

  function broken(paragraph: string, width: number): Line[] {
    const lines: Sign[][] = [[]]
    let used = 0
    const add = (signs: Sign[]) => {
      lines.at(-1)?.push(...signs)
      used += signs.reduce((sum, one) => sum + one.width, 0)
    }
    const next = () => {
      lines.push([])
      used = 0
    }
    for (const word of words(paragraph)) {
      const seen = word.at(-1)?.text === ' ' ? word.slice(0, -1) : word
      const wide = seen.reduce((sum, one) => sum + one.width, 0)
      if (used > 0 && used + wide > width) next()
      if (wide <= width) add(word)
      else
        for (const one of word) {
          if (used > 0 && used + one.width > width) next()
          add([one])
        }
    }
    return lines.map((signs) =>
      signs.reduce<Line>((line, { text, font }) => {
        const last = line.at(-1)
        if (last?.font === font) last.text += text
        else line.push({ text, font })
        return line
      }, []),
    )
  }

  return {
    lines: (text, { width, size }) => text.split('\n').flatMap((one) => broken(one, width / size)),
    widthOf: (line, size) =>
      line.reduce((sum, { text, font }) => sum + pen.font(font).fontSize(size).widthOfString(text), 0),
    write(line, { x, y, size, color }) {
      let from = x
      for (const { text, font } of line) {
        pen.font(font).fontSize(size).fillColor(color)
        pen.text(text, from, y + baseline * size, { lineBreak: false, baseline: 'alphabetic' })
        from += pen.widthOfString(text)
      }
    },
  }
}
