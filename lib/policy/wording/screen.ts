import type { Rule } from './rule'

const personal = (zh: string, en: string): Rule => ({
  article: '8',
  severity: 'answer',
  message: ({ seen }) => ({
    zh: `像是${zh}：${seen}`,
    en: `looks like ${en}: ${seen}`,
  }),
  remedy: () => ({
    zh: '个人信息未经本人同意不得公开：请删去，或说明已取得同意',
    en: 'personal data is not published without consent: remove it, or say that consent was given',
  }),
})

/** Article 8: national rules hold for every word, and nothing classified goes out. */
export const screenWording = {
  'screen.marking': {
    article: '8',
    severity: 'refuse',
    message: ({ seen }) => ({
      zh: `有密级标志“${seen}”；涉密内容不得发布`,
      en: `there is a security marking, "${seen}"; classified matter is not published`,
    }),
    remedy: () => ({
      zh: '请停止上传并交保密人员处理；若不是密级标志，请换一种说法',
      en: 'stop and take it to the security officer; if it is no marking, say it in other words',
    }),
  },
  'screen.internal': {
    article: '8',
    severity: 'answer',
    message: ({ seen }) => ({
      zh: `“${seen}”可能说明材料只供内部使用`,
      en: `"${seen}" may mean that the matter is for inside use`,
    }),
    remedy: () => ({
      zh: '请核实可以公开并写明理由，或删去',
      en: 'make sure it may be public and say why, or remove it',
    }),
  },
  'screen.absolute': {
    article: '8',
    severity: 'answer',
    message: ({ seen }) => ({
      zh: `“${seen}”是《广告法》第九条限制的绝对化用语`,
      en: `"${seen}" is absolute wording that article 9 of the Advertising Law restricts`,
    }),
    remedy: () => ({
      zh: '请换成可以证实的说法，或写明依据（如获奖证书、排名出处）',
      en: 'say what can be proven instead, or name the proof (an award, the ranking)',
    }),
  },
  'screen.indecent': {
    article: '8',
    severity: 'answer',
    message: ({ seen }) => ({
      zh: `“${seen}”可能违反国家关于网络信息内容的规定`,
      en: `"${seen}" may offend national rules on online content`,
    }),
    remedy: () => ({
      zh: '请删去，或写明它在文中的正当用意',
      en: 'remove it, or say what it rightly means here',
    }),
  },
  'screen.identity-number': personal('居民身份证号', 'a resident identity number'),
  'screen.mobile-number': personal('手机号码', 'a mobile phone number'),
  'screen.bank-card': personal('银行卡号', 'a bank card number'),
  'screen.too-many': {
    article: '8',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `有 ${seen} 处需要逐条答复，超过 ${limit} 处`,
      en: `${seen} places would have to be answered one by one, more than ${limit}`,
    }),
    remedy: () => ({
      zh: '请先按列出的前几处修改全文',
      en: 'mend the text first, beginning with the places listed',
    }),
  },
} satisfies Record<string, Rule>
