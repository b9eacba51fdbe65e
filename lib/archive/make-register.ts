import { Refusal } from '../platform/refusal'
import { listOf, type Entry } from './entry'
import { registerSheet, volumeSheet } from './register'
import { spanOf } from './search-archive'
import type { Archive } from './store'
import { workbook } from '../platform/workbook'

/** A company's month holds some hundreds; a spreadsheet of more is not a register any more. */
const largestRegister = 5_000

/** The last Beijing date of a month, `YYYY-MM`. */
const lastDay = (month: string): string => {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 0, 0)).toISOString().slice(0, 10)
}

/** Volume and register of one month, of one unit or the whole company, as an .xlsx file. */
export const makeRegister =
  ({ archive }: { archive: Archive }) =>
  async (month: string, unitId?: string): Promise<{ file: Buffer; entries: Entry[] }> => {
    const span = spanOf(`${month}-01`, lastDay(month))
    const { items: entries, next } = await archive.inList(listOf({ unitId }), {
      ...span,
      limit: largestRegister,
    })
    if (next !== undefined)
      throw new Refusal('InvalidRequest', {
        zh: `这个月超过 ${largestRegister} 条，请按单位导出`,
        en: `more than ${largestRegister} lines in this month; export unit by unit`,
      })
    return { file: await workbook([volumeSheet(month, entries), registerSheet(entries)]), entries }
  }
