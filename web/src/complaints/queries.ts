import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PreparedAnswers } from '../../../lib/complaint/prepared'
import type { ListedChats, ListedComplaints, ShownComplaint } from '../../../lib/complaint/show'
import { ApiRefusal, call, newKey } from '../api/client'
import { usePages } from '../parts/pages'
import { useRef } from 'react'

/** Not below `complaints`: an act on one asks the lists anew and opens no other. */
export const useComplaints = (asked: Record<string, string>) =>
  usePages<ListedComplaints>(['complaint-list', 'complaints'], '/complaints', asked, {
    refetchInterval: 15_000,
  })

export const useChats = () =>
  usePages<ListedChats>(['complaint-list', 'chats'], '/chats', {}, { refetchInterval: 60_000 })

export const usePrepared = () =>
  useQuery({
    queryKey: ['prepared-answers'],
    queryFn: () => call<PreparedAnswers>('GET', '/prepared-answers'),
  })

/** Opening a complaint is on record: each opening asks once, and again only after an act that was refused. */
export const useComplaint = (id: string) =>
  useQuery({
    queryKey: ['complaints', id],
    queryFn: () => call<ShownComplaint>('GET', `/complaints/${id}`),
    staleTime: Infinity,
    // Nothing is kept for the next opening, which would show an old state and be on no record.
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

/** An act; the answer is the complaint as it then stands. */
export function useComplaintAct<Body extends object>(path: string, done?: (shown: ShownComplaint) => void) {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (body: Body) => call<ShownComplaint>('POST', path, body, { key: key.current }),
    onSuccess: async (shown) => {
      key.current = newKey()
      // Only the page that is open: a copy laid down for later would stand for an opening that never was.
      queries.setQueryData<ShownComplaint>(['complaints', shown.complaint.id], (open) => open && shown)
      await queries.invalidateQueries({ queryKey: ['complaint-list'] })
      done?.(shown)
    },
    // A no mostly means that the page is older than the complaint: it is shown as it stands now.
    onError: async (error) => {
      const id = /^\/complaints\/([^/]+)/.exec(path)?.[1]
      if (id && error instanceof ApiRefusal)
        await queries.invalidateQueries({ queryKey: ['complaints', id], exact: true })
    },
  })
}
