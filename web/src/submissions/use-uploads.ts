import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { Media } from '../../../lib/submission/media'
import {
  beginUpload,
  leaveUploads,
  openUploads,
  uploadsOf,
  type UploadFile,
  type Uploads,
} from './uploads-under-way'

export interface UploadRow {
  id: string
  mediaId?: string
  name: string
  bytes: number
  sent: number
  state: 'sending' | 'paused' | 'done' | 'failed'
  error?: unknown
}

function stateOf(file: UploadFile): UploadRow['state'] {
  if (file.error) return 'failed'
  if (file.progress.uploadComplete) return 'done'
  return file.isPaused ? 'paused' : 'sending'
}

const rowsOf = ({ uppy }: Uploads): UploadRow[] =>
  uppy.getFiles().map((file) => ({
    id: file.id,
    mediaId: file.meta.mediaId,
    name: file.name,
    bytes: file.size ?? 0,
    sent: typeof file.progress.bytesUploaded === 'number' ? file.progress.bytesUploaded : 0,
    state: stateOf(file),
    error: file.error,
  }))

/** The file's id, or why the service would not have it. */
export type Begun = { mediaId: string } | { error: unknown }

/** What is looked at again after each: the list of rows. */
const news = ['upload-progress', 'file-added', 'file-removed', 'upload-pause', 'upload-retry'] as const

/** Uploads of one submission: pictures by signed form, videos in signed parts that pause, break and go on. */
export function useUploads(given: { submissionId: string; begun: (media: Media) => void }) {
  const { submissionId } = given
  const queries = useQueryClient()
  const uploads = useMemo(() => uploadsOf(submissionId), [submissionId])
  const { uppy } = uploads
  const [rows, setRows] = useState(() => rowsOf(uploads))
  const [refused, setRefused] = useState(uploads.refused)

  useEffect(() => {
    openUploads(submissionId, uploads)
    const look = () => {
      setRows(rowsOf(uploads))
      setRefused(uploads.refused)
    }
    const done = () => {
      look()
      void queries.invalidateQueries({ queryKey: ['submission', submissionId] })
    }
    look()
    for (const one of news) uppy.on(one, look)
    uppy.on('upload-error', look)
    uppy.on('upload-success', done)
    return () => {
      for (const one of news) uppy.off(one, look)
      uppy.off('upload-error', look)
      uppy.off('upload-success', done)
      leaveUploads(submissionId, uploads)
    }
  }, [uppy, uploads, queries, submissionId])

  const refuse = (name: string, error: unknown) => {
    uploads.refused = [...uploads.refused, { name, error }]
    setRefused(uploads.refused)
  }

  /** Begins each file at the service first: what it refuses is said beside its name, nothing is sent. How each went. */
  async function add(files: File[]): Promise<Begun[]> {
    const begun: Begun[] = []
    uploads.refused = []
    setRefused([])
    for (const file of files)
      try {
        const { media } = await beginUpload(submissionId, file)
        begun.push({ mediaId: media.id })
        given.begun(media)
        // It is here already, with its verdict or on the way to one: nothing is sent again.
        if (media.state !== 'uploading') continue
        uploads.arrived.delete(media.id)
        const sending = uppy.getFiles().find(({ meta }) => meta.mediaId === media.id)
        // Chosen once more while it is being sent: it goes on where it is, and is not sent a second time.
        if (sending) {
          if (sending.error) void uppy.retryUpload(sending.id).catch(() => undefined)
          continue
        }
        const id = uppy.addFile({
          name: file.name,
          type: file.type,
          data: file,
          meta: { kind: media.kind, mediaId: media.id },
        })
        // Known to be begun, so Uppy asks which parts have arrived and sends the others; it never gives up what has.
        if (media.kind === 'video')
          uppy.setFileState(id, {
            s3Multipart: { key: media.key, uploadId: media.id },
          } as Partial<UploadFile>)
      } catch (error) {
        begun.push({ error })
        refuse(file.name, error)
      }
    return begun
  }

  return {
    rows,
    refused,
    add,
    /** its bytes are all there */
    hasArrived: (mediaId: string) => uploads.arrived.has(mediaId),
    pause: (id: string) => void uppy.pauseResume(id),
    retry: (id: string) => void uppy.retryUpload(id).catch(() => undefined),
    cancel: (id: string) => uppy.removeFile(id),
  }
}
