import type { WechatPush } from '../channels/wechat/callback/event'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import { putOff } from './push'
import type { Pushes } from './store'

interface Needs {
  pushes: Pushes
  clock: Clock
  /** what a room does with a push: may be done twice, and in another order than they were sent */
  act: (push: WechatPush) => Promise<void>
}

/** Pushes a sweep looks at; the earliest due first. */
const looksAt = 500
/** A sweep begins with none after this: the function ends after a minute. */
const takesForMs = 25_000

/** Acted on, then noted: a crash between the two acts once more, and changes nothing. A broken one stops no other. */
const actOn =
  ({ pushes, clock, act }: Needs) =>
  async (id: string): Promise<void> => {
    const waiting = await pushes.withId(id)
    if (!waiting) return
    try {
      await act(await pushes.open(waiting))
    } catch (error) {
      log.error('a push could not be acted on', { id, error: error as Error })
      measure('PushesTroubled', 1)
      return pushes.save(putOff(waiting, clock.now()))
    }
    await pushes.done(waiting, clock.now())
  }

/** What was just kept: called by the stream of the table, at least once a push. */
export const actOnKept = (needs: Needs) => async (ids: string[]) => {
  for (const id of ids) await actOn(needs)(id)
}

/** Every minute: what the stream lost or what failed, and how long the oldest waits. */
export const actOnDue = (needs: Needs) => async (): Promise<void> => {
  const now = needs.clock.now()
  const waiting = await needs.pushes.waiting(looksAt)
  const oldest = waiting.reduce((most, { keptAt }) => Math.max(most, now.getTime() - Date.parse(keptAt)), 0)
  measure('OldestWaitingPush', oldest / 1000, 'Seconds')
  for (const { id, due } of waiting)
    if (due <= now.toISOString() && needs.clock.now().getTime() - now.getTime() < takesForMs)
      await actOn(needs)(id)
}
