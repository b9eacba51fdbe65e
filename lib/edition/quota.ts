import { Refusal } from '../platform/refusal'
import type { AccountKind } from '../policy/policy'
import { checkQuota } from '../policy/send-rule'
import type { Edition } from './edition'
import type { Editions } from './store'

/** Editions of the Beijing month of `date` that used up a mass send, or may have. */
export async function sendsOfMonth(editions: Editions, date: string): Promise<Edition[]> {
  const month = date.slice(0, 7)
  return (await editions.between(`${month}-01`, `${month}-31`)).filter((edition) =>
    ['sending', 'by-hand', 'unknown', 'sent'].includes(edition.state),
  )
}

/**
 * 10.3 and the account's own quota: told early. The one send a day is held by the claim of the day, not by this
 * count, and sends made by hand in WeChat's console are unknown here: WeChat answers those with 45028.
 */
export const requireQuota =
  ({ editions, kind }: { editions: Editions; kind: AccountKind }) =>
  async (date: string): Promise<void> => {
    const others = (await sendsOfMonth(editions, date)).filter((edition) => edition.date !== date)
    const refused = checkQuota({ kind, sentToday: 0, sentThisMonth: others.length })
    if (refused.length > 0)
      throw new Refusal(
        'PolicyRefused',
        { zh: '群发次数已用完', en: 'no mass send is left' },
        { details: refused },
      )
  }
