import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ListedLoans } from '../../../lib/loan/list-loans'
import type { LoanState } from '../../../lib/loan/loan'
import type { ShownLoan } from '../../../lib/loan/show-loan'
import { ApiRefusal, call, newKey } from '../api/client'
import { usePages } from '../parts/pages'

export const useLoans = (asked: { unitId: string; state: LoanState | '' }) =>
  usePages<ListedLoans>(['loans'], '/loans', asked)

/** While a loan can move by itself it is looked at often. */
const moving: LoanState[] = ['applied', 'granted', 'open']

export const useLoan = (id: string) =>
  useQuery({
    queryKey: ['loan', id],
    queryFn: () => call<ShownLoan>('GET', `/loans/${id}`),
    refetchInterval: ({ state }) => (state.data && moving.includes(state.data.loan.state) ? 5_000 : 30_000),
  })

/** An act on one loan; afterwards it is asked anew, whether it was done or refused. */
export function useLoanAct<Body = void, Answer = unknown>(id: string, path: string) {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: (body: Body) => call<Answer>('POST', `/loans/${id}${path}`, body ?? {}, { key: key.current }),
    onSettled: async (_, error) => {
      // Answered, the next one is another wish; a lost answer is asked for again.
      if (!error || error instanceof ApiRefusal) key.current = newKey()
      await queries.invalidateQueries({ queryKey: ['loan', id] })
      await queries.invalidateQueries({ queryKey: ['loans'] })
    },
  })
}
