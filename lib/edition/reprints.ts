import type { RefusalDetail } from '../platform/refusal'
import type { Edition } from './edition'
import type { Finished } from './rows'

/** Which articles WeChat judged a reprint of what, and what may be done about each (article 8; reference sheet, 6.7). */
export const reprintDetails = (
  { items }: Pick<Edition, 'items'>,
  { reprints = [] }: Partial<Pick<Finished, 'reprints'>>,
): RefusalDetail[] =>
  reprints.map(({ index, canReprint, originalUrl }) => {
    const title = items[index - 1]?.title ?? ''
    const original = originalUrl ?? ''
    return {
      rule: 'wechat.reprint',
      seen: original,
      message: {
        zh: `第 ${index} 篇《${title}》被微信判定与已发表的文章相同${original && `：${original}`}；原文${canReprint ? '允许' : '不允许'}转载`,
        en: `article ${index} “${title}” was judged the same as one already published${original && `: ${original}`}; its original ${canReprint ? 'allows' : 'does not allow'} reprints`,
      },
      remedy: canReprint
        ? {
            zh: '可改写或换掉这一篇，或在公众平台后台按“转载”注明出处后发出',
            en: "rewrite or replace it, or send it as a reprint with its source in WeChat's console",
          }
        : {
            zh: '只能改写或换掉这一篇，或先向原作者取得许可',
            en: 'rewrite or replace it, or get the permission of its author first',
          },
    }
  })
