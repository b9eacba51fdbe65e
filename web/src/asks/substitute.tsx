import { Alert, Button, Group, Paper, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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

/** 代理: who decides in one's place, from and until which Beijing date. */
export function Substitute() {
  const { say, language } = useLanguage()
  const { data: me } = useMe()
  const today = me!.today
  const [substituteId, setSubstitute] = useState<string | null>(null)
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState(today)
  const colleagues = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
    staleTime: 300_000,
  })
  const name = useMutation({
    mutationFn: () => call('PUT', '/me/substitute', { substituteId, from, until }),
  })
  const chosen = colleagues.data?.people.find(({ id }) => id === substituteId)
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
        {name.isSuccess && chosen && (
          <Alert color="green" role="status">
            {say(
              `${chosen.name} 将在 ${day(from, language)} 至 ${day(until, language)} 代您审批。`,
              `${chosen.name} decides for you from ${day(from, language)} until ${day(until, language)}.`,
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
