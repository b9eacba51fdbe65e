import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ShownSubmission } from '../../../lib/api/submission'
import type { Content } from '../../../lib/submission/content'
import type { Submission } from '../../../lib/submission/submission'
import { call, hasDecided } from '../api/client'
import { draftSaver } from './draft-saver'

const pauseMs = 800
const tryAgainMs = 5_000

export interface Draft {
  content: Content
  change(part: Partial<Content>): void
  /** puts a file at the end, once */
  /** `insteadOf`: a refused file whose place the new one takes */
  use(mediaId: string, insteadOf?: string): void
  /** Resolves when what was typed is with the service; rejects with its refusal. */
  flush(): Promise<void>
  /** how often it was edited, as this page has seen it */
  edits(): number
  saving: 'saved' | 'waiting' | 'failed'
  error: unknown
}

/**
 * The draft as typed, saved when the hand rests. Saves go one after the other, each with the count of edits the last one
 * answered, so an older page never overwrites a newer text; after a failure the text stays here and is tried again: after
 * some seconds, when the line is back, and with the next letter.
 */
export function useDraft({ submission }: ShownSubmission): Draft {
  const queries = useQueryClient()
  const [content, setContent] = useState<Content>(submission.content)
  const [saving, setSaving] = useState<Draft['saving']>('saved')
  const [error, setError] = useState<unknown>()
  const latest = useRef(content)
  const running = useRef<Promise<void>>(Promise.resolve())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const left = useRef(false)
  const [saver] = useState(() =>
    draftSaver({
      saved: { content: submission.content, edits: submission.edits },
      hasDecided,
      async put(edits, wanted) {
        const path = `/submissions/${submission.id}`
        const answer = await call<{ submission: Submission }>('PUT', path, { edits, content: wanted })
        return answer.submission.edits
      },
    }),
  )

  const save = useCallback(async () => {
    const wanted = latest.current
    if (saver.isSaved(wanted)) return
    await saver.save(wanted)
    setError(undefined)
    setSaving(latest.current === wanted ? 'saved' : 'waiting')
    await queries.invalidateQueries({ queryKey: ['submission', submission.id] })
    await queries.invalidateQueries({ queryKey: ['preview', submission.id] })
  }, [queries, saver, submission.id])

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current)
    running.current = running.current
      .catch(() => undefined)
      .then(save)
      .catch((failure: unknown) => {
        setError(failure)
        setSaving('failed')
        if (!hasDecided(failure) && !left.current) {
          clearTimeout(timer.current)
          timer.current = setTimeout(() => void flush().catch(() => undefined), tryAgainMs)
        }
        throw failure
      })
    return running.current
  }, [save])

  const change = useCallback(
    (part: Partial<Content>) => {
      latest.current = { ...latest.current, ...part }
      setContent(latest.current)
      setSaving('waiting')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush().catch(() => undefined), pauseMs)
    },
    [flush],
  )

  const use = useCallback(
    (mediaId: string, insteadOf?: string) => {
      const { mediaIds } = latest.current
      if (mediaIds.includes(mediaId)) return
      const replaces = insteadOf !== undefined && mediaIds.includes(insteadOf)
      change({
        mediaIds: replaces
          ? mediaIds.map((one) => (one === insteadOf ? mediaId : one))
          : [...mediaIds, mediaId],
      })
    },
    [change],
  )

  useEffect(() => {
    left.current = false
    const unsaved = () => !saver.isSaved(latest.current)
    const flushUnsaved = () => {
      if (unsaved()) void flush().catch(() => undefined)
    }
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', flushUnsaved)
    return () => {
      left.current = true
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', flushUnsaved)
      // Going to another page of the portal saves what the pause had not yet saved.
      clearTimeout(timer.current)
      flushUnsaved()
    }
  }, [flush, saver])

  return { content, change, use, flush, edits: saver.edits, saving, error }
}
