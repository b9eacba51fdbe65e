import type { Approvals } from '../approval/store'
import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Submissions } from '../submission/store'
import { channelOf } from '../submission/removes'
import type { Submission } from '../submission/submission'
import { whyNot } from './approved'
import { afterDeletion, secondsLeft, secondsToNextTry, standingOf, wasGone } from './deletion'
import { handOver } from './hand-over'
import { intend, keep, stop } from './keep-removal'
import { tellRefused, tellRemoved, tellWaiting, type RemovalPost } from './letters'
import { orderAtOnce } from './order-at-once'
import { recordRemoved } from './record-removed'

interface Needs extends RemovalPost {
  submissions: Submissions
  approvals: Approvals
  wechat: Pick<Wechat, 'massSendStatus' | 'deleteMassSend'>
  clock: Clock
}

/** Where the machine goes next. */
export interface Step {
  next: 'done' | 'wait'
  waitSeconds: number
}
const done: Step = { next: 'done', waitSeconds: 1 }

/**
 * An approved removal at WeChat (invariant 3): the intent with what readers have is written first, then the article is
 * deleted by its place. Nobody knows what a broken call did, so it is asked for again: deleting what is deleted does no
 * harm. Both ledgers keep what stood before and what WeChat says after. What a call came to is kept before anybody is
 * told: a run repeated because a letter could not leave sends the letter, and does not ask WeChat again.
 */
export const removePublished =
  (needs: Needs) =>
  async ({ submissionId }: { submissionId: string; version: number }): Promise<Step> => {
    const { submissions, wechat, clock } = needs
    const seen = await submissions.withId(submissionId)
    const { removes } = seen
    if (!removes) throw new Error(`${submissionId} is not a removal`)
    const { msgId, articleIndex } = removes
    const asks = msgId !== undefined && articleIndex !== undefined
    if (seen.state === 'removed') return asks ? finish(seen) : done
    if (seen.state === 'failed') {
      await tellRefused(needs)(seen)
      return done
    }
    if (!['approved', 'removing'].includes(seen.state)) return done
    const stopped = await whyNot(needs, seen, removes)
    if (stopped) {
      await stop(needs, seen, stopped)
      return done
    }

    if (removes.atOnce) await orderAtOnce(needs)(seen)

    const left = seen.deletion ? secondsLeft(seen.deletion, clock.now()) : 0
    if (left > 0) {
      await tellWaiting(needs)(seen)
      return { next: 'wait', waitSeconds: left }
    }

    const standing = (await submissions.withId(removes.submissionId)).publications.find(
      ({ channel }) => channel === channelOf(removes),
    )
    if (standing?.deletedAt) {
      const began = await intend(needs, seen, removes, 'unknown')
      const answer = 'was gone already'
      if (began.state === 'removing')
        await recordRemoved(needs)(began, { at: standing.deletedAt, status: 'unknown', answer })
      return done
    }
    if (!asks) {
      await handOver(needs)(seen, removes)
      return done
    }
    const status = async () => standingOf(await wechat.massSendStatus(msgId))
    const before = await status()
    const removal = await intend(needs, seen, removes, before)
    // Taken back, or ended by another run, in this very moment.
    if (removal.state !== 'removing' || !removal.deletion) return done
    const outcome = await wechat.deleteMassSend({ msgId, articleIndex })
    const triedAt = clock.now().toISOString()
    const learnt = afterDeletion(removal.deletion, outcome, before)
    log.info('deletion asked for', { submissionId, msgId, articleIndex, learnt: learnt.kind })
    if (learnt.kind === 'gone') {
      const answer = wasGone(before, outcome) ? 'was gone already' : 'deleted'
      return finish(await recordRemoved(needs)(removal, { at: triedAt, status: await status(), answer }))
    }
    const deletion = { ...learnt.deletion, triedAt }
    measure(learnt.kind === 'refused' ? 'RemovalRefused' : 'RemovalUnsettled', 1)
    const state = learnt.kind === 'refused' ? 'failed' : 'removing'
    const kept = await keep(needs, removal, { state, deletion })
    if (kept.state !== state) return done
    if (state === 'failed') {
      await tellRefused(needs)(kept)
      return done
    }
    if (deletion.errcode !== removal.deletion.errcode) await tellWaiting(needs)(kept)
    return { next: 'wait', waitSeconds: secondsToNextTry(deletion) }

    async function finish(removed: Submission): Promise<Step> {
      await tellRemoved(needs)(removed)
      return done
    }
  }
