import type { Outcome, WechatRefusal } from '../channels/wechat/outcome'
import { Refusal } from '../platform/refusal'

/** WeChat's definite no as the editor is told it. */
export const channelRefused = (refusal: WechatRefusal): Refusal =>
  new Refusal('ChannelRefused', refusal.advice, {
    facts: {
      errcode: refusal.errcode,
      errmsg: refusal.errmsg,
      ...(refusal.rid && { rid: refusal.rid }),
      ...(refusal.ip && { ip: refusal.ip }),
    },
  })

/** WeChat was busy or out of reach in a call that may be repeated: the machine tries the step again. */
export class WechatBusy extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'WechatBusy'
  }
}

/** The value of a call that is safe to repeat; a definite no is a Refusal, everything else a WechatBusy. */
export function answered<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'done') return outcome.value
  if (outcome.kind === 'unknown') throw new WechatBusy(`${outcome.cause}: ${outcome.detail}`)
  if (outcome.refusal.class === 'retry') throw new WechatBusy(outcome.refusal.errmsg)
  throw channelRefused(outcome.refusal)
}
