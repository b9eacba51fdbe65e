import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ShownSubmission } from '../../../lib/api/submission'
import type { Content, Submission } from '../../../lib/submission/submission'
import { call } from '../api/client'

const pauseMs = 800

export interface Draft {
  content: Content
  change(part: Partial<Content>): void
  /** puts a file at the end, once */
  use(mediaId: string): void
  /** Resolves when what was typed is with the service; rejects with its refusal. */
  flush(): Promise<void>
  saving: 'saved' | 'waiting' | 'failed'
  error: unknown
}

/**
 * The draft as typed, saved when the hand rests. Saves go one after the other, each with the count of edits the last one
 * answered, so an older page never overwrites a newer text; after a failure the text stays here and is tried again.
 */
export function useDraft({ submission }: ShownSubmission): Draft {
  const queries = useQueryClient()
  const [content, setContent] = useState<Content>(submission.content)
  const [saving, setSaving] = useState<Draft['saving']>('saved')
  const [error, setError] = useState<unknown>()
  const latest = useRef(content)
  const saved = useRef({ content: submission.content, edits: submission.edits })
  const running = useRef<Promise<void>>(Promise.resolve())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const save = useCallback(async () => {
    const wanted = latest.current
    if (wanted === saved.current.content) return
    try {
      const answer = await call<{ submission: Submission }>('PUT', `/submissions/${submission.id}`, {
        edits: saved.current.edits,
        content: wanted,
      })
      saved.current = { content: wanted, edits: answer.submission.edits }
      setError(undefined)
      setSaving(latest.current === wanted ? 'saved' : 'waiting')
      await queries.invalidateQueries({ queryKey: ['submission', submission.id] })
      await queries.invalidateQueries({ queryKey: ['preview', submission.id] })
    } catch (failure) {
      setError(failure)
      setSaving('failed')
      throw failure
    }
  }, [queries, submission.id])

  const flush = useCallback(() => {
    clearTimeout(timer.current)
    running.current = running.current.catch(() => undefined).then(save)
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
    (mediaId: string) => {
      const { mediaIds } = latest.current
      if (!mediaIds.includes(mediaId)) change({ mediaIds: [...mediaIds, mediaId] })
    },
    [change],
  )

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (latest.current !== saved.current.content) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      // Going to another page of the portal saves what the pause had not yet saved.
      if (latest.current !== saved.current.content) void flush().catch(() => undefined)
    }
  }, [flush])

  return { content, change, use, flush, saving, error }
}
