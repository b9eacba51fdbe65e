import * as z from 'zod'
import { WechatError } from './errors'
import { beijingDay, type Twin } from './twin'

/** Daily limits of a new account (reference sheet, 11). */
const dailyLimits: Record<string, number> = {
  '/cgi-bin/token': 2000,
  '/cgi-bin/stable_token': 500_000,
  '/cgi-bin/media/uploadimg': 100_000,
  '/cgi-bin/material/add_material': 100_000,
  '/cgi-bin/draft/add': 1000,
  '/cgi-bin/draft/get': 500,
  '/cgi-bin/draft/update': 1000,
  '/cgi-bin/draft/delete': 1000,
  '/cgi-bin/draft/count': 1000,
  '/cgi-bin/message/mass/preview': 100,
  '/cgi-bin/message/mass/sendall': 100,
  '/cgi-bin/message/mass/get': 100_000,
  '/cgi-bin/message/mass/delete': 10,
  '/cgi-bin/message/custom/send': 500_000,
  '/cgi-bin/openapi/quota/get': 1_000_000,
  '/cgi-bin/callback/check': 1_000_000,
}

const massCallsAMinute = 60

function usedToday({ state, now }: Twin): Record<string, number> {
  const day = beijingDay(now())
  if (state.calls.day !== day) state.calls = { day, used: {} }
  return state.calls.used
}

/** Counts a call against its day and, for mass endpoints, its minute. */
export function countCall(twin: Twin, path: string) {
  const used = usedToday(twin)
  const already = used[path] ?? 0
  if (already >= (dailyLimits[path] ?? Infinity)) throw new WechatError(45009)
  if (path.startsWith('/cgi-bin/message/mass/')) {
    const recent = twin.state.massCalls.filter((at) => twin.now() - at < 60_000)
    twin.state.massCalls = recent
    if (recent.length >= massCallsAMinute) throw new WechatError(45011)
    recent.push(twin.now())
  }
  used[path] = already + 1
}

const QuotaRequest = z.object({ cgi_path: z.string() })

export function getQuota(twin: Twin, body: unknown) {
  const { data } = QuotaRequest.safeParse(body)
  if (!data) throw new WechatError(47001)
  if (!data.cgi_path.startsWith('/')) throw new WechatError(76003)
  const limit = dailyLimits[data.cgi_path]
  if (limit === undefined) throw new WechatError(76021)
  const used = usedToday(twin)[data.cgi_path] ?? 0
  return {
    errcode: 0,
    errmsg: 'ok',
    quota: { daily_limit: limit, used, remain: limit - used },
    ...(data.cgi_path.includes('/mass/') && {
      rate_limit: { call_count: massCallsAMinute, refresh_second: 60 },
    }),
  }
}
