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
