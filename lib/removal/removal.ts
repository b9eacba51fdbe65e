import type { ShownRemoval } from '../api/submission'
import { emptyChain } from '../ledger/event'
import type { Person } from '../people/person'
import { derivedUuid } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import type { Write } from '../platform/table'
import type { Removes } from '../submission/removes'
import { unpoolWrite } from '../submission/store'
import { contentHashOf, requireState, type Publication, type Submission } from '../submission/submission'

/** The rules of taking down what was published (articles 7 and 11: as it went out, so it comes back). Pure. */

/** Where readers have it: on WeChat, or on Weibo alone; throws a Refusal where there is nothing to ask for. */
export function requireRemovable(target: Submission): Publication {
  if (target.removes)
    throw new Refusal('WrongState', {
      zh: '这本身就是一份撤下申请',
      en: 'this is a removal itself',
    })
  requireState(target, 'published')
  const on = (where: Publication['channel']) => target.publications.find(({ channel }) => channel === where)
  const publication = on('wechat') ?? on('weibo')
  if (publication && publication.deletedAt === undefined) return publication
  throw new Refusal(
    'AlreadyRemoved',
    { zh: '这篇文章已经撤下', en: 'this article was already taken down' },
    { facts: { at: publication?.deletedAt, because: publication?.deletedBecause } },
  )
}

/** Nobody has begun to carry it out: a removal at once may overtake it. */
export const isUndecided = ({ state }: Pick<Submission, 'state'>): boolean =>
  state === 'checking' || state === 'in-review'

/** An ask that can still come to something: until it has failed, been sent back or taken back, there is no second. */
export const isUnderWay = ({ state }: Pick<Submission, 'state'>): boolean =>
  ['checking', 'in-review', 'approved', 'removing', 'removed'].includes(state)

/** Approved by everybody and begun: what a person may finish by hand. */
export const isBegun = ({ state, deletion }: Submission): boolean =>
  state === 'removed' || (deletion !== undefined && ['removing', 'failed'].includes(state))

/** What the page of an article says of its removal; `afterwards`: the ordinary route beside or after a removal at once. */
export const shownRemoval = (removal: Submission, afterwards?: Submission): ShownRemoval => ({
  id: removal.id,
  state: removal.state,
  reason: removal.removes?.reason ?? '',
  askedAt: removal.createdAt,
  begun: isBegun(removal),
  atOnce: removal.removes?.atOnce ?? false,
  ...(afterwards && {
    afterwards: {
      id: afterwards.id,
      state: afterwards.state,
      ...(afterwards.note && { note: afterwards.note }),
    },
  }),
})

export const alreadyAsked = (removal: Submission, byName: string): Refusal =>
  new Refusal(
    'RemovalAsked',
    {
      zh: `已有一份撤下申请（${byName}提出），不能重复申请`,
      en: `a removal was already asked for by ${byName}; there is no second one`,
    },
    {
      facts: { submissionId: removal.id, state: removal.state, by: byName, reason: removal.removes?.reason },
    },
  )

/**
 * The removal as a submission of its own: what readers have, the same route, a hash over what is taken down and why.
 * `articleIndex` is its place in the mass send, absent where WeChat cannot be asked; `number` counts the asks about this article; the same number is the same removal.
 */
export function removalOf(
  target: Submission,
  asked: { articleIndex?: number; reason: string; number: number; by: Person; at: Date; atOnce: boolean },
): Submission {
  const { id: msgId, url, channel } = requireRemovable(target)
  const removes = {
    submissionId: target.id,
    version: target.version,
    contentHash: target.contentHash ?? '',
    reason: asked.reason,
    ...(channel === 'weibo' && { channel }),
    ...(asked.articleIndex !== undefined && { msgId, articleIndex: asked.articleIndex }),
    ...(url && { url }),
    ...(asked.atOnce && { atOnce: true as const }),
  }
  return begun(target, {
    id: derivedUuid('removal', target.id, String(asked.number)),
    ...{ removes, at: asked.at, officerId: asked.by.id, route: asked.atOnce ? atOnceRoute : target.route },
  })
}

/** Article 4: the head of 企管部 answers for the accounts, and alone where it cannot wait. */
const atOnceRoute: Submission['route'] = ['department-head']

/**
 * The ordinary route after a removal at once: whoever published it says what they think of it. Where the head asked for
 * it themselves, a company leader speaks in their place: nobody is asked twice about one wish of their own.
 */
export function afterwardsOf(
  ordered: Submission,
  target: Submission,
  { isOwn, at }: { isOwn: boolean; at: Date },
): Submission {
  const { removes, officerId } = ordered
  if (!removes) throw new Error(`${ordered.id} is not a removal`)
  const { atOnce: _, ...same } = removes
  const route = isOwn
    ? [...new Set(target.route.map((tier) => (tier === 'department-head' ? 'company-leader' : tier)))]
    : target.route
  return begun(target, {
    id: derivedUuid('removal afterwards', ordered.id),
    ...{ officerId, at, route },
    removes: { ...same, after: ordered.id },
  })
}

function begun(
  { content, pins, renditionHash, policyVersion, unitId, openedByOffice }: Submission,
  { removes, at, ...own }: Pick<Submission, 'id' | 'officerId' | 'route'> & { removes: Removes; at: Date },
): Submission {
  return {
    ...own,
    ...{ unitId, content, pins, policyVersion, openedByOffice, removes },
    ...(renditionHash !== undefined && { renditionHash }),
    state: 'checking',
    version: 1,
    contentHash: contentHashOf(content, pins, policyVersion, removes, renditionHash),
    publications: [],
    edits: 0,
    createdAt: at.toISOString(),
    updatedAt: at.toISOString(),
    revision: 0,
    chain: emptyChain,
  }
}

/** Readers have it no more; what it was and when they had it stays. */
export const takenDown = (
  target: Submission,
  { channel, at, because }: { channel: Publication['channel']; at: string; because: string },
): Submission => ({
  ...target,
  publications: target.publications.map((one) =>
    one.channel === channel ? { ...one, deletedAt: at, deletedBecause: because } : one,
  ),
})

/** What is gone on one channel waits for no other. */
export const unpooled = ({ id, content }: Pick<Submission, 'id' | 'content'>): Write[] =>
  content.channels.map((channel) => unpoolWrite(id, channel))

/** Places besides WeChat where readers still have it: Weibo has no API to delete a post. */
export const leftByHand = (target: Pick<Submission, 'publications'>): Publication[] =>
  target.publications.filter(({ channel, deletedAt }) => channel === 'weibo' && deletedAt === undefined)
