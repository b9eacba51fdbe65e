import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'

interface Colleague {
  id: string
  name: string
  unitId: string
  officer: boolean
}

/** Article 6: the unit head names and ends the unit's information officers. */
export function Officers({ unitId }: { unitId: string }) {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const queries = useQueryClient()
  const colleagues = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
    staleTime: 300_000,
  })
  const change = useMutation({
    mutationFn: ({ id, officer }: Colleague) =>
      call(officer ? 'DELETE' : 'PUT', `/units/${unitId}/officers/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['colleagues'] }),
  })
  const members = (colleagues.data?.people ?? []).filter((one) => one.unitId === unitId && one.id !== me?.id)
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4">
        {say('信息员', 'Information officers')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say(
          '由您指定谁为本单位收集和撰写材料；取消后立即生效。每次变动都有记录。',
          'You name who collects and writes for your unit; ending it takes effect at once. Each change is on record.',
        )}
      </Text>
      <Stack gap="xs">
        {members.map((one) => (
          <Group key={one.id} justify="space-between">
            <Text size="sm">
              {one.name}
              {one.officer && say('（信息员）', ' (information officer)')}
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              loading={change.isPending && change.variables.id === one.id}
              onClick={() => change.mutate(one)}
            >
              {one.officer
                ? say(`取消 ${one.name} 的指定`, `End the designation of ${one.name}`)
                : say(`指定 ${one.name}`, `Designate ${one.name}`)}
            </Button>
          </Group>
        ))}
        {colleagues.isSuccess && members.length === 0 && (
          <Text size="sm">{say('本单位还没有其他人', 'There is nobody else in the unit yet')}</Text>
        )}
        <Trouble error={change.error ?? colleagues.error} />
      </Stack>
    </Paper>
  )
}
