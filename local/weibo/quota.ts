import { WeiboError } from './errors'
import type { Token } from './state'
import { beijingDay, beijingHour, type Twin } from './twin'

/** Reference sheet, section 5. */
export const limits = { userADay: 100, addressAnHour: 15_000, postsAnHour: 30 } as const

const usedToday = ({ state, now }: Twin): Record<string, number> => {
  const day = beijingDay(now())
  if (state.calls.day !== day) state.calls = { day, used: {} }
  return state.calls.used
}

const usedThisHour = ({ state, now }: Twin): Record<string, number> => {
  const hour = beijingHour(now())
  if (state.addressCalls.hour !== hour) state.addressCalls = { hour, used: {} }
  return state.addressCalls.used
}

/** One call of one user from one address, against day and hour. */
export function countCall(twin: Twin, { uid }: Token, address: string) {
  const [today, hour] = [usedToday(twin), usedThisHour(twin)]
  if ((hour[address] ?? 0) >= limits.addressAnHour) throw new WeiboError(10022)
  if ((today[uid] ?? 0) >= limits.userADay) throw new WeiboError(10023)
  today[uid] = (today[uid] ?? 0) + 1
  hour[address] = (hour[address] ?? 0) + 1
}

const postsThisHour = ({ state, now }: Twin, uid: string) =>
  state.posts.filter(
    (post) => post.uid === uid && post.by === 'app' && beijingHour(post.at) === beijingHour(now()),
  ).length

export function checkPostingRate(twin: Twin, uid: string) {
  if (postsThisHour(twin, uid) >= limits.postsAnHour) throw new WeiboError(twin.state.assumed.hourCode)
}

const hourMs = 3_600_000

export function rateLimitStatus(twin: Twin, { uid }: Token, address: string) {
  const left = hourMs - (twin.now() % hourMs)
  const reset = new Date(twin.now() + left + 8 * hourMs).toISOString()
  return {
    ip_limit: limits.addressAnHour,
    limit_time_unit: 'HOURS',
    remaining_ip_hits: limits.addressAnHour - (usedThisHour(twin)[address] ?? 0),
    remaining_user_hits: limits.userADay - (usedToday(twin)[uid] ?? 0),
    reset_time: reset.slice(0, 19).replace('T', ' '),
    reset_time_in_seconds: Math.ceil(left / 1000),
    user_limit: limits.userADay,
    api_rate_limits: [
      {
        api: '/statuses/share',
        limit: limits.postsAnHour,
        limit_time_unit: 'HOURS',
        remaining_hits: limits.postsAnHour - postsThisHour(twin, uid),
      },
    ],
  }
}
