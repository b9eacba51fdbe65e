import { Badge, Card, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FailedWork as Listed } from '../../../lib/failed/list-failed'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { ActButton } from '../parts/act-button'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'

/** Work in the background that failed after its retries: what, since when, and one button that runs all of it again. */
export function FailedWork() {
  const { say, tell, language } = useLanguage()
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['failed-work'],
    queryFn: () => call<Listed>('GET', '/failed-work'),
  })
  const again = async () => {
    await call('POST', '/failed-work/again', {})
    await queries.invalidateQueries({ queryKey: ['failed-work'] })
  }
  const failed = data?.failed ?? []
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('没有做成的后台任务', 'Background work that failed')}
      </Title>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={2} />}
      {data && failed.length === 0 && <Text c="dimmed">{say('没有。', 'None.')}</Text>}
      {failed.length > 0 && (
        <>
          <Text size="sm" mb="xs">
            {say(
              '以下任务多次重试后仍失败，保留 14 天。先按原因修好，再重新执行（一分钟内开始）；重复执行不会重复发送。',
              'These failed after their retries and are kept for 14 days. Mend the cause first, then run them again, which begins within a minute; nothing is sent twice by it.',
            )}
          </Text>
          <Stack component="ul" gap="xs" className="plain-list" aria-live="polite" mb="sm">
            {failed.map(({ functionName, work, why, since, count }) => (
              <Card key={`${functionName} ${why}`} withBorder padding="sm" component="li">
                <Group justify="space-between" gap="xs">
                  <Text fw={600}>{tell(work)}</Text>
                  <Badge color="red">{say(`${count} 次`, count === 1 ? 'once' : `${count} times`)}</Badge>
                </Group>
                <Text size="sm">
                  {say(`自 ${moment(since, language)} 起`, `since ${moment(since, language)}`)}
                </Text>
                <Text size="sm" c="dimmed">
                  <code>{functionName}</code> · {why}
                </Text>
              </Card>
            ))}
          </Stack>
          {data?.more && (
            <Text size="sm" mb="xs">
              {say('还有更多；每次执行其中 200 个。', 'There are more; 200 of them run at a time.')}
            </Text>
          )}
          <ActButton
            label={say('全部重新执行', 'Run all of it again')}
            icon={<IconRefresh size={16} />}
            act={again}
          />
        </>
      )}
    </Paper>
  )
}
