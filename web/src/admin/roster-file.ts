import readExcelFile from 'read-excel-file/browser'
import writeExcelFile from 'write-excel-file/browser'
import type { RosterRows } from '../../../lib/people/roster'
import { requireSmall, rowsIn, UnreadableFile, type ReadSheet, type WrittenSheet } from './roster-rows'

/** The rows of a chosen file, read here: the service unpacks no file. @throws UnreadableFile */
export async function readRoster(file: File): Promise<Pick<RosterRows, 'units' | 'people'>> {
  requireSmall(new Uint8Array(await file.arrayBuffer()))
  let sheets: ReadSheet[]
  try {
    sheets = (await readExcelFile(file)) as unknown as ReadSheet[]
  } catch (error) {
    throw new UnreadableFile({
      zh: `表格读不出来（${error instanceof Error ? error.name : '损坏'}），请另存为 .xlsx 再试`,
      en: 'the spreadsheet cannot be read; save it as .xlsx and try again',
    })
  }
  return rowsIn(sheets)
}

/** Saves sheets as a file; every cell is text, so that none is a formula. */
export async function saveRoster(sheets: WrittenSheet[], fileName: string): Promise<void> {
  await writeExcelFile(
    sheets.map(({ name, widths, rows }) => ({
      sheet: name,
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      data: rows.map((row, at) =>
        row.map((value) => ({
          value,
          type: String,
          wrap: true,
          ...(at === 0 && { fontWeight: 'bold' as const }),
        })),
      ),
    })),
  ).toFile(fileName)
}
