import type { LoanState } from '../../../lib/loan/loan'
import type { PostState } from '../../../lib/weibo-post/post'
import type { Bilingual } from '../language'

export const loanNames: Record<LoanState, Bilingual> = {
  applied: { zh: '待批准', en: 'waiting for approval' },
  granted: { zh: '已批准，未到时间', en: 'granted, not yet open' },
  open: { zh: '借用中', en: 'open' },
  ended: { zh: '已到期', en: 'ended' },
  recalled: { zh: '已收回', en: 'recalled' },
  refused: { zh: '未批准', en: 'refused' },
  expired: { zh: '逾期未批', en: 'expired' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
}

export const loanColors: Record<LoanState, string> = {
  applied: 'blue',
  granted: 'teal',
  open: 'green',
  ended: 'gray',
  recalled: 'red',
  refused: 'red',
  expired: 'orange',
  withdrawn: 'gray',
}

export const fateNames: Record<PostState, Bilingual> = {
  released: { zh: '等待发出', en: 'waiting to go out' },
  posting: { zh: '正在发出', en: 'going out' },
  unknown: { zh: '结果待查', en: 'result unknown' },
  'by-hand': { zh: '等文字编辑员人工发布', en: 'the editor posts it by hand' },
  posted: { zh: '已发布', en: 'published' },
  refused: { zh: '未发布', en: 'not published' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  returned: { zh: '未发出，已退回企管部', en: 'not sent, returned to enterprise management' },
}

export const fateColors: Record<PostState, string> = {
  released: 'blue',
  posting: 'blue',
  unknown: 'orange',
  'by-hand': 'orange',
  posted: 'green',
  refused: 'red',
  cancelled: 'gray',
  returned: 'gray',
}

/** Events of a loan's ledger, in words. */
export const loanEvents: Record<string, Bilingual> = {
  LoanApplied: { zh: '提出申请', en: 'applied for' },
  LoanAsked: { zh: '请企管部负责人批准', en: 'the head of enterprise management was asked' },
  LoanHandedOver: { zh: '转给现任负责人', en: 'handed over to whoever decides now' },
  LoanPressed: { zh: '催办', en: 'the head was reminded' },
  DeadlineMoved: { zh: '节假日公布，期限顺延', en: 'holidays were published; the deadline moved' },
  LoanGranted: { zh: '批准', en: 'granted' },
  LoanRefused: { zh: '不批准', en: 'refused' },
  LoanExpired: { zh: '逾期关闭', en: 'closed as overdue' },
  LoanWithdrawn: { zh: '撤回申请', en: 'withdrawn' },
  LoanGrantTold: { zh: '通知批准', en: 'the grant was told' },
  LoanOpened: { zh: '借用开始', en: 'opened' },
  LoanPosted: { zh: '提交微博', en: 'a post was handed in' },
  LoanEndAnnounced: { zh: '提醒即将到期', en: 'the coming end was told' },
  LoanEnded: { zh: '到期结束', en: 'ended by the clock' },
  LoanRecalled: { zh: '收回', en: 'recalled' },
  LoanEndTold: { zh: '通知结束', en: 'the end was told' },
  LoanReported: { zh: '结束报告', en: 'reported' },
  LoanClosed: { zh: '结案', en: 'closed' },
}
