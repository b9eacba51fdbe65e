import type { Card } from '../../../lib/submission/card'
import type { Bilingual } from '../language'

export type State = Card['state']

export const stateNames: Record<State, Bilingual> = {
  draft: { zh: '草稿', en: 'draft' },
  checking: { zh: '检查中', en: 'being checked' },
  'in-review': { zh: '审批中', en: 'in review' },
  approved: { zh: '已批准', en: 'approved' },
  scheduled: { zh: '已编入期次', en: 'scheduled' },
  sending: { zh: '发送中', en: 'sending' },
  published: { zh: '已发布', en: 'published' },
  rejected: { zh: '已退回', en: 'sent back' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  expired: { zh: '已逾期', en: 'expired' },
  failed: { zh: '发布失败', en: 'failed' },
  removing: { zh: '撤下中', en: 'being taken down' },
  removed: { zh: '已撤下', en: 'taken down' },
}

export const stateColors: Record<State, string> = {
  draft: 'gray',
  checking: 'blue',
  'in-review': 'blue',
  approved: 'teal',
  scheduled: 'teal',
  sending: 'blue',
  published: 'green',
  rejected: 'red',
  withdrawn: 'gray',
  expired: 'orange',
  failed: 'red',
  removing: 'blue',
  removed: 'gray',
}

export const tierNames: Record<string, Bilingual> = {
  'unit-head': { zh: '单位负责人审核', en: 'Unit head' },
  'office-review': { zh: '企管办审核把关', en: 'Office review' },
  'department-head': { zh: '企管部负责人批准', en: 'Department head' },
  'company-leader': { zh: '公司领导批准', en: 'Company leader' },
}

export const channelNames: Record<string, Bilingual> = {
  wechat: { zh: '微信公众号', en: 'WeChat' },
  weibo: { zh: '微博', en: 'Weibo' },
}

/** Events of the ledger, in words. A type without words is shown by its name. */
export const eventNames: Record<string, Bilingual> = {
  SubmissionCreated: { zh: '新建草稿', en: 'draft opened' },
  SubmissionEdited: { zh: '修改草稿', en: 'draft edited' },
  SubmissionSubmitted: { zh: '送审', en: 'submitted' },
  ReviewStarted: { zh: '通过自动检查，进入审批', en: 'passed the automatic checks' },
  MediaAccepted: { zh: '文件检查通过', en: 'a file was accepted' },
  MediaRefused: { zh: '文件不合格', en: 'a file was refused' },
  MediaLate: {
    zh: '同一链接又传来一个文件，未采用',
    en: 'another file came by the same form and was not taken',
  },
  MediaRemoved: { zh: '删除了一个文件', en: 'a file was removed' },
  ApprovalAsked: { zh: '请下一级处理', en: 'the next tier was asked' },
  CheckFailed: { zh: '自动检查退回', en: 'sent back by the automatic checks' },
  TierApproved: { zh: '同意', en: 'approved' },
  TierRejected: { zh: '退回', en: 'sent back' },
  DeadlineMoved: { zh: '节假日公布，期限顺延', en: 'holidays were published; the deadline moved' },
  TierExpired: { zh: '这一级逾期', en: 'a tier ran out of time' },
  SubmissionApproved: { zh: '全部批准', en: 'approved by every tier' },
  SubmissionRejected: { zh: '已退回', en: 'sent back' },
  SubmissionExpired: { zh: '审批逾期关闭', en: 'closed as overdue' },
  ApprovalPaused: { zh: '审批暂停，签字保留', en: 'the approval paused, signatures stand' },
  ApprovalResumed: { zh: '审批继续', en: 'the approval goes on' },
  ApprovalHandedOver: { zh: '转给现任负责人', en: 'handed over to whoever holds the post' },
  ApprovalFailed: { zh: '审批中断', en: 'the approval broke off' },
  SubmissionWithdrawn: { zh: '撤回', en: 'withdrawn' },
  SubmissionRevised: { zh: '开始修改新版本', en: 'a new version was begun' },
  SubmissionScheduled: { zh: '编入期次', en: 'put into an edition' },
  SubmissionUnscheduled: { zh: '移出期次', en: 'taken out of the edition' },
  SendingStarted: { zh: '开始群发', en: 'the mass send began' },
  SendingStopped: { zh: '群发停止', en: 'the mass send stopped' },
  WeiboReleased: { zh: '放行微博', en: 'released on Weibo' },
  WeiboNotPosted: { zh: '微博没有发布', en: 'not published on Weibo' },
  AddressLearnt: { zh: '微信后来给出了文章链接', en: 'WeChat gave the address later' },
  SubmissionPublished: { zh: '已发布', en: 'published' },
  RemovalAsked: { zh: '申请撤下', en: 'a removal was asked for' },
  RemovalIntended: { zh: '开始在微信删除', en: 'the deletion at WeChat began' },
  RemovalTried: { zh: '微信尚未删除，稍后再试', en: 'WeChat has not deleted it yet; tried again later' },
  RemovalRefused: { zh: '未能在微信删除', en: 'WeChat did not delete it' },
  RemovalStopped: { zh: '撤下停止', en: 'the removal stopped' },
  ArticleRemoved: { zh: '已撤下', en: 'taken down' },
}
