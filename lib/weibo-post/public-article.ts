import { inBothLights } from '../article/dark'
import type { Bucket } from '../platform/bucket'
import { Refusal } from '../platform/refusal'
import { htmlWith, renditionOf } from '../submission/rendition'
import type { Submissions } from '../submission/store'
import { isTakenDown } from '../submission/submission'
import { picturesOf, publicCopyKey } from './public-copies'
import type { WeiboPost } from './post'
import type { Posts } from './store'

/** An article as anybody may read it below the company's own domain. */
export interface PublicArticle {
  title: string
  unitName: string
  /** ISO, UTC: when it went out */
  at: string
  /** cleaned as approvers saw it; empty for a post that has no article */
  html: string
  text: string
  /** behind 阅读原文 */
  originalUrl?: string
}

const missing = () => new Refusal('NotFound', { zh: '没有这一页', en: 'there is no such page' })

export const takenDown = () =>
  new Refusal('AlreadyRemoved', { zh: '这篇文章已撤下', en: 'this article was taken down' })

interface Needs {
  posts: Posts
  submissions: Pick<Submissions, 'withId' | 'submitted' | 'rendition'>
}

/**
 * Only what went out, or may have: before the intent and after a definite no there is nothing to read, nor once the
 * article was taken down, on whichever channel that came first.
 */
async function outside({ posts, submissions }: Needs, postId: string): Promise<WeiboPost> {
  const post = await posts.find(postId)
  if (!post || !['posting', 'unknown', 'posted'].includes(post.state)) throw missing()
  if (post.under.kind === 'approval') {
    // What has to go at once is gone here before WeChat has answered.
    if (isTakenDown(await submissions.withId(post.under.submissionId))) throw takenDown()
  }
  return post
}

/** The page Weibo's link leads to: the version that was approved, never a later draft. */
export const publicArticle =
  (needs: Needs) =>
  async (postId: string): Promise<PublicArticle> => {
    const post = await outside(needs, postId)
    const { title, unitName, text } = post
    const at = post.standing?.at ?? post.intendedAt ?? post.releasedAt
    if (post.under.kind !== 'approval') return { title, unitName, at, text, html: '' }
    const { submissionId: id, version } = post.under
    const approved = await needs.submissions.submitted(id, version)
    if (!approved) throw missing()
    const rendition =
      (await needs.submissions.rendition({ ...approved, id, version })) ??
      renditionOf({ content: approved.content, pins: picturesOf(post), media: [], unitName })
    const html = htmlWith(rendition, (mediaId) => `/a/${postId}/pictures/${mediaId}`)
    const { originalUrl } = rendition
    return { title, unitName, at, text, html: inBothLights(html), ...(originalUrl && { originalUrl }) }
  }

const linkSeconds = 300

/** Where pictures come from, for the page's content policy: an origin without path. */
export const pictureOrigin = async (bucket: Pick<Bucket, 'presignRead'>): Promise<string> =>
  new URL(await bucket.presignRead({ key: 'public/', seconds: 60, contentType: 'image/jpeg' })).origin

/** A short-lived address of the public copy of one picture of such an article. */
export const publicPicture =
  ({ bucket, ...needs }: Needs & { bucket: Pick<Bucket, 'presignRead'> }) =>
  async (postId: string, mediaId: string): Promise<string> => {
    const post = await outside(needs, postId)
    if (!picturesOf(post).some(({ id }) => id === mediaId)) throw missing()
    return bucket.presignRead({
      key: publicCopyKey(postId, mediaId),
      seconds: linkSeconds,
      contentType: 'image/jpeg',
    })
  }
