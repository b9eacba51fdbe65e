import * as z from 'zod'
import type { Person } from '../people/person'
import type { Bucket } from '../platform/bucket'
import { Paging } from '../platform/paging'
import type { Media } from '../submission/media'
import type { Submissions } from '../submission/store'

const seconds = 15 * 60

/** What of the library is looked for: part of a file's name; one kind, or both. */
export const LibraryQuestion = Paging.extend({
  words: z.string().trim().max(100).optional(),
  kind: z.enum(['picture', 'video']).optional(),
})
export type LibraryQuestion = z.infer<typeof LibraryQuestion>

export const Library = z.object({
  files: z.array(
    z.object({
      id: z.string(),
      submissionId: z.string(),
      kind: z.enum(['picture', 'video']),
      fileName: z.string(),
      bytes: z.number(),
      createdAt: z.string(),
      /** its preview, for a quarter of an hour */
      url: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
})
export type Library = z.infer<typeof Library>

/** Accepted pictures and videos of the person's unit, newest first; the same bytes once a page. */
export const listLibrary =
  ({ submissions, bucket }: { submissions: Submissions; bucket: Pick<Bucket, 'presignRead'> }) =>
  async ({ by, ...question }: LibraryQuestion & { by: Pick<Person, 'unitId'> }): Promise<Library> => {
    const { words = '', kind, ...paging } = question
    const sought = words.toLowerCase()
    const { items, next } = await submissions.library(by.unitId, {
      ...paging,
      fits: (media) =>
        (kind === undefined || media.kind === kind) && media.fileName.toLowerCase().includes(sought),
    })
    const first = items.filter(
      (one, at) => items.findIndex(({ checksum }) => checksum === one.checksum) === at,
    )
    return { files: await Promise.all(first.map(shown)), ...(next !== undefined && { next }) }

    async function shown({ id, submissionId, kind, fileName, bytes, createdAt, preview }: Media) {
      const url = preview && (await bucket.presignRead({ ...preview, seconds, contentType: 'image/jpeg' }))
      return { id, submissionId, kind, fileName, bytes, createdAt, ...(url !== undefined && { url }) }
    }
  }
