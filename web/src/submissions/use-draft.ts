import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import type { ShownSubmission } from '../../../lib/api/submission'
import type { Content } from '../../../lib/submission/content'
import type { FieldName } from '../../../lib/submission/fields'
import type { Submission } from '../../../lib/submission/submission'
import { ApiRefusal, call, hasDecided } from '../api/client'
import { keep, type LeftBehind } from '../together/kept'
import { choose, mergeContents, type Choice, type Clash } from '../together/merge-content'
import type { Surface } from '../together/surface'
import { draftSaver } from './draft-saver'

const pauseMs = 800
const tryAgainMs = 5_000
/** Each time somebody else was faster once more. */
const mergeTries = 5

/** What came in from others by itself. */
interface Brought {
  by: string[]
  fields: FieldName[]
  blocks: number
}

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
  /** places that two changed differently, until somebody chooses */
  clashes: Clash[]
  choose(clash: Clash, choice: Choice): void
  brought?: Brought
  /** what was brought in has been seen */
  seen(): void
  /** where the body is written */
  surface: RefObject<Surface | undefined>
}

const isStale = (error: unknown) =>
  error instanceof ApiRefusal && error.code === 'ContentChanged' && error.facts['edits'] !== undefined

/** Who else edited it after that many events of its ledger. */
const othersSince = ({ ledger, names }: ShownSubmission, seq: number, me: string): string[] => {
  const edits = ledger.filter(({ type, by, seq: at }) => type === 'SubmissionEdited' && by !== me && at > seq)
  return [...new Set(edits.map(({ by }) => names[by] ?? by))]
}

/**
 * The draft as typed, saved when the hand rests. Saves go one after the other, each with the count of edits the last one
 * answered. Where another hand saved meanwhile, what both wrote is merged by paragraph and saved again; where both changed
 * the same, both stand side by side until somebody chooses. What the service does not have yet is also kept in this
 * browser; after a failure it is tried again: after some seconds, when the line is back, and with the next letter.
 */
