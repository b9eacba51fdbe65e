import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ShownProposal } from '../../../lib/oversight/list'
import { call } from '../api/client'

/** A change by the administrator; the company is read anew afterwards. What waits for a second person is not `done`. */
export function useChange(done?: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({
      method = 'PUT',
      path,
      body,
    }: {
      method?: 'PUT' | 'DELETE'
      path: string
      body?: object
    }) => call<{ waits?: ShownProposal }>(method, `/admin${path}`, body),
    onSuccess: async ({ waits }) => {
      for (const key of ['company', 'acts', 'changes', 'check-up'])
        await queries.invalidateQueries({ queryKey: [key] })
      if (!waits) done?.()
    },
  })
}
