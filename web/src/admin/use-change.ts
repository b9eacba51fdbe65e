import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client'

/** A change by the administrator; the company is read anew afterwards. */
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
    }) => call(method, `/admin${path}`, body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['company'] })
      await queries.invalidateQueries({ queryKey: ['acts'] })
      done?.()
    },
  })
}
