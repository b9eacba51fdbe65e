import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { ShownSubmission } from '../../../lib/api/submission'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { LeftText } from '../together/left-text'
import { ReadView } from './read-view'

const Compose = lazy(async () => ({ default: (await import('./compose')).Compose }))

export const submissionKey = (id: string) => ['submission', id]

const moves = ({ submission, media, removal }: ShownSubmission): boolean =>
  ['approved', 'removing'].includes(removal?.state ?? '') ||
  ['checking', 'in-review', 'sending', 'scheduled', 'removing'].includes(submission.state) ||
  media.some(({ state }) => state === 'uploading' || state === 'checking')

/** One submission: the form while it is a draft of one's own unit, else what became of it. */
export function SubmissionPage({ id }: { id: string }) {
  const { data: me } = useMe()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: submissionKey(id),
    queryFn: () => call<ShownSubmission>('GET', `/submissions/${id}`),
    refetchInterval: ({ state }) => (state.data && moves(state.data) ? 2_000 : 20_000),
  })
  if (isPending) return <Loading lines={6} />
  if (!data) return <Trouble error={error} retry={() => void refetch()} />
  const own = data.submission.unitId === me?.unit?.id && isOne(me, 'officer')
  if (data.submission.state === 'draft' && own)
    return (
      <Suspense fallback={<Loading lines={6} />}>
        <Compose shown={data} />
      </Suspense>
    )
  return (
    <>
      {own && me && <LeftText submissionId={id} me={me.id} />}
      <ReadView shown={data} own={own} />
    </>
  )
}
