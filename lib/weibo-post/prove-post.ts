import { sameText } from '../channels/weibo/same-text'
import { shortId } from '../channels/weibo/post-wire'
import type { Post, Weibo } from '../channels/weibo/weibo'
import type { Person } from '../people/person'
import { Refusal } from '../platform/refusal'
import { finishPost, type FinishNeeds } from './finish-post'
import { readAddress, requirePostState, type Standing, type WeiboPost } from './post'

interface Needs extends FinishNeeds {
  weibo: Pick<Weibo, 'timeline'>
}

const differs = (post: WeiboPost, shown: string) =>
  new Refusal(
    'ContentChanged',
    {
      zh: '微博上的文字与批准的不一致。请在微博里删除，按批准的文字重发；确有必要保留的，请写明理由，会记录在案',
      en: 'the text on Weibo is not the approved one. Delete it there and post the approved text; if it has to stay, say why, on record',
    },
    { facts: { approved: post.text, shown } },
  )

const notReadBack = () =>
  new Refusal('NotConfirmed', {
    zh: '在公司微博的时间线里没有找到这条微博。请核对地址；确实是它而微博读不回来的，请写明依据，会记录在案',
    en: 'this post was not found in the timeline of the company’s account. Check the address; if it is the one and Weibo does not show it, say on what grounds, on record',
  })

/**
 * An editor says where it stands: the address is read, the timeline asked, the text compared with the approved one.
 * A difference, and a post that cannot be read back, need a reason. Also ends what was unknown. Repeatable.
 */
export const provePost =
  (needs: Needs) =>
  async (given: { postId: string; address: string; reason?: string; by: Person }): Promise<WeiboPost> => {
    const { posts, weibo, clock } = needs
    const { mid } = readAddress(given.address)
    const seen = await posts.withId(given.postId)
    if (seen.state === 'posted' && seen.standing?.url === given.address.trim()) return seen
    requirePostState(seen, 'by-hand', 'unknown')
    const answer = await weibo.timeline()
    const found =
      answer.kind === 'done'
        ? answer.value.posts.find(({ id }) => shortId(id) === mid || id === mid)
        : undefined
    if (found && !sameText(seen.text, found.text) && !given.reason) throw differs(seen, found.text)
    if (!found && !given.reason) throw notReadBack()
    const standing = standingOf(found, given, clock.now())
    const post = await posts.change(given.postId, (current) => {
      requirePostState(current, 'by-hand', 'unknown')
      return {
        next: { ...current, state: 'posted', doubt: undefined, standing },
        happened: {
          by: given.by.id,
          type: 'PostProven',
          facts: { attempt: current.attempt, ...standing, readBack: found !== undefined },
        },
      }
    })
    await finishPost(needs)(post)
    return post
  }

const standingOf = (
  found: Post | undefined,
  { address, reason, by }: { address: string; reason?: string; by: Person },
  now: Date,
): Standing => ({
  ...(found && { id: found.id, shown: found.text }),
  url: found?.url ?? address.trim(),
  at: found?.createdAt ?? now.toISOString(),
  known: 'person',
  by: { id: by.id, name: by.name },
  ...(reason && { reason }),
})
