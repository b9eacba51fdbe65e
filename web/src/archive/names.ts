import type { BundleFile } from '../../../lib/archive/bundle'
import type { Bilingual } from '../language'

/** What a file of a bundle holds. */
export const fileNames: Record<BundleFile['kind'], Bilingual> = {
  submission: { zh: '稿件', en: 'submission' },
  people: { zh: '经手人', en: 'people' },
  version: { zh: '送审版本', en: 'version as submitted' },
  rendition: { zh: '读者看到的定稿', en: 'what readers get' },
  ledger: { zh: '台账', en: 'ledger' },
  edition: { zh: '期次台账', en: 'ledger of the edition' },
  decisions: { zh: '审批记录', en: 'decisions' },
  mails: { zh: '邮件', en: 'mails' },
  published: { zh: '发布后读回', en: 'read back after publishing' },
  policy: { zh: '当时的规则', en: 'policy of the time' },
  original: { zh: '原件', en: 'original' },
  preview: { zh: '审批时的预览', en: 'preview shown to approvers' },
  copy: { zh: '公开的副本', en: 'public copy' },
}

export const decisionNames: Record<string, Bilingual> = {
  approved: { zh: '同意', en: 'approved' },
  rejected: { zh: '退回', en: 'sent back' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  expired: { zh: '逾期', en: 'expired' },
}

const units = ['B', 'KB', 'MB', 'GB'] as const

/** `1.4 MB`; 1 MB = 1,048,576 bytes as in the regulation's limits. */
export function size(bytes: number): string {
  const at = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  const value = bytes / 1024 ** at
  return `${at === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[at]}`
}
