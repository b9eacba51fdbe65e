import type { HttpAnswer } from '../platform/http'
import { workbook, xlsxNamed } from '../platform/workbook'
import { complaintKindNames, outcomeNames, sourceNames } from '../policy/complaint-kinds'
import { beijingDate } from '../policy/working-days'
import { beijingMinute } from '../platform/beijing-time'
import { complaintStateNames, type Complaint } from './complaint'

const minute = (at: string | undefined) => (at === undefined ? '' : beijingMinute(new Date(at)))

const columns: { name: string; width: number; cell: (complaint: Complaint) => string | number }[] = [
  { name: '编号', width: 18, cell: ({ number }) => number },
  { name: '来源', width: 8, cell: ({ source }) => sourceNames[source].zh },
  { name: '受理时间', width: 18, cell: ({ registeredAt }) => minute(registeredAt) },
  { name: '种类', width: 12, cell: ({ kind }) => (kind ? complaintKindNames[kind].zh : '') },
  { name: '标签', width: 16, cell: ({ tags }) => tags.join('、') },
  { name: '办理单位', width: 16, cell: ({ unitName = '未分派' }) => unitName },
  { name: '状态', width: 16, cell: ({ state }) => complaintStateNames[state].zh },
  { name: '答复期限', width: 12, cell: ({ dueOn = '' }) => dueOn },
  { name: '答复时间', width: 18, cell: ({ answeredAt }) => minute(answeredAt) },
  { name: '答复人', width: 10, cell: ({ answeredBy }) => answeredBy?.name ?? '' },
  {
    name: '答复方式',
    width: 10,
    cell: ({ answeredHow }) =>
      answeredHow ? { wechat: '微信', phone: '电话', mail: '邮件' }[answeredHow] : '',
  },
  {
    name: '逾期答复次数',
    width: 10,
    cell: ({ answers }) =>
      answers.filter(({ at, dueOn }) => dueOn !== undefined && beijingDate(new Date(at)) > dueOn).length,
  },
  {
    name: '回访',
    width: 24,
    cell: ({ followUps }) =>
      followUps
        .flatMap(({ at, outcome }) =>
          at && outcome ? [`${beijingDate(new Date(at))} ${outcomeNames[outcome].zh}`] : [],
        )
        .join('；'),
  },
  { name: '重新办理次数', width: 10, cell: ({ reopened }) => reopened },
  {
    name: '办结时间',
    width: 18,
    cell: ({ closedAt, closedAs }) => minute(closedAt) + (closedAs ? '（未答复）' : ''),
  },
]

/** The register of single cases (客诉台账) of a month, oldest first: nothing of who complained or what was said. */
export async function caseFile(month: string, complaints: Complaint[]): Promise<HttpAnswer> {
  const file = await workbook([
    {
      name: `客诉台账 ${month}`,
      widths: columns.map(({ width }) => width),
      rows: [
        columns.map(({ name }) => name),
        ...complaints.map((one) => columns.map(({ cell }) => cell(one))),
      ],
    },
  ])
  return xlsxNamed(`客诉台账-${month}.xlsx`, file)
}
