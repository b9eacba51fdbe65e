import type { ListedComplaint } from '../../../lib/complaint/show'
import type { Bilingual } from '../language'

export const complaintNames: Record<ListedComplaint['state'], Bilingual> = {
  registered: { zh: '待分派', en: 'to be assigned' },
  assigned: { zh: '待答复', en: 'to be answered' },
  drafted: { zh: '答复待批', en: 'answer awaits approval' },
  answered: { zh: '待回访', en: 'to be called back' },
  closed: { zh: '已办结', en: 'closed' },
}

export const complaintColors: Record<ListedComplaint['state'], string> = {
  registered: 'orange',
  assigned: 'blue',
  drafted: 'blue',
  answered: 'teal',
  closed: 'green',
}

/** Events of a complaint's ledger, in words. */
export const complaintEvents: Record<string, Bilingual> = {
  ComplaintRegistered: { zh: '受理', en: 'registered' },
  CustomerTold: { zh: '告知客户已受理', en: 'the customer was told' },
  StaffTold: { zh: '通知经办人', en: 'those concerned were told' },
  ComplaintUrged: { zh: '企管部催办', en: 'urged by the office' },
  ComplaintNoted: { zh: '加了内部备注', en: 'a note was added' },
  ComplaintLabelled: { zh: '标注种类与标签', en: 'kind and tags were set' },
  CustomerAdded: { zh: '客户补充', en: 'the customer wrote again' },
  ComplaintAssigned: { zh: '分派', en: 'assigned' },
  AnswerDrafted: { zh: '拟好答复，待批', en: 'an answer was drafted' },
  AnswerBegun: { zh: '开始发送答复', en: 'an answer was begun' },
  AnswerNotSent: { zh: '答复没有确认发出', en: 'the answer was not surely sent' },
  ComplaintAnswered: { zh: '答复', en: 'answered' },
  FollowedUp: { zh: '回访', en: 'called back' },
  ComplaintReopened: { zh: '重新办理', en: 'opened again' },
  ComplaintClosed: { zh: '办结', en: 'closed' },
  ComplaintUnanswered: { zh: '长期无人办理，按未答复关闭', en: 'closed as unanswered' },
  ComplaintPressed: { zh: '催办', en: 'pressed' },
  CustomerErased: { zh: '客户信息已删除', en: 'the customer’s data were erased' },
}
