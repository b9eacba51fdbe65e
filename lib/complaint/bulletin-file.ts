import type { HttpAnswer } from '../platform/http'
import { workbook, xlsxNamed } from '../platform/workbook'
import { bulletinColumns } from '../policy/complaint-figures'
import type { Bulletin, BulletinLine } from './bulletin'

const row = (line: BulletinLine): (string | number)[] => [
  line.unitName,
  ...bulletinColumns.map(({ cell }) => cell(line)),
]

/** The bulletin as a spreadsheet to be downloaded. */
export async function bulletinFile({ month, lines, total }: Bulletin): Promise<HttpAnswer> {
  const file = await workbook([
    {
      name: `客诉月报 ${month}`,
      widths: [18, ...bulletinColumns.map(() => 11)],
      rows: [['单位', ...bulletinColumns.map(({ name }) => name.zh)], ...lines.map(row), row(total)],
    },
  ])
  return xlsxNamed(`客诉月报-${month}.xlsx`, file)
}
