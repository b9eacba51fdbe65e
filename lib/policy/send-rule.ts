import type { Finding } from './finding'
import { policy, type AccountKind, type Policy } from './policy'
import { findingOf } from './rule-book'

/** An edition has one to eight articles. */
export function checkEdition({ articles }: { articles: number }, using: Policy = policy): Finding[] {
  const { min, max } = using.wechat.articles
  if (articles < min) return [findingOf('edition.empty', { limit: min, seen: articles })]
  return articles > max ? [findingOf('edition.too-many', { limit: max, seen: articles })] : []
}

/**
 * Whether one more mass send to all fits (10.3 and the account's own quota). This answers people early; the one
 * send a day is held by the claim of the day, not by this count.
 */
export function checkQuota(
  account: { kind: AccountKind; sentToday: number; sentThisMonth: number },
  using: Policy = policy,
): Finding[] {
  const { sendsPerDay, sendsPerMonth } = using.accounts[account.kind]
  return [
    ...(account.sentToday >= sendsPerDay
      ? [findingOf('send.day', { limit: sendsPerDay, seen: account.sentToday })]
      : []),
    ...(sendsPerMonth !== undefined && account.sentThisMonth >= sendsPerMonth
      ? [findingOf('send.month', { limit: sendsPerMonth, seen: account.sentThisMonth })]
      : []),
  ]
}
