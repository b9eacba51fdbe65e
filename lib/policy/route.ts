import { categoryOf, policy, type Channel, type Policy, type RouteStep } from './policy'

/**
 * Who has to say yes, in this order, and why each (articles 9 and 11).
 * WeChat, alone or with Weibo, takes the full route; Weibo alone the short one; what 企管部 opens itself its own; a category
 * that names a route of its own takes that one.
 * @throws RangeError when the category or the channels are not of the policy: check the submission first.
 */
export function routeOf(
  submission: { category: number; channels: readonly Channel[]; openedByOffice?: boolean },
  using: Policy = policy,
): RouteStep[] {
  const category = categoryOf(submission.category, using)
  if (!category) throw new RangeError(`no category ${submission.category} in policy ${using.version}`)
  if (submission.channels.length === 0) throw new RangeError('no route without a channel')
  const kind = submission.openedByOffice
    ? 'office'
    : submission.channels.includes('wechat')
      ? 'full'
      : 'short'
  const steps = category.route ?? using.routes[kind]
  const added = category.appends.filter(({ tier }) => !steps.some((step) => step.tier === tier))
  return [...steps, ...added]
}
