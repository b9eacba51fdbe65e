import type { Approvals } from '../approval/store'
import type { Outcome } from '../channels/wechat/outcome'
import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import type { Submissions } from '../submission/store'
import type { Submission } from '../submission/submission'
import { whyNot } from './approved'
import { afterDeletion, secondsToNextTry, standingOf } from './deletion'
import { intend, keep, stop } from './keep-removal'
import { tellRefused, tellRemoved, tellWaiting, type RemovalPost } from './letters'
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
 * harm. Both ledgers keep what stood before and what WeChat says after.
 */
export const removePublished =
  (needs: Needs) =>
  async ({ submissionId }: { submissionId: string; version: number }): Promise<Step> => {
    const { submissions, wechat, clock } = needs
    const seen = await submissions.withId(submissionId)
    const { removes } = seen
    if (!removes) throw new Error(`${submissionId} is not a removal`)
    if (seen.state === 'removed') return finish(seen)
    if (!['approved', 'removing'].includes(seen.state)) return done
    const stopped = await whyNot(needs, seen, removes)
    if (stopped) {
      await stop(needs, seen, stopped)
      return done
    }

    const { msgId, articleIndex } = removes
    const status = async () => standingOf(await wechat.massSendStatus(msgId))
    const before = await status()
    const removal = await intend(needs, seen, removes, before)
    // Taken back, or ended by another run, in this very moment.
    if (removal.state !== 'removing' || !removal.deletion) return done
    const outcome: Outcome<object> =
      before === 'DELETE' ? { kind: 'done', value: {} } : await wechat.deleteMassSend({ msgId, articleIndex })
    const learnt = afterDeletion(removal.deletion, outcome)
    log.info('deletion asked for', { submissionId, msgId, articleIndex, learnt: learnt.kind })
    if (learnt.kind === 'gone') {
      const after = {
        at: clock.now().toISOString(),
        status: before === 'DELETE' ? before : await status(),
        answer: before === 'DELETE' ? 'was gone already' : 'deleted',
      }
      return finish(await recordRemoved(needs)(removal, after))
    }
    const { deletion } = learnt
    measure(learnt.kind === 'refused' ? 'RemovalRefused' : 'RemovalUnsettled', 1)
    // Told before it is kept: a run that dies in between tells it again instead of never.
    if (learnt.kind === 'refused') await tellRefused(needs)({ ...removal, deletion })
    else if (deletion.errcode !== removal.deletion.errcode) await tellWaiting(needs)({ ...removal, deletion })
    const state = learnt.kind === 'refused' ? 'failed' : 'removing'
    const kept = await keep(needs, removal, { state, deletion })
    return kept.state === 'removing' ? { next: 'wait', waitSeconds: secondsToNextTry(deletion) } : done

    async function finish(removed: Submission): Promise<Step> {
      await tellRemoved(needs)(removed)
      return done
    }
  }
