import * as z from 'zod'
import type { Person } from '../people/person'
import { takeOver } from '../media/take-over'
import type { Bucket } from '../platform/bucket'
import type { Clock } from '../platform/clock'
import type { DailyCounts } from '../platform/daily-count'
import { derivedUuid } from '../platform/ids'
import { Refusal } from '../platform/refusal'
import { beijingDate } from '../policy/working-days'
import { requireReader } from '../submission/access'
import { Content } from '../submission/content'
import { createSubmission } from '../submission/create-submission'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'
import { mediaHome, Submission } from '../submission/submission'
import { showStart } from './show-start'
import type { Starts } from './store'

export const BeginFrom = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('article'), submissionId: z.uuid() }),
  z.strictObject({ kind: z.literal('template'), owner: z.string().min(1).max(60), id: z.uuid() }),
])
export type BeginFrom = z.infer<typeof BeginFrom>

export const Begun = z.object({
  submission: Submission,
  /** files whose originals are kept no longer: each has to be uploaded again in its place */
  gone: z.array(z.string()),
})
export type Begun = z.infer<typeof Begun>

interface Needs {
  starts: Starts
  submissions: Submissions
  bucket: Pick<Bucket, 'head' | 'copy'>
  counts: DailyCounts
  clock: Clock
}

interface Given {
  content: Content
  /** where its files are */
  home: string
}

/** A new draft from an article that the person may read, or from a template: its words, its look, and its files anew. */
export const beginFrom =
  (needs: Needs) =>
  async (wish: { from: BeginFrom; by: Person; requestKey: string; office: boolean }): Promise<Begun> => {
    const { submissions, bucket } = needs
    const { by, requestKey, office } = wish
    const { content, home } = await given(wish.from)
    const id = derivedUuid('submission', by.id, requestKey)
    const files = await submissions.media(home)
    const taken = (await Promise.all(content.mediaIds.map(stillThere))).flatMap((file) =>
      file ? [{ file, id: derivedUuid('media', id, file.id) }] : [],
    )
    const gone = content.mediaIds
      .filter((one) => !taken.some(({ file }) => file.id === one))
      .map((one) => ({ id: one, fileName: files.find((file) => file.id === one)?.fileName ?? '图片' }))
    const submission = await createSubmission(needs)({
      ...{ by, requestKey, office },
      content: withFiles(content, taken, gone),
    })
    await Promise.all(
      taken.map(({ file, id: mediaId }) => takeOver(needs)(file, { into: submission, id: mediaId })),
    )
    return { submission, gone: gone.map(({ fileName }) => fileName) }

    async function given(from: BeginFrom): Promise<Given> {
      if (from.kind === 'article') {
        const source = await submissions.withId(from.submissionId)
        requireReader(source, by, beijingDate(needs.clock.now()))
        // When it happened is the old article's own.
        const { eventDate: _, ...content } = source.content
        return { content, home: mediaHome(source) }
      }
      const start = await showStart(needs)({ owner: from.owner, id: from.id, by })
      if (start.kind === 'template') return { content: Content.parse(start.frame), home: start.filesOf }
      throw new Refusal('InvalidRequest', {
        zh: '常用块是放进正文里的，不能单独开始一篇',
        en: 'a block goes into a text; no article begins with it alone',
      })
    }

    async function stillThere(mediaId: string): Promise<Media | undefined> {
      const file = files.find(({ id: one }) => one === mediaId)
      if (file?.state !== 'accepted' || file.versionId === undefined) return undefined
      return (await bucket.head({ key: file.key, versionId: file.versionId })) && file
    }
  }

/** The content with its files by their new ids; in the place of one that is gone an upload is waited for. */
function withFiles(
  content: Content,
  taken: { file: Media; id: string }[],
  gone: Pick<Media, 'id' | 'fileName'>[],
): Content {
  const kept = new Set(taken.map(({ file }) => file.id))
  const waiting = gone.reduce(
    (body, { id, fileName }) =>
      body.replaceAll(`data-media="${id}"`, `data-wanted="${fileName.replaceAll(/["&<>]/g, '')}"`),
    content.body,
  )
  const { cover, ...rest } = content
  const whole = {
    ...rest,
    ...(cover && kept.has(cover.mediaId) && { cover }),
    body: waiting,
    mediaIds: content.mediaIds.filter((id) => kept.has(id)),
  }
  const renamed = taken.reduce((text, { file, id }) => text.replaceAll(file.id, id), JSON.stringify(whole))
  return Content.parse(JSON.parse(renamed))
}
