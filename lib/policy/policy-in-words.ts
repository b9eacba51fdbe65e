import type { Bilingual } from './finding'
import type { Duration, Policy, RouteStep } from './policy'

/** One rule of a policy in words; `id` is the same in every version. */
export interface PolicyLine {
  id: string
  article: string
  name: Bilingual
  value: Bilingual
}

const same = (text: string | number): Bilingual => ({ zh: String(text), en: String(text) })
const thousands = (bytes: number) => `${bytes.toLocaleString('en-US')} B`

export const durationInWords = (duration: Duration): Bilingual =>
  'workingDays' in duration
    ? {
        zh: `${duration.workingDays} 个工作日`,
        en: duration.workingDays === 1 ? '1 working day' : `${duration.workingDays} working days`,
      }
    : { zh: `${duration.workingHours} 个工作小时`, en: `${duration.workingHours} working hours` }

const routeInWords = (steps: readonly RouteStep[], { tiers }: Policy): Bilingual => ({
  zh: steps.map(({ tier }) => tiers[tier].title.zh).join(' → '),
  en: steps.map(({ tier }) => tiers[tier].title.en).join(' → '),
})

/** Routes, limits and times of a policy as people read them, in the order of the articles. */
export function policyInWords(policy: Policy): PolicyLine[] {
  const { media, wechat, text, escalation, screening, pool } = policy
  const line = (id: string, article: string, zh: string, en: string, value: Bilingual): PolicyLine => ({
    ...{ id, article, name: { zh, en }, value },
  })
  return [
    line('screening', '8', '逐条列出的敏感词提示', 'hits listed one by one', same(screening.maxHits)),
    ...policy.categories.map(({ number, name, appends }) =>
      line(`category.${number}`, '9', `第 ${number} 类`, `category ${number}`, {
        zh: name.zh + (appends.length > 0 ? `；另加：${routeInWords(appends, policy).zh}` : ''),
        en: name.en + (appends.length > 0 ? `; and also: ${routeInWords(appends, policy).en}` : ''),
      }),
    ),
    line('fresh', '10.1', '新闻时效', 'fresh for', {
      zh: `${text.freshDays} 天`,
      en: `${text.freshDays} days`,
    }),
    line('brief', '10.1', '正文简短（字）', 'brief up to (characters)', same(text.briefCharacters)),
    line('weibo', '10.2', '微博字数上限', 'Weibo text, at most', same(policy.weibo.maxLength)),
    line(
      'picture.above',
      '10.2',
      '图片大于',
      'pictures larger than',
      same(thousands(media.picture.aboveBytes)),
    ),
    line(
      'picture.below',
      '10.2',
      '图片小于',
      'pictures smaller than',
      same(thousands(media.picture.belowBytes)),
    ),
    line('picture.types', '10.2', '图片格式', 'kinds of pictures', same(media.picture.extensions.join(', '))),
    line('video.max', '10.2', '视频不大于', 'video, at most', same(thousands(media.video.maxBytes))),
    line(
      'video.types',
      '10.2',
      '视频格式',
      'kinds of video',
      same([...media.video.extensions, ...media.video.extra].join(', ')),
    ),
    line('wechat.title', '10.3', '微信标题字数上限', 'WeChat title, at most', same(wechat.title)),
    line(
      'wechat.articles',
      '10.3',
      '一期篇数',
      'articles of an edition',
      same(`${wechat.articles.min}–${wechat.articles.max}`),
    ),
    line(
      'route.full',
      '11.1',
      '微信稿件的审批',
      'route of WeChat matter',
      routeInWords(policy.routes.full, policy),
    ),
    line(
      'route.short',
      '11.2',
      '仅发微博的审批',
      'route of Weibo alone',
      routeInWords(policy.routes.short, policy),
    ),
    line(
      'route.office',
      '11',
      '企管部自己提出的审批',
      'route of what 企管部 opens',
      routeInWords(policy.routes.office, policy),
    ),
    ...Object.entries(policy.tiers).map(([tier, { title, deadline }]) =>
      line(`tier.${tier}`, '11', `${title.zh}的时限`, `time of: ${title.en}`, durationInWords(deadline)),
    ),
    line(
      'expires',
      '11',
      '逾期后作废',
      'expires after the deadline by',
      durationInWords(escalation.expiresAfter),
    ),
    line('pool', '10.1', '批准后未使用退回', 'unused after its approval', {
      zh: `待发第 ${pool.reminders.join('、')} 个工作日提醒编辑，满 ${pool.unusedAfter} 个工作日退回单位`,
      en: `the editor is reminded on working days ${pool.reminders.join(' and ')}, after ${pool.unusedAfter} it goes back to its unit`,
    }),
    line('loan', '12', '微博借用的审批', 'route of a Weibo loan', routeInWords(policy.loan.route, policy)),
  ]
}

/** Rules whose words differ between two versions; a rule only one has stands with the other side empty. */
export function policyDifference(
  before: Policy,
  after: Policy,
): { id: string; name: Bilingual; before?: Bilingual; after?: Bilingual }[] {
  const [then, now] = [policyInWords(before), policyInWords(after)]
  const ids = [...new Set([...then, ...now].map(({ id }) => id))]
  return ids.flatMap((id) => {
    const [old, current] = [then, now].map((lines) => lines.find((one) => one.id === id))
    if (old?.value.zh === current?.value.zh && old?.value.en === current?.value.en) return []
    return [{ id, name: (current ?? old)!.name, before: old?.value, after: current?.value }]
  })
}
