import { Alert, Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ShownSubmission } from '../../../lib/api/submission'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { moment } from '../words/moment'

/** An approval that cannot go on just now: why, that nothing is lost, and for administrator and editor the way on. */
export function Paused({ submission: { id, paused } }: Pick<ShownSubmission, 'submission'>) {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const queries = useQueryClient()
  const resume = useMutation({
    mutationFn: () => call('POST', `/submissions/${id}/resume`, {}),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['submission', id] }),
  })
  if (!paused) return null
  return (
    <Alert color="orange" title={say('审批暂停', 'The approval has paused')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{tell(paused.why)}</Text>
        <Text size="sm" c="dimmed">
          {say('自', 'since ')}
          {moment(paused.at, language)}
        </Text>
        {isOne(me, 'admin', 'editor') && (
          <Button size="xs" variant="light" loading={resume.isPending} onClick={() => resume.mutate()}>
            {say('立即继续', 'Go on now')}
          </Button>
        )}
        {resume.error && <Trouble error={resume.error} />}
      </Stack>
    </Alert>
  )
}
