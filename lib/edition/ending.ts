import type { Edition, Outcome } from './edition'
import { sentAsReprints } from './reprints'

type Result = NonNullable<Edition['result']>

const outcome = (code: string, at: string, zh: string, en: string): Outcome => ({
  ...{ code, at, details: [], facts: {} },
  said: { zh, en },
})

/**
 * What is to be told of a send that WeChat calls a success and that readers do not have, or not as it was approved;
 * undefined: they have it.
 */
export function endingOf(
  { counts, deletedAt, reprints = [] }: Result,
  at: string,
  edition: Pick<Edition, 'items'>,
): Outcome | undefined {
  if (deletedAt !== undefined)
    return outcome(
      'DeletedAtWechat',
      at,
      '微信说这次群发已发出，随后在公众平台后台被删除；读者打不开文章。请查明是谁、为什么删除',
      'WeChat says that it was sent and then deleted in its console; readers cannot open the articles. Find out who deleted it and why',
    )
  if (counts?.sent === 0)
    return outcome(
      'SentToNobody',
      at,
      `微信报告群发成功，但没有一位读者收到：共 ${counts.total} 人，筛选后 ${counts.afterFilter} 人，失败 ${counts.failed} 人。请在公众平台后台核对；当日名额已用掉`,
      `WeChat reports success, but no reader got it: ${counts.total} in all, ${counts.afterFilter} after its filters, ${counts.failed} failed. Look in its console; the day is used up`,
    )
  if (reprints.length > 0)
    return {
      ...outcome(
        'SentAsReprint',
        at,
        '已群发；有文章被微信判定为转载，请打开核对读者看到的内容',
        'sent; WeChat took articles for reprints: open them and see what readers got',
      ),
      details: sentAsReprints(edition, reprints).map((detail) => ({ ...detail })),
    }
  return undefined
}
