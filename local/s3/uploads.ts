import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Algorithm, Checksums } from './checksums'
import { readKept, syncDir, writeKept } from '../disk/kept-json'
import { S3Error } from './errors'
import { Description, Retention, Segment } from './version'

export const Part = z.object({
  number: z.number(),
  segment: Segment,
  /** hex, also the ETag */
  md5: z.string(),
  checksums: Checksums,
  /** milliseconds since 1970 */
  modified: z.number(),
})
export type Part = z.infer<typeof Part>

/** A multipart upload that is neither complete nor aborted. */
export const Upload = z.object({
  id: z.string(),
  key: z.string(),
  /** milliseconds since 1970 */
  initiated: z.number(),
  description: Description,
  /** what every part must carry */
  algorithm: Algorithm.optional(),
  retention: Retention.optional(),
  /** in ascending order */
  parts: z.array(Part),
})
export type Upload = z.infer<typeof Upload>

export interface Uploads {
  /** @throws S3Error NoSuchUpload, also for an id of another key */
  get(id: string, key: string): Upload
  all(): Upload[]
  begin(upload: Omit<Upload, 'id' | 'parts'>): Upload
  /** Takes the place of an earlier part of that number, which is returned. */
  putPart(id: string, key: string, part: Part): Part | undefined
  remove(id: string): void
}

const noSuchUpload = () =>
  new S3Error(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  )

export function openUploads(dir: string): Uploads {
  mkdirSync(dir, { recursive: true })
  const uploads = new Map(
    readdirSync(dir)
      .filter((file) => file.endsWith('.json'))
      .map((file) => Upload.parse(readKept(join(dir, file))))
      .map((upload) => [upload.id, upload]),
  )
  const save = (upload: Upload): void => {
    writeKept(join(dir, `${upload.id}.json`), upload)
    uploads.set(upload.id, upload)
  }
  const get: Uploads['get'] = (id, key) => {
    const upload = uploads.get(id)
    if (upload?.key !== key) throw noSuchUpload()
    return upload
  }
  return {
    get,
    all: () => [...uploads.values()],
    begin(upload) {
      const begun = { ...upload, id: randomBytes(24).toString('hex'), parts: [] }
      save(begun)
      return begun
    },
    putPart(id, key, part) {
      const upload = get(id, key)
      const others = upload.parts.filter((each) => each.number !== part.number)
      save({ ...upload, parts: [...others, part].sort((a, b) => a.number - b.number) })
      return upload.parts.find((each) => each.number === part.number)
    },
    remove(id) {
      if (!uploads.delete(id)) return
      rmSync(join(dir, `${id}.json`), { force: true })
      syncDir(dir)
    },
  }
}
