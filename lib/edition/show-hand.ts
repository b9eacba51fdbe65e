import * as z from 'zod'
import type { Approvals } from '../approval/store'
import { linesOf, wordsOf } from '../channels/wechat/read-back/lines'
import type { Bucket } from '../platform/bucket'
import { RenderedCover } from '../submission/content'
import { codeId, type Rendition } from '../submission/rendition'
import type { Submissions } from '../submission/store'
import { codePicture } from '../theme/code-picture'
import { approvedContent } from './approved'
import { articleOf } from './article'
import { requireByHand } from './hand-check'
import { renditionsOf } from './renditions'
import type { Editions } from './store'

const File = z.object({
  id: z.string(),
  kind: z.enum(['picture', 'video']),
  fileName: z.string(),
  url: z.string(),
})

export const ShownHand = z.object({
  articles: z.array(
    z.object({
      index: z.number(),
      submissionId: z.string(),
      title: z.string(),
      author: z.string(),
      digest: z.string().optional(),
      /** behind 阅读原文 */
      sourceUrl: z.string().optional(),
      /** to be pasted into the console; pictures at links of ten minutes */
      html: z.string(),
      text: z.string(),
      /** exactly the approved bytes, in the author's order */
      files: z.array(File),
      /** which of the files is the cover, and its crops as they were approved */
      cover: RenderedCover,
    }),
  ),
})
export type ShownHand = z.infer<typeof ShownHand>

const linkSeconds = 600
const pictureTypes: Record<string, string> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', bmp: 'image/bmp' },
}
const typeOf = (fileName: string): string =>
  pictureTypes[fileName.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'

/** The QR code of the theme, which is no file of the submission: the hand puts it in like any other picture. */
const codeFile = ({ code }: Rendition): z.infer<typeof File>[] =>
  code ? [{ id: codeId, kind: 'picture', fileName: '二维码.gif', url: codePicture(code) }] : []

interface Needs {
  editions: Editions
  submissions: Submissions
  approvals: Approvals
  bucket: Pick<Bucket, 'presignRead'>
}

/** What the editor's hand puts into WeChat's console: the approved renditions, as text and HTML, and their files. */
export const showHand =
  (needs: Needs) =>
  async ({ date }: { date: string }): Promise<ShownHand> => {
    const { editions, submissions, bucket } = needs
    const edition = await editions.withId(date)
    await requireByHand(editions, edition)
    const renditions = await renditionsOf(submissions, edition, await approvedContent(needs)(edition))
    return { articles: await Promise.all(renditions.map(shown)) }

    async function shown(rendition: Rendition, at: number) {
      const files = await Promise.all(
        rendition.media.map(async ({ id, kind, fileName, key, versionId }) => ({
          ...{ id, kind, fileName },
          url: await bucket.presignRead({
            ...{ key, versionId, fileName, seconds: linkSeconds, contentType: typeOf(fileName) },
          }),
        })),
      )
      const pictures = files.filter(({ kind }) => kind === 'picture')
      const cover = { mediaId: '' }
      const { article } = articleOf({ rendition, pictures, cover, index: at + 1 })
      const { title, author = '', digest, sourceUrl, content } = article
      return {
        ...{ index: at + 1, submissionId: edition.items[at]?.submissionId ?? '', title, author },
        ...(digest && { digest }),
        ...(sourceUrl && { sourceUrl }),
        html: content,
        text: linesOf(content).map(wordsOf).join('\n'),
        files: [...files, ...codeFile(rendition)],
        cover: rendition.cover,
      }
    }
  }
