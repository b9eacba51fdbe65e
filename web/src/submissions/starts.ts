import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Begun, BeginFrom } from '../../../lib/start/begin-from'
import type { Kept } from '../../../lib/start/keep-start'
import type { ListedStarts } from '../../../lib/start/list-starts'
import { call, newKey } from '../api/client'

/** Templates and blocks of the company and of the own unit. */
export const useStarts = () =>
  useQuery({ queryKey: ['starts'], queryFn: () => call<ListedStarts>('GET', '/starts'), staleTime: 60_000 })

/** Begins a draft from an article or a template; each has a key that lives until it worked, so that a repeat opens one. */
export function useBegin(begun: (answer: Begun) => void) {
  const queries = useQueryClient()
  const keys = useRef(new Map<string, string>())
  return useMutation({
    mutationFn: (from: BeginFrom) => {
      const wish = JSON.stringify(from)
      const key = keys.current.get(wish) ?? newKey()
      keys.current.set(wish, key)
      return call<Begun>('POST', '/starts/begin', { from }, { key })
    },
    onSuccess: async (answer, from) => {
      keys.current.delete(JSON.stringify(from))
      await queries.invalidateQueries({ queryKey: ['submissions'] })
      begun(answer)
    },
  })
}

export function useKeep(kept: () => void) {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (what: Kept) => call('POST', '/starts', what, { key: key.current }),
    onSuccess: async () => {
      key.current = newKey()
      await queries.invalidateQueries({ queryKey: ['starts'] })
      kept()
    },
  })
}
