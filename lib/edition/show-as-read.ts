import * as z from 'zod'
import { inBothLights } from '../article/dark'
import type { People } from '../people/store'
import type { Bucket } from '../platform/bucket'
import { isRefusal } from '../platform/refusal'
import { Bilingual } from '../policy/finding'
import { htmlWith } from '../submission/rendition'
import { shownRendition } from '../submission/shown-rendition'
import type { Submissions } from '../submission/store'
import { authorOf } from './article'
import type { Editions } from './store'

const ReadArticle = z.object({
  submissionId: z.string(),
  title: z.string(),
  digest: z.string().optional(),
  /** under the title; none where WeChat takes none */
  author: z.string().optional(),
  /** behind 阅读原文 */
  sourceUrl: z.string().optional(),
  /** its content with the colours of both lights, pictures at links of a quarter of an hour */
  html: z.string(),
  /** crops as `X1_Y1_X2_Y2` in shares of the picture; without a picture readers get a plain cover */
  cover: z.object({
    url: z.string().optional(),
    crop235: z.string().optional(),
    crop1: z.string().optional(),
  }),
})

/** A day as readers get it: its articles in their order, and in the place of one that cannot be shown, why. */
export const ReadEdition = z.object({
  articles: z.array(
    z.union([ReadArticle, z.object({ submissionId: z.string(), title: z.string(), trouble: Bilingual })]),
  ),
})
export type ReadEdition = z.infer<typeof ReadEdition>
export type ReadArticle = z.infer<typeof ReadArticle>

const seconds = 15 * 60

interface Needs {
  editions: Pick<Editions, 'find'>
  submissions: Submissions
  people: Pick<People, 'units'>
  bucket: Pick<Bucket, 'presignRead'>
}

/** The edition before it goes: the renditions that were approved, as the test send and the mass send will show them (10.3). */
export const showAsRead =
  ({ editions, submissions, people, bucket }: Needs) =>
  async ({ date }: { date: string }): Promise<ReadEdition> => {
    const items = (await editions.find(date))?.items ?? []
    return { articles: await Promise.all(items.map(shown)) }

    async function shown({ submissionId, title }: { submissionId: string; title: string }) {
      try {
        return await article(submissionId)
      } catch (error) {
        if (!isRefusal(error)) throw error
        // One that cannot be shown does not hide the others.
        return { submissionId, title, trouble: error.said }
      }
    }

    async function article(submissionId: string): Promise<ReadArticle> {
      const submission = await submissions.withId(submissionId)
      const rendition = await shownRendition({ submissions, people })(submission)
      const links = new Map(
        await Promise.all(
          rendition.media.flatMap(({ id, preview }) =>
            preview
              ? [
                  bucket
                    .presignRead({ ...preview, seconds, contentType: 'image/jpeg' })
                    .then((url) => [id, url] as const),
                ]
              : [],
          ),
        ),
      )
      const { title, digest, originalUrl, unitName, cover } = rendition
      const { mediaId, ...crops } = cover
      const url = mediaId === undefined ? undefined : links.get(mediaId)
      return {
        ...{ submissionId, title, ...authorOf(unitName) },
        ...(digest && { digest }),
        ...(originalUrl && { sourceUrl: originalUrl }),
        html: inBothLights(htmlWith(rendition, (id) => links.get(id))),
        cover: { ...crops, ...(url !== undefined && { url }) },
      }
    }
  }
