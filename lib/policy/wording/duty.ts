import type { Rule } from './rule'

const other = () => ({
  zh: '请由另一位有权的人处理',
  en: 'another person who holds the role has to decide',
})

/** Article 2, graded responsibility: nobody checks himself. */
export const dutyWording = {
  'duty.own-submission': {
    article: '2',
    severity: 'refuse',
    message: () => ({
      zh: '不能审批自己撰写、修改、送审的稿件，也不能审批自己在其间指定的人所写的稿件',
      en: 'nobody decides on what they opened, wrote in or signed, or whose writer they named meanwhile',
    }),
    remedy: other,
  },
  'duty.own-through-substitute': {
    article: '2',
    severity: 'refuse',
    message: () => ({
      zh: '不能代理撰写、修改或送审的人审批其本人的稿件',
      en: 'nobody decides in place of one who opened it, wrote in it or signed it',
    }),
    remedy: other,
  },
  'duty.named-by-hand': {
    article: '2',
    severity: 'refuse',
    message: () => ({
      zh: '这一角色是稿件的撰写或送审人在其间授予的',
      en: 'this role was given by one who wrote or signed the submission, while it was under way',
    }),
    remedy: other,
  },
  'duty.two-tiers': {
    article: '2',
    severity: 'refuse',
    message: () => ({
      zh: '同一人不能在同一稿件的两级审批中出现',
      en: 'one person cannot sit in two tiers of one submission',
    }),
    remedy: other,
  },
  'duty.two-tiers-through-substitute': {
    article: '2',
    severity: 'refuse',
    message: () => ({
      zh: '被代理人已在前面一级审批过这篇稿件',
      en: 'the person stood in for already sat in an earlier tier of this submission',
    }),
    remedy: other,
  },
  'duty.own-loan': {
    article: '2',
    severity: 'refuse',
    message: () => ({
      zh: '申请人和借用人不能批准自己的借用',
      en: 'nobody grants a loan they applied for or borrow in',
    }),
    remedy: other,
  },
  'duty.own-loan-through-substitute': {
    article: '2',
    severity: 'refuse',
    message: () => ({
      zh: '不能代理申请人或借用人批准其本人的借用',
      en: 'nobody grants a loan in place of one who applied for it or borrows in it',
    }),
    remedy: other,
  },
} satisfies Record<string, Rule>
