import { beijingMinute } from '../platform/beijing-time'
import type { HttpAnswer } from '../platform/http'
import { workbook, xlsxNamed, type Cell } from '../platform/workbook'
import { figureColumns, reportTables } from '../policy/figures'
import type { FigureReport } from './read-figures'

const bilingual = ({ zh, en }: { zh: string; en: string }) => `${zh} ${en}`

/** The report as a spreadsheet to be downloaded: each number is the page's, from the same columns. */
export async function figureFile(report: FigureReport): Promise<HttpAnswer> {
  const { period, of, lines, total, months } = report
  const cells = (line: (typeof lines)[number]): Cell[] => figureColumns.map(({ cell }) => cell(line))
  const heading = (first: string) => [first, ...figureColumns.map(({ name }) => bilingual(name))]
  const widths = [20, ...figureColumns.map(() => 12)]
  const { returns, publications } = reportTables
  const file = await workbook([
    {
      ...{ name: `统计 ${period}`, widths },
      rows: [
        heading(of.kind === 'unit' ? '人员 Person' : '单位 Unit'),
        ...lines.map((line) => [line.name.zh, ...cells(line)]),
        [`${total.name.zh}（合计）`, ...cells(total)],
      ],
    },
    ...(months.length > 0
      ? [
          {
            ...{ name: '按月 By month', widths },
            rows: [
              heading('月份 Month'),
              ...months.map(({ month, items }) => [
                month,
                ...figureColumns.map(({ cell }) => cell({ items })),
              ]),
            ],
          },
        ]
      : []),
    {
      ...{ name: '退回 Sent back', widths: [18, 40, 18, 20, 60] },
      rows: [
        returns.map(bilingual),
        ...report.returns.map(({ at, title, unit, tier, reason }) => [
          ...[beijingMinute(new Date(at)), title, unit, tier, reason],
        ]),
      ],
    },
    {
      ...{ name: '发布 Published', widths: [18, 40, 18, 10, 44, 18] },
      rows: [
        publications.map(bilingual),
        ...report.publications.map(({ at, title, unit, channel, url, deletedAt }) => [
          ...[beijingMinute(new Date(at)), title, unit, channel === 'wechat' ? '微信' : '微博', url ?? ''],
          deletedAt ? beijingMinute(new Date(deletedAt)) : '',
        ]),
      ],
    },
  ])
  return xlsxNamed(`统计-${period}-${total.name.zh}.xlsx`, file)
}
