import type { WeiboAccount } from '../channels/weibo/account-store'
import { beijingDate } from '../policy/working-days'

/**
 * What editors and administrators are told about the authorisation: days before its end, or that it is over. From the
 * mildest to the gravest; a graver one says all that the milder ones would.
 */
export const tokenWarnings = ['7', '3', '1', 'expired', 'revoked'] as const
export type TokenWarning = (typeof tokenWarnings)[number]

const order: readonly string[] = tokenWarnings
const dayMs = 86_400_000
const expiredCodes = new Set([21315, 21327])

/** Beijing calendar days from today to the day of the end; negative afterwards. */
export const daysLeft = (expiresAt: string, now: Date): number =>
  (Date.parse(beijingDate(new Date(expiresAt))) - Date.parse(beijingDate(now))) / dayMs

/** Where the authorisation stands now; undefined while its end is far or not known. */
export function warningOf(
  { expiresAt, refusedWith }: Pick<WeiboAccount, 'expiresAt' | 'refusedWith'>,
  now: Date,
): TokenWarning | undefined {
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime()) return 'expired'
  if (refusedWith !== undefined) return expiredCodes.has(refusedWith) ? 'expired' : 'revoked'
  if (expiresAt === undefined) return undefined
  const left = daysLeft(expiresAt, now)
  return left <= 1 ? '1' : left <= 3 ? '3' : left <= 7 ? '7' : undefined
}

/** The warning to be mailed now, if any: each once an authorisation, and none milder than one already mailed. */
export function warningDue(account: Omit<WeiboAccount, 'revision'>, now: Date): TokenWarning | undefined {
  const warning = warningOf(account, now)
  const gravest = Math.max(-1, ...account.warned.map((one) => order.indexOf(one)))
  return warning && order.indexOf(warning) > gravest ? warning : undefined
}

/** What counts as mailed after this look: nothing once all is well, for a prolonged authorisation warns anew. */
export function warnedAfter(account: Omit<WeiboAccount, 'revision'>, now: Date): string[] {
  if (warningOf(account, now) === undefined) return []
  const due = warningDue(account, now)
  return due ? [...account.warned, due] : account.warned
}
