/** What became of a set of complaints, by number. `onTime`, `late`, `overdue` and `open` together are `received`. */
export interface ComplaintFigures {
  received: number
  /** with an answer that stands: one that was opened again is not answered until it is again */
  answered: number
  /** answered, each time no later than the due date */
  onTime: number
  /** answered at least once after the due date, whatever followed */
  late: number
  /** past the due date without an answer, or ended without one */
  overdue: number
  /** not yet due and not answered: nothing is held against anybody */
  open: number
  /** customers called back who were reached, by their last word */
  followedUp: number
  satisfied: number
  /** 基本满意 */
  partly: number
  reopened: number
  closed: number
}

/** `part` of `of` in percent with one decimal; a dash of nothing. */
const percent = (part: number, of: number): string =>
  of === 0 ? '—' : `${Math.round((part / of) * 1000) / 10}%`

/** Of those whose time has come: what is not due yet is neither on time nor late. */
export const onTimeRate = ({ onTime, late, overdue }: ComplaintFigures) =>
  percent(onTime, onTime + late + overdue)

/** 满意 and 基本满意 of the customers who were reached, as assessments count it. */
export const satisfactionRate = ({ satisfied, partly, followedUp }: ComplaintFigures) =>
  percent(satisfied + partly, followedUp)

/** The columns of the monthly bulletin, on the page and in the workbook alike. */
export const bulletinColumns: {
  name: { zh: string; en: string }
  cell: (figures: ComplaintFigures) => number | string
}[] = [
  { name: { zh: '受理', en: 'Received' }, cell: ({ received }) => received },
  { name: { zh: '已答复', en: 'Answered' }, cell: ({ answered }) => answered },
  { name: { zh: '按期答复', en: 'On time' }, cell: ({ onTime }) => onTime },
  { name: { zh: '逾期答复', en: 'Late' }, cell: ({ late }) => late },
  { name: { zh: '逾期未答复', en: 'Overdue' }, cell: ({ overdue }) => overdue },
  { name: { zh: '未到期', en: 'Not due yet' }, cell: ({ open }) => open },
  { name: { zh: '按期率', en: 'On-time rate' }, cell: onTimeRate },
  { name: { zh: '已回访', en: 'Called back' }, cell: ({ followedUp }) => followedUp },
  { name: { zh: '满意', en: 'Satisfied' }, cell: ({ satisfied }) => satisfied },
  { name: { zh: '基本满意', en: 'Partly satisfied' }, cell: ({ partly }) => partly },
  { name: { zh: '满意率', en: 'Satisfaction' }, cell: satisfactionRate },
  { name: { zh: '重新办理', en: 'Opened again' }, cell: ({ reopened }) => reopened },
  { name: { zh: '办结', en: 'Closed' }, cell: ({ closed }) => closed },
]
