/** One line of a CSV as it was written: its first line number in the file, counted from 1, and its cells. */
export interface CsvRow {
  line: number
  cells: string[]
}

/** The text of a file as spreadsheets save it: UTF-8 or UTF-16 with their mark, UTF-8 without, else GBK; undefined when it is none of these. */
export function textOfFile(bytes: Uint8Array): string | undefined {
  const read = (label: string): string | undefined => {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes)
    } catch (error) {
      // The decoder's way to say that these bytes are no such text.
      if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined
      throw error
    }
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return read('utf-16le')
  return read('utf-8') ?? read('gb18030')
}

/** What a spreadsheet would take for a formula: it calculates, or fetches, when the file is opened. */
const formula = /^[=+\-@\t\r]/
/** A cell without the apostrophe that `csvCell` writes before a formula. */
const plainOf = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell

/** Cells of a CSV (RFC 4180): quotes may hold commas, line ends and doubled quotes. `unclosed` is the line of a quote that never ends. */
export function rowsOfCsv(text: string): { rows: CsvRow[]; unclosed?: number } {
  const rows: CsvRow[] = []
  let line = 1
  let row: CsvRow = { line, cells: [] }
  let cell = ''
  /** nothing but blanks so far: a cell that grows is not looked at again for each quote in it */
  let isBlank = true
  let quotedSince: number | undefined
  const add = (char: string) => {
    cell += char
    isBlank &&= char.trim() === ''
  }
  const endRow = () => {
    row.cells.push(plainOf(cell))
    if (row.cells.some((one) => one.trim() !== '')) rows.push(row)
    cell = ''
    isBlank = true
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\n') line++
    if (quotedSince !== undefined) {
      if (char !== '"') add(char)
      else if (text[at + 1] === '"') add(text[at++]!)
      else quotedSince = undefined
    } else if (char === '"' && isBlank) {
      cell = ''
      quotedSince = line
    } else if (char === ',') {
      row.cells.push(plainOf(cell))
      cell = ''
      isBlank = true
    } else if (char === '\n') {
      endRow()
      row = { line, cells: [] }
    } else if (char !== '\r') add(char)
  }
  endRow()
  return { rows, ...(quotedSince !== undefined && { unclosed: quotedSince }) }
}

/** A cell as a CSV holds it; one that would be a formula has the apostrophe before it that spreadsheets take for “text”. */
export function csvCell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
