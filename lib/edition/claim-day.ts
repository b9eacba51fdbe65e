import type { Clock } from '../platform/clock'
import { Refusal } from '../platform/refusal'
import type { AccountKind } from '../policy/policy'
import { beijingDate } from '../policy/working-days'
import type { AtAttempt } from './at'
import {
  attemptName,
  clientMsgIdOf,
  editionStateNames,
  headline,
  isAt,
  requireReady,
  type Edition,
} from './edition'
import { failing, type Next } from './failing'
import { requireQuota } from './quota'
import type { Claim } from './rows'
import type { Editions } from './store'

/** A second send that day: who, when, what, and how far it is. */
export function dayClaimed(claim: Claim, edition: Edition | undefined): Refusal {
  const state = edition?.state ?? 'claiming'
  return new Refusal(
    'DayAlreadyClaimed',
    {
      zh: `${claim.date} 的群发已由${claim.name}用于《${claim.title}》（${editionStateNames[state].zh}）；每天只能群发一次（10.3）`,
      en: `the mass send of ${claim.date} was taken by ${claim.name} for “${claim.title}” (${editionStateNames[state].en}); one a day (10.3)`,
    },
    {
      facts: {
        date: claim.date,
        by: claim.name,
        at: claim.claimedAt,
        title: claim.title,
        state,
        ...(edition?.result?.msgId && { msgId: edition.result.msgId }),
      },
    },
  )
}

export const claimOf = (edition: Edition, by: { id: string; name: string }, now: Date): Claim => ({
  account: edition.account,
  date: edition.date,
  owner: attemptName(edition),
  contentHash: edition.hash,
  clientMsgId: clientMsgIdOf(edition),
  title: headline(edition),
  by: by.id,
  name: by.name,
  claimedAt: now.toISOString(),
})

function requireToday(edition: Edition, now: Date): void {
  if (beijingDate(now) === edition.date) return
  throw new Refusal(
    'WrongState',
    {
      zh: `到 ${edition.date} 结束时还没有发出；请改编到今天或以后`,
      en: `it was not sent before ${edition.date} ended; compose it for today or later`,
    },
    { facts: { date: edition.date } },
  )
}

/** In whose name: of who confirmed what was tested; by hand of who took it on and looks at it in the console (10.3). */
function claimerOf(edition: Edition): { id: string; name: string } {
  if (edition.byHand && edition.startedBy) return edition.startedBy
  const { by, name } = requireReady(edition)
  return { id: by, name }
}

/**
 * Invariant 2: one mass send per account and Beijing day, by the API or by hand; only what was tested and confirmed, or
 * taken on by name, may claim it.
 */
export const claimDay =
  ({ editions, clock, kind }: { editions: Editions; clock: Clock; kind: AccountKind }) =>
  async (at: AtAttempt): Promise<{ next: Next }> =>
    failing({ editions, clock })(at, async () => {
      const edition = await editions.withId(at.date)
      const next: Next = edition.byHand ? 'hand' : 'send'
      if (isAt(edition, at.attempt, 'sending', 'by-hand', 'unknown', 'sent')) return { next }
      if (!isAt(edition, at.attempt, 'scheduled', 'claiming')) {
        // Cancelled or changed between our put and our look, and we died before giving the day back.
        await editions.freeDay({ ...edition, attempt: at.attempt })
        return { next: 'close' }
      }
      const now = clock.now()
      requireToday(edition, now)
      const by = claimerOf(edition)
      await requireQuota({ editions, kind })(at.date)
      const { won, standing } = await editions.claim(claimOf(edition, by, now))
      if (!won) throw dayClaimed(standing, await editions.find(at.date))
      const claiming = await editions.change(at.date, (current) =>
        isAt(current, at.attempt, 'scheduled')
          ? {
              next: { ...current, state: 'claiming' },
              happened: {
                by: 'system',
                type: 'DayClaimed',
                facts: { attempt: at.attempt, hash: current.hash },
              },
            }
          : undefined,
      )
      if (isAt(claiming, at.attempt, 'claiming')) return { next }
      await editions.freeDay({ ...claiming, attempt: at.attempt })
      return { next: 'close' }
    })
