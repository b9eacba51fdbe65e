/** What a complaint is about: one of these, so that months and units can be compared. */
export const complaintKinds = [
  'quality',
  'service',
  'delivery',
  'price',
  'safety',
  'staff',
  'publicity',
  'other',
] as const
export type ComplaintKind = (typeof complaintKinds)[number]

export const complaintKindNames: Record<ComplaintKind, { zh: string; en: string }> = {
  quality: { zh: '产品质量', en: 'quality of a product' },
  service: { zh: '售后服务', en: 'service' },
  delivery: { zh: '物流交付', en: 'delivery' },
  price: { zh: '价格与合同', en: 'price or contract' },
  safety: { zh: '安全与环保', en: 'safety or environment' },
  staff: { zh: '人员态度', en: 'conduct of staff' },
  publicity: { zh: '宣传内容', en: 'what we published' },
  other: { zh: '其他', en: 'other' },
}

export const sources = ['wechat', 'weibo', 'phone', 'other'] as const
export const sourceNames: Record<(typeof sources)[number], { zh: string; en: string }> = {
  wechat: { zh: '微信', en: 'WeChat' },
  weibo: { zh: '微博', en: 'Weibo' },
  phone: { zh: '电话', en: 'phone' },
  other: { zh: '其他', en: 'other' },
}

/** How a customer who was called back (回访) took the answer. */
export const outcomes = ['satisfied', 'partly', 'unsatisfied', 'unreachable'] as const
export type Outcome = (typeof outcomes)[number]
export const outcomeNames: Record<Outcome, { zh: string; en: string }> = {
  satisfied: { zh: '满意', en: 'satisfied' },
  partly: { zh: '基本满意', en: 'partly satisfied' },
  unsatisfied: { zh: '不满意（重新办理）', en: 'not satisfied (opens it again)' },
  unreachable: { zh: '联系不上', en: 'could not be reached' },
}
