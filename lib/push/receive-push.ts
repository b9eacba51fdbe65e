import type { CallbackAccount, CallbackQuery } from '../channels/wechat/callback/push'
import { readPush } from '../channels/wechat/callback/read-push'
import type { Clock } from '../platform/clock'
import { log } from '../platform/log'
import type { Pushes } from './store'

/**
 * One push of WeChat's: believed only when signed, fresh and clean, and kept before it is answered. What it means is for
 * `actOnPushes`, behind no public door. False: not believed, nothing done.
 */
export const receivePush =
  ({ pushes, clock }: { pushes: Pick<Pushes, 'keep'>; clock: Clock }) =>
  async (request: { query: CallbackQuery; body: string; account: CallbackAccount }): Promise<boolean> => {
    const now = clock.now()
    const read = readPush({ ...request, now })
    if (!read.ok) {
      log.warn('push refused', { reason: read.reason, detail: read.detail })
      return false
    }
    const first = await pushes.keep(read.push, read.fields, now)
    log.info(first ? 'push kept' : 'push repeated', { kind: read.push.kind })
    return true
  }
