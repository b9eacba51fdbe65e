import type { Letter } from '../channels/mail/mail'
import type { Notify, Told } from '../channels/messenger/messenger'
import type { WayKind } from '../channels/messenger/way'
import type { Clock } from '../platform/clock'
import type { DailyCounts } from '../platform/daily-count'
import type { Write } from '../platform/table'
import { beijingDate } from '../policy/working-days'
import type { Messengers } from './store'

/** What each platform takes of one robot or application, a little below its limits (reference sheet of the messengers, 2, 3, 6, 8). */
const limits: Record<WayKind, { ms: number; most: number }[]> = {
  'wecom-robot': [{ ms: 60_000, most: 18 }],
  'dingtalk-robot': [{ ms: 60_000, most: 18 }],
  'feishu-robot': [
    { ms: 60_000, most: 90 },
    { ms: 1_000, most: 4 },
  ],
  'lark-robot': [
    { ms: 60_000, most: 90 },
    { ms: 1_000, most: 4 },
  ],
  'wecom-app': [{ ms: 60_000, most: 500 }],
}

const busy: Told = { kind: 'later', said: 'our own limit', everybody: false }
const gone: Told = { kind: 'refused', said: 'removed' }

/** One notice by its way, within what its platform takes a minute, counted for all instances together. */
export const tellByMessenger =
  ({
    messengers,
    counts,
    notify,
    clock,
  }: {
    messengers: Messengers
    counts: DailyCounts
    notify: Notify
    clock: Clock
  }) =>
  async (notice: Letter, handingOver: () => Promise<void>): Promise<Told> => {
    const { via, subject, text } = notice
    const secret = via && (await messengers.secretOf(via.way))
    if (!secret) return gone
    const now = clock.now()
    for (const { ms, most } of limits[secret.kind]) {
      const window = String(Math.floor(now.getTime() / ms))
      if ((await counts.count(beijingDate(now), 'notices', via.way, String(ms), window)) > most) return busy
    }
    await handingOver()
    return notify(secret, { title: subject, link: text.trim(), label: '查看 Open' }, via.userId)
  }

/** What the company sees of it: the robot that refuses, until it takes one again. */
export const noteTold =
  ({ messengers, clock }: { messengers: Messengers; clock: Clock }) =>
  async (notice: Letter, told: Told): Promise<Write[]> =>
    notice.via && (told.kind === 'sent' || told.kind === 'refused')
      ? messengers.noteWrites(
          notice.via.way,
          clock.now().toISOString(),
          told.kind === 'refused' ? told.said : undefined,
        )
      : []
