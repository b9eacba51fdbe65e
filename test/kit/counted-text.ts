import type { ScannedText } from '../../lib/platform/tags'

/** A text that counts how many characters a scanner looks at: growth is shown by steps, whatever the machine does. */
export class CountedText implements ScannedText {
  steps = 0
  constructor(private readonly text: string) {}

  get length(): number {
    return this.text.length
  }

  indexOf(sought: string, from = 0): number {
    const found = this.text.indexOf(sought, from)
    this.steps += (found < 0 ? this.text.length : found + sought.length) - from
    return found
  }

  slice(from?: number, to?: number): string {
    const piece = this.text.slice(from, to)
    this.steps += piece.length
    return piece
  }
}

/** Steps a character for a text made twice as long again and again: flat when the scanner is linear. */
export function stepsPerCharacter(
  pattern: string,
  scan: (text: CountedText) => unknown,
  characters = [1_000, 4_000, 16_000, 64_000],
): number[] {
  return characters.map((count) => {
    const text = new CountedText(pattern.repeat(Math.ceil(count / pattern.length)))
    scan(text)
    return text.steps / text.length
  })
}
