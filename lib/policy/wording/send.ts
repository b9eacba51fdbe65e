import type { Rule } from './rule'

/** Article 10.3 and the quotas of the account itself. */
export const sendWording = {
  'edition.empty': {
    article: '10.3',
    severity: 'refuse',
    message: () => ({ zh: '这一期还没有文章', en: 'there is no article in this edition' }),
    remedy: () => ({ zh: '请从已批准的稿件中选入', en: 'take one from the approved submissions' }),
  },
  'edition.too-many': {
    article: '10.3',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `一期最多 ${limit} 篇，现有 ${seen} 篇`,
      en: `an edition has at most ${limit} articles; this one has ${seen}`,
    }),
    remedy: () => ({ zh: '请把多出的文章移到另一天', en: 'move the rest to another day' }),
  },
  'send.day': {
    article: '10.3',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `每天只能群发 ${limit} 次，今天已群发 ${seen} 次`,
      en: `${limit} mass send a day; ${seen} already went out today`,
    }),
    remedy: () => ({ zh: '请改到下一天', en: 'choose the next day' }),
  },
  'send.month': {
    article: '10.3',
    severity: 'refuse',
    message: ({ limit, seen }) => ({
      zh: `服务号每月只能群发 ${limit} 次，本月已群发 ${seen} 次`,
      en: `a service account sends ${limit} times a month; ${seen} already went out this month`,
    }),
    remedy: () => ({ zh: '请改到下个月', en: 'choose a day of next month' }),
  },
} satisfies Record<string, Rule>
