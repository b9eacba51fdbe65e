import { crc32 } from 'node:zlib'

const sumOf = (text: string) => crc32(text).toString(16).padStart(8, '0')
const summed = /^(.*)\t([0-9a-f]{8})$/s

/** A line of a log with its checksum behind a tab, which JSON never holds unescaped. */
export const checkedLine = (text: string): string => `${text}\t${sumOf(text)}\n`

/** The text of such a line; of earlier versions, whose lines had no checksum, the line itself. @throws Error where it was changed */
export function textOfLine(line: string): string {
  const [, text, sum] = summed.exec(line) ?? []
  if (text === undefined) return line
  if (sumOf(text) !== sum) throw new Error('the line was changed after it was written')
  return text
}
