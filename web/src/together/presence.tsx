import { Badge } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { WhoEdits } from '../../../lib/api/submission'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { page } from './kept'

const aloneMs = 15_000
const togetherMs = 5_000

/** Who else has the draft open now; what they saved is fetched as soon as it is heard of. */
export function Presence({ submissionId, edits }: { submissionId: string; edits: () => number }) {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['editing', submissionId],
    queryFn: () => call<WhoEdits>('POST', `/submissions/${submissionId}/editing`, { page }),
    refetchInterval: ({ state }) => (state.data?.editing.length ? togetherMs : aloneMs),
    gcTime: 0,
  })
  const newest = data?.edits
  useEffect(() => {
    if (newest !== undefined && newest > edits())
      void queries.invalidateQueries({ queryKey: ['submission', submissionId] })
  }, [newest, edits, queries, submissionId])
  if (!data?.editing.length) return null
  const names = data.editing.map(({ id, name }) =>
    id === me?.id ? say('您在另一个窗口', 'you, in another window') : name,
  )
  return (
    <Badge color="blue" variant="light" tt="none">
      {say(`${names.join('、')}也正在编辑`, `${names.join(', ')} editing too`)}
    </Badge>
  )
}
