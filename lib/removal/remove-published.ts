import { isApprovedByAll } from '../approval/approval'
import type { Approvals } from '../approval/store'
import type { Outcome } from '../channels/wechat/outcome'
import type { Wechat } from '../channels/wechat/wechat'
import type { Clock } from '../platform/clock'
import { log, measure } from '../platform/log'
import { isRefusal, Refusal } from '../platform/refusal'
import type { Removes } from '../submission/removes'
import type { Submissions } from '../submission/store'
import { requireSameContent, type Submission } from '../submission/submission'
import { afterDeletion, intentAt, secondsToNextTry, standingOf, type Standing } from './deletion'
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

const changed = (facts: Record<string, unknown>) =>
  new Refusal(
    'ContentChanged',
    { zh: '撤下申请与审批时不一致，已停止', en: 'the removal differs from what was approved; stopped' },
    { facts },
  )

/** Invariant 1 for a removal: every tier approved this very removal, of what readers still have. */
async function requireApproved({ submissions, approvals }: Needs, removal: Submission, removes: Removes) {
  requireSameContent(removal, removal.contentHash ?? '')
  const turns = await approvals.turnsOf(removal.id, removal.version)
  if (!isApprovedByAll(removal.route, turns, removal.contentHash)) throw changed({ removal: removal.id })
  const target = await submissions.withId(removes.submissionId)
  const publication = target.publications.find(({ channel }) => channel === 'wechat')
  if (target.contentHash !== removes.contentHash || publication?.id !== removes.msgId)
    throw changed({ submissionId: target.id })
}

const asRefusal = (error: unknown): Refusal => {
  if (!isRefusal(error)) throw error
  return error
}

/** Nothing was asked of WeChat: why it was not stands on the removal, and it may be asked for anew. */
const stop = ({ submissions }: Needs, removal: Submission, { code, said, facts }: Refusal) =>
  submissions.change(removal.id, (current) =>
    current.state === 'approved' || current.state === 'removing'
      ? {
          submission: { ...current, state: 'failed', note: `${said.zh} / ${said.en}` },
          happened: { by: 'system', type: 'RemovalStopped', facts: { code, ...facts } },
        }
      : undefined,
  )

/** What readers have before it goes: address, WeChat's word on the send, and the article as it was read back. */
async function intend(needs: Needs, removal: Submission, removes: Removes, status: Standing) {
  const { submissions, clock } = needs
  const readBack = (await submissions.readBacks(removes.submissionId)).find((one) => one.channel === 'wechat')
  const before = { ...removes, status, readBack: readBack ?? null }
  const now = clock.now()
  return submissions.change(removal.id, (current) =>
    current.state === 'approved'
      ? {
          submission: { ...current, state: 'removing', deletion: intentAt(now) },
          happened: { by: 'system', type: 'RemovalIntended', facts: { before } },
        }
      : undefined,
  )
}

/** The try is counted and what WeChat said stands on the removal; a later no never undoes a removal that is done. */
const keep = (
  { submissions }: Needs,
  removal: Submission,
  kept: { state: 'removing' | 'failed'; deletion: NonNullable<Submission['deletion']> },
) =>
  submissions.change(removal.id, (current) => {
    if (current.state !== 'removing' || (current.deletion?.tries ?? 0) >= kept.deletion.tries)
      return undefined
    const { said, errcode, tries, doubtful } = kept.deletion
    return {
      submission: { ...current, ...kept, note: said && `${said.zh} / ${said.en}` },
      happened: {
        by: 'system',
        type: kept.state === 'failed' ? 'RemovalRefused' : 'RemovalTried',
        facts: { tries, doubtful, ...(errcode !== undefined && { errcode }), ...(said && { said }) },
      },
    }
  })

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
    const stopped = await requireApproved(needs, seen, removes).then(() => undefined, asRefusal)
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
    const state = learnt.kind === 'refused' ? 'failed' : 'removing'
    const kept = await keep(needs, removal, { state, deletion: learnt.deletion })
    measure(learnt.kind === 'refused' ? 'RemovalRefused' : 'RemovalUnsettled', 1)
    if (kept.state === 'failed') await tellRefused(needs)(kept)
    if (kept.state !== 'removing') return done
    await tellWaiting(needs)(kept)
    return { next: 'wait', waitSeconds: secondsToNextTry(learnt.deletion) }

    async function finish(removed: Submission): Promise<Step> {
      await tellRemoved(needs)(removed)
      return done
    }
  }
