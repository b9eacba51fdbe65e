import { unapprovedTiers } from '../approval/approval'
import type { Approvals } from '../approval/store'
import { emptyChain } from '../ledger/event'
import type { Person } from '../people/person'
import type { People } from '../people/store'
import type { Clock } from '../platform/clock'
import type { Machine } from '../platform/machine'
import { Refusal, type Bilingual } from '../platform/refusal'
import { byHandReasons } from '../policy/weibo-way'
import { onWeibo } from '../submission/content'
import { unpoolWrite, type Submissions } from '../submission/store'
import {
  isTakenDown,
  leadingChannel,
  requireSameContent,
  requireState,
  type Submission,
} from '../submission/submission'
import { executionName, isOver, postIdOf, type WeiboPost } from './post'
import { takenDown } from './public-article'
import type { Posts } from './store'

export interface ReleaseNeeds {
  posts: Posts
  submissions: Submissions
  approvals: Approvals
  people: People
  machine: Machine
  clock: Clock
}

interface Wish {
  submissionId: string
  by: Person
  ip: string
  /** the editor would rather post by hand, and says why */
  byHand?: string
}

const changed = (submission: Submission) =>
  new Refusal(
    'ContentChanged',
    {
      zh: `《${submission.content.title}》与批准时不一致，已停止`,
      en: `“${submission.content.title}” differs from what was approved; stopped`,
    },
    { facts: { submissionId: submission.id } },
  )

/** Article 7: computed afresh, and every tier of the route approved this very hash. */
export async function requireApproved(approvals: Approvals, submission: Submission): Promise<void> {
  requireSameContent(submission, submission.contentHash ?? '')
  const turns = await approvals.turnsOf(submission.id, submission.version)
  if (unapprovedTiers(submission, turns).length > 0) throw changed(submission)
}

export const wayOf = (matter: {
  text: string
  pictures: number
  videos: number
  byHand?: string
}): Pick<WeiboPost, 'way' | 'byHand'> => {
  const reasons: Bilingual[] = byHandReasons(matter).map(({ message }) => message)
  const wish = matter.byHand?.trim()
  const byHand = wish ? [...reasons, { zh: wish, en: wish }] : reasons
  return { way: byHand.length > 0 ? 'hand' : 'api', byHand }
}

function requireReleasable(submission: Submission): void {
  if (isTakenDown(submission)) throw takenDown()
  if (!submission.content.channels.includes('weibo'))
    throw new Refusal('WrongState', {
      zh: `《${submission.content.title}》没有申请在微博发布`,
      en: `“${submission.content.title}” was not approved for Weibo`,
    })
  if (submission.unused?.includes('weibo'))
    throw new Refusal('WrongState', {
      zh: `《${submission.content.title}》在待发池里到期未用，已退回单位，不能再放行`,
      en: `“${submission.content.title}” was not used in time and went back to its unit; it cannot be released any more`,
    })
  // Where WeChat leads, its own way does not hold up Weibo's.
  if (leadingChannel(submission) === 'weibo') requireState(submission, 'approved')
  else requireState(submission, 'approved', 'scheduled', 'sending', 'published')
}

/**
 * 11.3: the editor releases approved matter on Weibo. Head of the post, ledger of both and the pool change together;
 * the machine's name makes starting it twice one run. Pressing again answers the post that is under way, and starts its
 * machine when the process died before it could. After a definite no it is another attempt of the same post.
 */
export const releasePost =
  (needs: ReleaseNeeds) =>
  async ({ submissionId, by, ip, byHand }: Wish): Promise<WeiboPost> => {
    const { posts, submissions, approvals, people, machine, clock } = needs
    const seen = await submissions.withId(submissionId)
    const id = postIdOf(submissionId, seen.version)
    const before = await posts.find(id)
    if (before && seen.postId === id && !isOver(before)) return started(machine)(before)
    if (before?.state === 'posted')
      throw new Refusal(
        'AlreadyDecided',
        { zh: '这一版已经在微博发布', en: 'this version stands on Weibo already' },
        { facts: { url: before.standing?.url } },
      )
    requireReleasable(seen)
    await requireApproved(approvals, seen)
    const unit = (await people.units()).find((one) => one.id === seen.unitId)
    const { content, pins, version } = seen
    const text = content.weiboText ?? ''
    const pictures = onWeibo(
      content,
      pins.filter(({ kind }) => kind === 'picture').map(({ id: one }) => one),
    )
    const at = clock.now().toISOString()
    const released: WeiboPost = {
      id,
      under: { kind: 'approval', submissionId, version, contentHash: seen.contentHash ?? '' },
      unitId: seen.unitId,
      unitName: unit?.name ?? seen.unitId,
      officerId: seen.officerId,
      title: content.title,
      text,
      ...{ media: pins, pictures },
      ...wayOf({
        text,
        pictures: pictures.length,
        videos: pins.filter(({ kind }) => kind === 'video').length,
        ...(byHand && { byHand }),
      }),
      state: 'released',
      attempt: (before?.attempt ?? 0) + 1,
      releasedBy: { id: by.id, name: by.name },
      releasedAt: at,
      ip,
      looks: 0,
      updatedAt: at,
      revision: before?.revision ?? 0,
      chain: before?.chain ?? emptyChain,
    }
    const facts = { postId: id, attempt: released.attempt, way: released.way, contentHash: seen.contentHash }
    const { next: post, writes } = posts.writesOf(before, {
      next: released,
      happened: { by: by.id, type: 'PostReleased', facts },
    })
    const submission = await submissions.change(submissionId, (current) => {
      if (current.postId === id) return undefined
      requireReleasable(current)
      requireSameContent(current, seen.contentHash ?? '')
      return {
        submission: {
          ...current,
          postId: id,
          ...(leadingChannel(current) === 'weibo' && { state: 'scheduled' as const }),
        },
        happened: { by: by.id, type: 'WeiboReleased', facts },
        writes: [unpoolWrite(submissionId, 'weibo'), ...writes],
      }
    })
    return started(machine)(submission.postId === id ? await posts.withId(id) : post)
  }

/** Starting a machine twice under one name is one run. */
export const started =
  (machine: Machine) =>
  async (post: WeiboPost): Promise<WeiboPost> => {
    await machine.start(executionName(post), { postId: post.id, attempt: post.attempt })
    return post
  }
