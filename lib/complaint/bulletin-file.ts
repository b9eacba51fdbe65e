import type { HttpAnswer } from '../platform/http'
import { workbook } from '../platform/workbook'
import type { Bulletin, BulletinLine } from './bulletin'

export const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const headings = [
  '单位',
  '受理',
  '已答复',
  '按期答复',
  '逾期未答复',
  '已回访',
  '满意',
  '重新办理',
  '办结',
  '按期率',
  '满意率',
]

const rate = (part: number, of: number): string =>
  of === 0 ? '—' : `${Math.round((part / of) * 1000) / 10}%`

const row = (line: BulletinLine): (string | number)[] => [
  line.unitName,
  ...[
    line.received,
    line.answered,
    line.onTime,
    line.overdue,
    line.followedUp,
    line.satisfied,
    line.reopened,
    line.closed,
  ],
  rate(line.onTime, line.received),
  rate(line.satisfied, line.followedUp),
]

/** The bulletin as a spreadsheet to be downloaded. */
export async function bulletinFile({ month, lines, total }: Bulletin): Promise<HttpAnswer> {
  const file = await workbook([
    {
      name: `客诉月报 ${month}`,
      widths: [18, ...headings.slice(1).map(() => 11)],
      rows: [headings, ...lines.map(row), row(total)],
    },
  ])
  return {
    statusCode: 200,
    headers: {
      'content-type': xlsx,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`客诉月报-${month}.xlsx`)}`,
    },
    body: file.toString('base64'),
    isBase64Encoded: true,
  }
}
