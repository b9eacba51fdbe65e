import AwsS3 from '@uppy/aws-s3'
import Uppy, { type UppyFile } from '@uppy/core'
import type { Media } from '../../../lib/submission/media'
import { call, hasDecided } from '../api/client'
import { atSignOut } from '../shell/sign-out'

interface Meta extends Record<string, unknown> {
  mediaId?: string
}
type Answer = Record<string, string>
export type UploadFile = UppyFile<Meta, Answer>

interface Begun {
  media: Media
  form?: { url: string; fields: Record<string, string> }
}

interface Part {
  partNumber: number
  etag: string
  bytes: number
}

/** The uploads of one submission: they outlive the page they were begun on. */
export interface Uploads {
  uppy: Uppy<Meta, Answer>
  refused: { name: string; error: unknown }[]
  /** files whose bytes are all there: they are being checked, whatever the list of a moment ago says */
  arrived: Set<string>
  /** somebody looks at them */
  open: boolean
}

/** The size of a part as the service signs it. */
const partBytes = 8 * 1_048_576

/** One for each submission that is looked at or has something under way; never two that send the same file. */
const underWay = new Map<string, Uploads>()

/** A picture is read whole to name it; of a video beginning and end, with its time of last change, tell it apart. */
const readWhole = 8 * 1_048_576
const readOfLong = 1_048_576

/**
 * Names a file of this submission by what it holds: chosen again after the page was closed it is the same upload, and
 * what has arrived of it is not sent again; mended under its old name it is another.
 */
async function requestKeyOf(file: File): Promise<string> {
  const long = file.size > readWhole
  const read = long
    ? new Blob([file.slice(0, readOfLong), file.slice(-readOfLong), `${file.size} ${file.lastModified}`])
    : file
  const digest = await crypto.subtle.digest('SHA-256', await new Blob([file.name, '\n', read]).arrayBuffer())
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'))
  return `file-${hex.join('').slice(0, 40)}`
}

/** Begins a file at the service, or finds the upload that was begun with it. */
export const beginUpload = async (submissionId: string, file: File) =>
  call<Begun>(
    'POST',
    `/submissions/${submissionId}/media`,
    { fileName: file.name, ...(file.type && { contentType: file.type }), bytes: file.size },
    { key: await requestKeyOf(file) },
  )

function sender(submissionId: string): Uppy<Meta, Answer> {
  const at = `/submissions/${submissionId}/media`
  const idOf = (file: { meta: Meta }) => String(file.meta.mediaId)
  return new Uppy<Meta, Answer>({ id: submissionId, autoProceed: true }).use(AwsS3<Meta, Answer>, {
    limit: 3,
    shouldUseMultipart: (file) => file.meta['kind'] === 'video',
    getChunkSize: () => partBytes,
    async getUploadParameters(file) {
      // A form lives for minutes: a retry asks for a fresh one under the same key, which is the same picture.
      const { form } = await beginUpload(submissionId, file.data as File)
      if (!form) throw new Error('a form was expected')
      return { method: 'POST', url: form.url, fields: form.fields, headers: {} }
    },
    createMultipartUpload: () => Promise.reject(new Error('every video is begun before it is added')),
    async listParts(file) {
      const { parts } = await call<{ parts: Part[] }>('GET', `${at}/${idOf(file)}/parts`)
      return parts.map(({ partNumber, etag, bytes }) => ({ PartNumber: partNumber, ETag: etag, Size: bytes }))
    },
    async signPart(file, { partNumber }) {
      const { parts } = await call<{ parts: { url: string }[] }>('POST', `${at}/${idOf(file)}/parts`, {
        partNumbers: [partNumber],
      })
      return { url: parts[0]?.url ?? '' }
    },
    async completeMultipartUpload(file) {
      await call('POST', `${at}/${idOf(file)}/complete`, {})
      return {}
    },
    // Only a person removes a file, by the button that says so; an upload that is let go of stays where it is.
    abortMultipartUpload: () => Promise.resolve(),
  })
}

/** The uploads of a submission, those that are under way or a new sender for them. */
export function uploadsOf(submissionId: string): Uploads {
  const known = underWay.get(submissionId)
  if (known) return known
  const made: Uploads = { uppy: sender(submissionId), refused: [], arrived: new Set(), open: false }
  // Here and not on the page: what ends while nobody looks has ended too.
  made.uppy.on('upload-success', (file) => {
    if (!file) return
    const mediaId = String(file.meta.mediaId)
    made.arrived.add(mediaId)
    made.uppy.removeFile(file.id)
    // Of a picture the service knows by this that it need not be chosen again; its verdict does not wait for it.
    if (file.meta['kind'] === 'picture')
      void call('POST', `/submissions/${submissionId}/media/${mediaId}/complete`, {}).catch(console.warn)
  })
  made.uppy.on('file-removed', () => letGo(submissionId, made))
  made.uppy.on('upload-error', (file, error) => {
    // Taking a file away gives it up at the service: only when that has said no, never for a line that broke.
    if (!file || !hasDecided(error)) return
    made.refused = [...made.refused, { name: file.name, error }]
    made.uppy.removeFile(file.id)
  })
  underWay.set(submissionId, made)
  return made
}

/** The page of these uploads was opened: they are found again under its submission. */
export function openUploads(submissionId: string, uploads: Uploads): void {
  uploads.open = true
  underWay.set(submissionId, uploads)
}

/** The page was left: what is under way goes on, and is let go of when it has ended. */
export function leaveUploads(submissionId: string, uploads: Uploads): void {
  uploads.open = false
  letGo(submissionId, uploads)
}

function letGo(submissionId: string, { uppy, open }: Uploads): void {
  if (!open && uppy.getFiles().length === 0) underWay.delete(submissionId)
}

// A lost connection is not an error to a person: it goes on when the line is back, whatever page is open.
window.addEventListener('online', () => {
  for (const { uppy } of underWay.values()) void uppy.retryAll().catch(() => undefined)
})

// Whoever signs in next sends nothing for the one before; the service keeps what has arrived.
atSignOut.add(() => {
  for (const { uppy } of underWay.values()) uppy.pauseAll()
  underWay.clear()
})
