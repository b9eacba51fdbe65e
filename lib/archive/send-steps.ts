import * as z from 'zod'
import type { LedgerEvent } from '../ledger/event'
import { beijingMinute } from '../platform/beijing-time'
import type { SheetStep } from './sheet'

interface Known {
  /** of the submission */
  ledger: LedgerEvent[]
  /** of the edition it went out with, or was put into last */
  edition: LedgerEvent[]
  nameOf: (id: string) => string
}

const Poster = z.object({ name: z.string() })
const minute = (at: string) => beijingMinute(new Date(at))
const of = (events: LedgerEvent[], type: string) => events.filter((event) => event.type === type)

/**
 * Who started, tested, confirmed and sent (10.3, 11.3): what a machine does, it does for the person who asked it to. Of an
 * edition its last attempt; each post on Weibo.
 */
export const sendSteps = (known: Known): SheetStep[] => [...wechatSteps(known), ...weiboSteps(known)]

function wechatSteps({ edition, nameOf }: Known): SheetStep[] {
  const start = of(edition, 'SendStarted').at(-1)
  if (!start) return []
  const attempt = start.facts['attempt']
  const own = edition.filter(({ facts }) => facts['attempt'] === attempt)
  const step = (name: string, event: LedgerEvent, by: string, remark = ''): SheetStep => ({
    ...{ step: name, name: nameOf(by), at: minute(event.at), remark },
  })
  const confirmed = of(own, 'EditionConfirmed').at(-1)
  const byHand = ['HandProven', 'HandFound'].flatMap((type) => of(own, type)).at(-1)
  const sent = byHand ?? of(own, 'EditionSent').at(-1)
  return [
    step('发起 Started', start, start.by),
    ...of(own, 'TestSent').map((event) => {
      const to = Array.isArray(event.facts['to']) ? event.facts['to'].join('、') : ''
      return step('测试发送 Test send', event, start.by, `测试人 testers：${to}`)
    }),
    ...(confirmed ? [step('确认 Confirmed', confirmed, confirmed.by)] : []),
    ...(sent
      ? [
          step(
            byHand ? '人工群发 Sent by hand' : '群发 Mass send',
            sent,
            // By hand it was sent by whoever proved it, or by whom it was given to.
            sent.by !== 'system' ? sent.by : (confirmed?.by ?? start.by),
            typeof sent.facts['msgId'] === 'string' ? `msg_id ${sent.facts['msgId']}` : '',
          ),
        ]
      : []),
  ]
}

function weiboSteps({ ledger, nameOf }: Known): SheetStep[] {
  const released = of(ledger, 'WeiboReleased')
  const last = released.at(-1)
  const posted = of(ledger, 'SubmissionPublished').filter(({ facts }) => facts['channel'] === 'weibo')
  return [
    ...released.map(({ at, by }) => ({
      ...{ step: '放行微博 Weibo released', name: nameOf(by), at: minute(at), remark: '' },
    })),
    ...posted.map(({ at, facts }) => ({
      step: '发布微博 Posted on Weibo',
      // By hand it was whoever pasted its address.
      name: Poster.safeParse(facts['by']).data?.name ?? (last ? nameOf(last.by) : '—'),
      at: minute(at),
      remark: '',
    })),
  ]
}
