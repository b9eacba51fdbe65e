import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Colleague } from '../../../lib/people/list-colleagues'
import { call } from '../api/client'
import { listed } from '../api/queries'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'

/** Article 6: the unit head names who collects and prepares, and ends it; effective on the next request. */
export function Officers() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['colleagues'],
    meta: listed,
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
  })
  const name = useMutation({
    mutationFn: ({ id, officer }: Colleague) =>
      call(officer ? 'DELETE' : 'PUT', `/units/${me?.unit?.id}/officers/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['colleagues'] }),
  })
  const members = (data?.people ?? []).filter(({ unitId }) => unitId === me?.unit?.id)
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('本单位信息员', 'Information officers')}
      </Title>
      <Text c="dimmed">
        {say(
          '由单位负责人指定谁收集、撰写并送审稿件（第六条）。指定和取消都会记录在案，立即生效。',
          'The unit head names who collects, writes and submits (article 6). Each change is on record and takes effect at once.',
        )}
      </Text>
      <Trouble error={name.error ?? error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data && members.length === 0 && (
        <Empty title={say('本单位还没有人员', 'Nobody is in this unit yet')} />
      )}
      <Stack component="ul" gap="xs" className="plain-list">
        {members.map((one) => (
          <Card key={one.id} component="li" withBorder padding="sm">
            <Group justify="space-between">
              <Group gap="xs">
                <Text fw={600}>{one.name}</Text>
                {one.officer && <Badge color="green">{say('信息员', 'officer')}</Badge>}
              </Group>
              <Button
                size="compact-sm"
                variant="default"
                loading={name.isPending && name.variables.id === one.id}
                onClick={() => name.mutate(one)}
              >
                {one.officer
                  ? say(`取消 ${one.name} 的指定`, `End ${one.name}’s designation`)
                  : say(`指定 ${one.name} 为信息员`, `Name ${one.name} as officer`)}
              </Button>
            </Group>
          </Card>
        ))}
      </Stack>
    </Stack>
  )
}
