import type { Bilingual, RefusalDetail } from '../platform/refusal'
import type { Edition } from './edition'
import type { Reprint } from './rows'

const detailOf = (
  { items }: Pick<Edition, 'items'>,
  { index, originalUrl = '' }: Reprint,
  ending: Bilingual,
  remedy: Bilingual,
): RefusalDetail => {
  const title = items[index - 1]?.title ?? ''
  return {
    rule: 'wechat.reprint',
    seen: originalUrl,
    message: {
      zh: `第 ${index} 篇《${title}》被微信判定与已发表的文章相同${originalUrl && `：${originalUrl}`}；${ending.zh}`,
      en: `article ${index} “${title}” was judged the same as one already published${originalUrl && `: ${originalUrl}`}; ${ending.en}`,
    },
    remedy,
  }
}

const may: Bilingual = { zh: '原文允许转载', en: 'its original allows reprints' }
const mayNot: Bilingual = { zh: '原文不允许转载', en: 'its original does not allow reprints' }

/** Of a submission that says it is a repost the permission is there; WeChat has its own list of who may. */
const remedyOf = (canReprint: boolean, isRepost: boolean): Bilingual => {
  if (isRepost)
    return canReprint
      ? {
          zh: '稿件已写明许可：请稍后重新发送；仍不行时在公众平台后台按“转载”发出',
          en: "its permission is on record: send again later, or as a reprint in WeChat's console",
        }
      : {
          zh: '稿件已写明许可，但微信不认：请原作者在公众平台把本号加入该文的转载白名单，再重新发送；或换掉这一篇',
          en: 'its permission is on record, but not with WeChat: have its author put this account on the list of who may reprint it and send again, or replace it',
        }
  return canReprint
    ? {
        zh: '可改写或换掉这一篇；要转载的，退回由信息员注明“转载”、原文地址和许可，重新审批；或在公众平台后台按“转载”注明出处后发出',
        en: "rewrite or replace it; to repost it, send it back so that it says so, with original and permission, and is approved anew; or send it as a reprint with its source in WeChat's console",
      }
    : {
        zh: '只能改写或换掉这一篇，或先向原作者取得许可',
        en: 'rewrite or replace it, or get the permission of its author first',
      }
}

/**
 * Which articles WeChat judged a reprint of what, and what may be done about each (article 8; reference sheet, 6.7).
 * `reposts` are the places of those that were approved as reposts.
 */
export const reprintDetails = (
  edition: Pick<Edition, 'items'>,
  reprints: Reprint[],
  reposts: number[],
): RefusalDetail[] =>
  reprints.map((reprint) =>
    detailOf(
      edition,
      reprint,
      reprint.canReprint ? may : mayNot,
      remedyOf(reprint.canReprint, reposts.includes(reprint.index)),
    ),
  )

/** The same where WeChat sent it all the same. */
export const sentAsReprints = (edition: Pick<Edition, 'items'>, reprints: Reprint[]): RefusalDetail[] =>
  reprints.map((reprint) =>
    detailOf(
      edition,
      reprint,
      reprint.replaced
        ? { zh: '读者看到的是原文的内容', en: 'readers get the text of the original' }
        : { zh: '已按转载发出', en: 'it went out as a reprint' },
      reprint.replaced
        ? {
            zh: '与批准的文字不同：请打开核对，不妥时申请撤下',
            en: 'it is not the text that was approved: open it, and ask for its removal where it is not right',
          }
        : { zh: '请打开核对出处', en: 'open it and see whether its source stands there' },
    ),
  )
