import * as z from 'zod'
import type { Outcome as Answer } from '../channels/wechat/outcome'
import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { Bilingual } from '../policy/finding'
import { policy, type AccountKind } from '../policy/policy'
import { beijingDate } from '../policy/working-days'
import { sendsOfMonth } from './quota'
import { testsADay } from './send-test'
import type { Editions } from './store'

const Count = z.object({ limit: z.number(), used: z.number(), left: z.number() })
type Count = z.infer<typeof Count>

export const ShownQuota = z.object({
  kind: z.enum(['subscription', 'service']),
  /** Beijing date of the counts */
  date: z.string(),
  /** 6.4 of the sheet: test sends of today */
  testSends: Count,
  /** the policy's one a day */
  today: Count,
  /** what one reader gets in a month; a subscription account has no such limit */
  month: Count.optional(),
  /** WeChat's own counters of calls, which include those that failed; `said` when it would not tell */
  wechat: z.array(z.object({ path: z.string(), count: Count.optional(), said: Bilingual.optional() })),
})
export type ShownQuota = z.infer<typeof ShownQuota>

/** What an editor may run out of. */
const paths = [
  '/cgi-bin/message/mass/sendall',
  '/cgi-bin/message/mass/preview',
  '/cgi-bin/message/mass/delete',
  '/cgi-bin/draft/add',
]

const countOf = (limit: number, used: number): Count => ({ limit, used, left: Math.max(0, limit - used) })

function wordsOf(path: string, answer: Answer<{ dailyLimit: number; used: number; remain: number }>) {
  if (answer.kind === 'done') {
    const { dailyLimit, used, remain } = answer.value
    return { path, count: { limit: dailyLimit, used, left: remain } }
  }
  return {
    path,
    said:
      answer.kind === 'refused' ? answer.refusal.advice : { zh: '微信没有回答', en: 'WeChat gave no answer' },
  }
}

/** Our own counts beside WeChat's: sends made by hand in its console are in neither. */
export const showQuota =
  (needs: { editions: Editions; wechat: Pick<Wechat, 'quotaOf'>; kind: AccountKind; clock: Clock }) =>
  async (): Promise<ShownQuota> => {
    const { editions, wechat, kind, clock } = needs
    const date = beijingDate(clock.now())
    const { sendsPerDay, sendsPerMonth } = policy.accounts[kind]
    const [tests, sends, answers] = await Promise.all([
      editions.testsOn(date),
      sendsOfMonth(editions, date),
      Promise.all(paths.map((path) => wechat.quotaOf(path))),
    ])
    return {
      kind,
      date,
      testSends: countOf(testsADay, tests),
      today: countOf(sendsPerDay, sends.filter((edition) => edition.date === date).length),
      ...(sendsPerMonth !== undefined && { month: countOf(sendsPerMonth, sends.length) }),
      wechat: answers.map((answer, at) => wordsOf(paths[at] ?? '', answer)),
    }
  }
