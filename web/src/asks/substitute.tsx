import { Alert, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownSubstitute } from '../../../lib/people/substitution'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { day } from '../words/moment'

interface Colleague {
  id: string
  name: string
  unitName: string
}

const standing = ['substitute']

/** Who stands in today or later, each with a way to end it at once. */
function Standing() {
  const { say, language } = useLanguage()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: standing,
    queryFn: () => call<{ substitutes: ShownSubstitute[] }>('GET', '/me/substitute'),
  })
  const end = useMutation({
    mutationFn: ({ from, substituteId }: ShownSubstitute) =>
      call('DELETE', `/me/substitute/${from}/${substituteId}`),
    onSettled: () => queries.invalidateQueries({ queryKey: standing }),
  })
  return (
    <>
      <Trouble error={error} retry={() => void refetch()} />
      {data?.substitutes.length === 0 && (
        <Text size="sm">{say('现在没有人代理您。', 'Nobody stands in for you.')}</Text>
      )}
      {data?.substitutes.map((one) => (
        <Group key={`${one.from} ${one.substituteId}`} justify="space-between">
          <Text size="sm">
            {say(
              `${one.name}：${day(one.from, language)} 至 ${day(one.until, language)}`,
              `${one.name}: ${day(one.from, language)} until ${day(one.until, language)}`,
            )}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            loading={end.isPending && end.variables === one}
            onClick={() => end.mutate(one)}
          >
            {say(`结束 ${one.name} 的代理`, `End the substitution by ${one.name}`)}
          </Button>
        </Group>
      ))}
      <Trouble error={end.error} />
    </>
  )
}

/** 代理: who decides in one's place, from and until which Beijing date. */
export function Substitute() {
  const { say, language } = useLanguage()
  const { data: me } = useMe()
  const today = me!.today
  const queries = useQueryClient()
  const [substituteId, setSubstitute] = useState<string | null>(null)
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState(today)
  const colleagues = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
    staleTime: 300_000,
  })
  const name = useMutation({
    mutationFn: () =>
      call<{ substitute: ShownSubstitute }>('PUT', '/me/substitute', { substituteId, from, until }),
    onSuccess: () => queries.invalidateQueries({ queryKey: standing }),
  })
  // What was saved, not what is typed since.
  const saved = name.data?.substitute
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4">
        {say('代理', 'Substitute')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say(
          '您不在时由谁代您审批。代理人不能审批自己参与过的稿件。',
          'Who decides while you are away. A substitute cannot decide on what they had a hand in.',
        )}
      </Text>
      <Stack>
        <Standing />
        <Select
          label={say('代理人', 'Person')}
          searchable
          value={substituteId}
          onChange={setSubstitute}
          data={(colleagues.data?.people ?? [])
            .filter(({ id }) => id !== me?.id)
            .map((one) => ({ value: one.id, label: `${one.name}（${one.unitName}）` }))}
          nothingFoundMessage={say('没有这个人', 'nobody')}
        />
        <Group grow>
          <TextInput
            type="date"
            label={say('从', 'From')}
            value={from}
            min={today}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label={say('到（含）', 'Until (included)')}
            value={until}
            min={from}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </Group>
        <Trouble error={name.error ?? colleagues.error} />
        {saved && (
          <Alert color="green" role="status">
            {say(
              `已保存：${saved.name} 在 ${day(saved.from, language)} 至 ${day(saved.until, language)} 代您审批。`,
              `Saved: ${saved.name} decides for you from ${day(saved.from, language)} until ${day(saved.until, language)}.`,
            )}
          </Alert>
        )}
        <Group>
          <Button disabled={!substituteId} loading={name.isPending} onClick={() => name.mutate()}>
            {say('设为代理', 'Name as substitute')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
