import * as z from 'zod'
import { LedgerEvent } from '../ledger/event'
import type { Bucket } from '../platform/bucket'
import { articleUrl, textOf, WeiboPost } from './post'
import { postedPictures, publicCopyKey } from './public-copies'
import type { Posts } from './store'

export const ShownPost = z.object({
  post: WeiboPost.omit({ ip: true, chain: true, media: true }),
  /** to the letter what is to stand on Weibo */
  fullText: z.string(),
  articleUrl: z.string(),
  /** for posting by hand: pictures as the public copy, videos as approved; links of ten minutes */
  files: z.array(
    z.object({ id: z.string(), kind: z.enum(['picture', 'video']), fileName: z.string(), url: z.string() }),
  ),
  ledger: z.array(LedgerEvent.pick({ seq: true, type: true, at: true, by: true, facts: true })),
})
export type ShownPost = z.infer<typeof ShownPost>

const linkSeconds = 600

/** One post with its text, its files and its ledger. */
export const showPost =
  (needs: { posts: Posts; bucket: Pick<Bucket, 'presignRead'>; publicUrl: string }) =>
  async (postId: string): Promise<ShownPost> => {
    const { posts, bucket, publicUrl } = needs
    const found = await posts.withId(postId)
    const { ip: _ip, chain: _chain, media, ...post } = found
    const chosen = postedPictures(found)
    const shown = [...chosen, ...media.filter(({ kind }) => kind === 'video')]
    const files = shown.map(async ({ id, kind, fileName, key, versionId }) => ({
      id,
      kind,
      fileName,
      url: await bucket.presignRead({
        ...(kind === 'picture' ? { key: publicCopyKey(postId, id) } : { key, versionId }),
        seconds: linkSeconds,
        contentType: kind === 'picture' ? 'image/jpeg' : 'application/octet-stream',
        fileName,
      }),
    }))
    return {
      post,
      fullText: textOf(found, publicUrl),
      articleUrl: articleUrl(publicUrl, postId),
      files: await Promise.all(files),
      ledger: (await posts.ledger(postId)).map(({ seq, type, at, by, facts }) => ({
        seq,
        type,
        at,
        by,
        facts,
      })),
    }
  }
