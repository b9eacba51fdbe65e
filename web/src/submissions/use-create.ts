import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Submission } from '../../../lib/submission/submission'
import { call, newKey } from '../api/client'

/** Opens an empty draft; the key lives until it worked, so that a repeated press opens one draft. */
export function useCreate(opened: (id: string) => void) {
  const queries = useQueryClient()
  const key = useRef(newKey())
  return useMutation({
    mutationFn: () =>
      call<{ submission: Submission }>(
        'POST',
        '/submissions',
        { channels: ['wechat'] },
        { key: key.current },
      ),
    onSuccess: async ({ submission }) => {
      key.current = newKey()
      await queries.invalidateQueries({ queryKey: ['submissions'] })
      opened(submission.id)
    },
  })
}