export function useDraft(shown: ShownSubmission, me: string, left: LeftBehind[]): Draft {
  const { submission } = shown
  const { id } = submission
  const queries = useQueryClient()
  const [begun] = useState(() => {
    let { content } = submission
    const clashes: Clash[] = []
    for (const { kept } of left) {
      const merged = mergeContents({ base: kept.base, mine: kept.mine, theirs: content })
      content = merged.content
      clashes.push(...kept.clashes, ...merged.clashes)
    }
    return { content, clashes }
  })
  const [content, setContent] = useState<Content>(begun.content)
  const [clashes, setClashes] = useState<Clash[]>(begun.clashes)
  const [brought, setBrought] = useState<Brought>()
  const [saving, setSaving] = useState<Draft['saving']>('saved')
  const [error, setError] = useState<unknown>()
  const latest = useRef(begun.content)
  const open = useRef(begun.clashes)
  const heard = useRef(submission.chain.seq)
  const running = useRef<Promise<void>>(Promise.resolve())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const gone = useRef(false)
  const surface = useRef<Surface>(undefined)
  const [saver] = useState(() =>
    draftSaver({
      saved: { content: submission.content, edits: submission.edits },
      hasDecided,
      async put(edits, wanted) {
        const path = `/submissions/${id}`
        const answer = await call<{ submission: Submission }>('PUT', path, { edits, content: wanted })
        return answer.submission.edits
      },
    }),
  )

  const remember = useCallback((): boolean => {
    const unsaved = !saver.isSaved(latest.current) || open.current.length > 0
    const now = { by: me, at: new Date().toISOString(), base: saver.base(), mine: latest.current }
    return keep(id, unsaved ? { ...now, clashes: open.current } : undefined)
  }, [id, me, saver])

  /** Brings in what others have saved since. */
  const merge = useCallback(
    async (theirs: ShownSubmission) => {
      await surface.current?.rested()
      surface.current?.writeOut()
      const merged = mergeContents({
        base: saver.base(),
        mine: latest.current,
        theirs: theirs.submission.content,
      })
      const by = othersSince(theirs, heard.current, me)
      heard.current = theirs.submission.chain.seq
      saver.standOn({ content: theirs.submission.content, edits: theirs.submission.edits })
      latest.current = merged.content
      open.current = [...open.current, ...merged.clashes]
      remember()
      setContent(merged.content)
      setClashes(open.current)
      surface.current?.show(merged.content.body)
      if (merged.brought.fields.length + merged.brought.blocks > 0) setBrought({ by, ...merged.brought })
    },
    [me, remember, saver],
  )

  const save = useCallback(async () => {
    for (let attempt = 1; !saver.isSaved(latest.current); attempt++) {
      const wanted = latest.current
      try {
        await saver.save(wanted)
        if (latest.current !== wanted) break
      } catch (failure) {
        if (!isStale(failure) || attempt === mergeTries) throw failure
        const theirs = await call<ShownSubmission>('GET', `/submissions/${id}`)
        if (theirs.submission.state !== 'draft') throw failure
        await merge(theirs)
      }
    }
    remember()
    setError(undefined)
    setSaving(saver.isSaved(latest.current) ? 'saved' : 'waiting')
    await queries.invalidateQueries({ queryKey: ['submission', id] })
    await queries.invalidateQueries({ queryKey: ['preview', id] })
  }, [id, merge, queries, remember, saver])

  const inTurn = useCallback((work: () => Promise<void>): Promise<void> => {
    running.current = running.current.catch(() => undefined).then(work)
    return running.current
  }, [])

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current)
    return inTurn(async () => {
      try {
        if (!saver.isSaved(latest.current)) await save()
      } catch (failure) {
        setError(failure)
        setSaving('failed')
        if (!hasDecided(failure) && !gone.current) {
          clearTimeout(timer.current)
          timer.current = setTimeout(() => void flush().catch(() => undefined), tryAgainMs)
        }
        throw failure
      }
    })
  }, [inTurn, save, saver])

  const change = useCallback(
    (part: Partial<Content>) => {
      const next = { ...latest.current, ...part }
      if (Object.keys(part).every((name) => next[name as FieldName] === latest.current[name as FieldName]))
        return
      latest.current = next
      remember()
      setContent(next)
      setSaving('waiting')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush().catch(() => undefined), pauseMs)
    },
    [flush, remember],
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

  const chosen = useCallback(
    (clash: Clash, choice: Choice) => {
      surface.current?.writeOut()
      const next = choose(latest.current, clash, choice)
      open.current = open.current.filter(({ id: one }) => one !== clash.id)
      setClashes(open.current)
      remember()
      change(next)
      surface.current?.show(next.body)
    },
    [change, remember],
  )

  // What others saved comes in while nothing is typed here, too.
  useEffect(() => {
    if (shown.submission.edits <= saver.edits()) return
    void inTurn(async () => {
      if (shown.submission.edits > saver.edits()) await merge(shown)
    })
      .then(() => flush())
      .catch(() => undefined)
  }, [flush, inTurn, merge, saver, shown])

  useEffect(() => {
    gone.current = false
    const unsaved = () => !saver.isSaved(latest.current)
    const flushUnsaved = () => {
      if (unsaved()) void flush().catch(() => undefined)
    }
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', flushUnsaved)
    // What pages that ended left behind is this page's now.
    if (remember()) for (const { forget } of left) forget()
    flushUnsaved()
    return () => {
      gone.current = true
      window.removeEventListener('beforeunload', warn)
      window.removeEventListener('online', flushUnsaved)
      // Going to another page of the portal saves what the pause had not yet saved.
      clearTimeout(timer.current)
      flushUnsaved()
    }
  }, [flush, left, remember, saver])

  return {
    ...{ content, change, use, flush, edits: saver.edits, saving, error },
    ...{ clashes, choose: chosen, brought, seen: () => setBrought(undefined), surface },
  }
}
