import AwsS3 from '@uppy/aws-s3'
import Uppy, { type UppyFile } from '@uppy/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Media } from '../../../lib/submission/media'
import { ApiRefusal, call } from '../api/client'

interface Meta extends Record<string, unknown> {
  mediaId?: string
}
type Answer = Record<string, string>
type File_ = UppyFile<Meta, Answer>

interface Begun {
  media: Media
  form?: { url: string; fields: Record<string, string> }
}

export interface UploadRow {
  id: string
  mediaId?: string
  name: string
  bytes: number
  sent: number
  state: 'sending' | 'paused' | 'done' | 'failed'
  error?: unknown
}

interface Part {
  partNumber: number
  etag: string
  bytes: number
}

/** The size of a part as the service signs it. */
const partBytes = 8 * 1_048_576

/**
 * Names a file of this submission: chosen again after the page was closed it is the same upload, and what has arrived
 * of it is not sent again. Name, size and time of last change tell files apart as a person would.
 */
function requestKeyOf(file: File): string {
  const text = `${file.name}\n${file.size}\n${file.lastModified}`
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  return `file-${(high >>> 0).toString(36)}-${(low >>> 0).toString(36)}-${file.size.toString(36)}`
}

const begin = (at: string, file: File) =>
  call<Begun>(
    'POST',
    at,
    { fileName: file.name, ...(file.type && { contentType: file.type }), bytes: file.size },
    { key: requestKeyOf(file) },
  )

/** Uploads of one submission: pictures by signed form, videos in signed parts that pause, break and go on. */
export function useUploads(given: { submissionId: string; arrived: (mediaId: string) => void }) {
  const { submissionId } = given
  const queries = useQueryClient()
  const [rows, setRows] = useState<UploadRow[]>([])
  const [refused, setRefused] = useState<{ name: string; error: unknown }[]>([])

  const uppy = useMemo(() => {
    const at = `/submissions/${submissionId}/media`
    const idOf = (file: { meta: Meta }) => String(file.meta.mediaId)

    const made = new Uppy<Meta, Answer>({ id: submissionId, autoProceed: true }).use(AwsS3<Meta, Answer>, {
      limit: 3,
      shouldUseMultipart: (file) => file.meta['kind'] === 'video',
      getChunkSize: () => partBytes,
      async getUploadParameters(file) {
        // A form lives for minutes: a retry asks for a fresh one under the same key, which is the same picture.
        const { form } = await begin(at, file.data as File)
        if (!form) throw new Error('a form was expected')
        return { method: 'POST', url: form.url, fields: form.fields, headers: {} }
      },
      createMultipartUpload: () => Promise.reject(new Error('every video is begun before it is added')),
      async listParts(file) {
        const { parts } = await call<{ parts: Part[] }>('GET', `${at}/${idOf(file)}/parts`)
        return parts.map(({ partNumber, etag, bytes }) => ({
          PartNumber: partNumber,
          ETag: etag,
          Size: bytes,
        }))
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
      async abortMultipartUpload(file) {
        await call('DELETE', `${at}/${idOf(file)}`)
      },
    })
    return made
  }, [submissionId])

  useEffect(() => {
    const look = () =>
      setRows(
        uppy.getFiles().map((file) => ({
          id: file.id,
          mediaId: file.meta.mediaId,
          name: file.name,
          bytes: file.size ?? 0,
          sent: typeof file.progress.bytesUploaded === 'number' ? file.progress.bytesUploaded : 0,
          state: file.error
            ? 'failed'
            : file.progress.uploadComplete
              ? 'done'
              : file.isPaused
                ? 'paused'
                : 'sending',
          error: file.error,
        })),
      )
    const look_ = () => void look()
    const done = (file: File_ | undefined) => {
      look()
      if (file) uppy.removeFile(file.id)
      void queries.invalidateQueries({ queryKey: ['submission', submissionId] })
    }
    const failed = (file: File_ | undefined, error: { message: string }) => {
      if (file && error instanceof ApiRefusal) {
        setRefused((before) => [...before, { name: file.name, error }])
        uppy.removeFile(file.id)
      }
      look()
    }
    uppy.on('upload-progress', look_)
    uppy.on('file-added', look_)
    uppy.on('file-removed', look_)
    uppy.on('upload-pause', look_)
    uppy.on('upload-retry', look_)
    uppy.on('upload-success', done)
    uppy.on('upload-error', failed)
    return () => {
      uppy.off('upload-progress', look_)
      uppy.off('file-added', look_)
      uppy.off('file-removed', look_)
      uppy.off('upload-pause', look_)
      uppy.off('upload-retry', look_)
      uppy.off('upload-success', done)
      uppy.off('upload-error', failed)
    }
  }, [uppy, queries, submissionId])

  // A lost connection is not an error to a person: it goes on when the line is back.
  useEffect(() => {
    const back = () => void uppy.retryAll().catch(() => undefined)
    window.addEventListener('online', back)
    return () => window.removeEventListener('online', back)
  }, [uppy])

  /** Begins each file at the service first: what it refuses is said beside its name, nothing is sent. */
  async function add(files: File[]) {
    setRefused([])
    for (const file of files)
      try {
        const { media } = await begin(`/submissions/${submissionId}/media`, file)
        const kind = media.kind
        const id = uppy.addFile({
          name: file.name,
          type: file.type,
          data: file,
          meta: { kind, mediaId: media.id },
        })
        // Known to be begun, so Uppy asks which parts have arrived and sends the others; it never gives up what has.
        if (kind === 'video')
          uppy.setFileState(id, { s3Multipart: { key: media.key, uploadId: media.id } } as Partial<File_>)
        given.arrived(media.id)
      } catch (error) {
        setRefused((before) => [...before, { name: file.name, error }])
      }
  }

  return {
    rows,
    refused,
    add,
    pause: (id: string) => void uppy.pauseResume(id),
    retry: (id: string) => void uppy.retryUpload(id).catch(() => undefined),
    cancel: (id: string) => uppy.removeFile(id),
  }
}
