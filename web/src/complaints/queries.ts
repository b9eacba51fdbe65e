import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ListedComplaints, ShownComplaint } from '../../../lib/complaint/show'
import { call, newKey } from '../api/client'
import { useRef } from 'react'

export const useComplaints = () =>
  useQuery({
    queryKey: ['complaints'],
    queryFn: () => call<ListedComplaints>('GET', '/complaints'),
    refetchInterval: 15_000,
  })

/** Opening a complaint is on record: it is asked once, and again only after an act. */
export const useComplaint = (id: string) =>
  useQuery({
    queryKey: ['complaints', id],
    queryFn: () => call<ShownComplaint>('GET', `/complaints/${id}`),
    staleTime: Infinity,
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
      queries.setQueryData(['complaints', shown.complaint.id], shown)
      await queries.invalidateQueries({ queryKey: ['complaints'], exact: true })
      done?.(shown)
    },
  })
}
