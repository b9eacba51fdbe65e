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
  unused: { zh: '未使用', en: 'unused' },
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
  unused: 'orange',
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
