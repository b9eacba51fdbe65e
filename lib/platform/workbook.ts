import writeExcelFile from 'write-excel-file/node'
import type { HttpAnswer } from './http'

/** Its content type. */
export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export type Cell = string | number
/** One sheet: column widths in characters, rows with the heading first. */
export interface SheetData {
  name: string
  widths: number[]
  rows: Cell[][]
}

const heading = (value: Cell) => ({
  value,
  fontWeight: 'bold' as const,
  backgroundColor: '#F2E4E1',
  wrap: true,
  alignVertical: 'center' as const,
})
/** Text stays text: what begins with `=` is no formula in a string cell. */
const cell = (value: Cell) =>
  typeof value === 'number' ? { value } : { value, wrap: true, alignVertical: 'top' as const }

/** Sheets as an .xlsx file; headings stay in view. */
export const workbook = (sheets: SheetData[]): Promise<Buffer> =>
  writeExcelFile(
    sheets.map(({ name, widths, rows }) => ({
      sheet: name,
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      orientation: 'landscape' as const,
      data: rows.map((row, at) => row.map((value) => (at === 0 ? heading(value) : cell(value)))),
    })),
  ).toBuffer()

/** A workbook to be downloaded by this name. */
export const xlsxNamed = (name: string, file: Buffer): HttpAnswer => ({
  statusCode: 200,
  headers: {
    'content-type': xlsx,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  },
  body: file.toString('base64'),
  isBase64Encoded: true,
})
