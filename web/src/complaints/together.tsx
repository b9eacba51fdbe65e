import { Alert, Button, Group, NativeSelect, Paper, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ListedComplaint } from '../../../lib/complaint/show'
import type { Colleague } from '../../../lib/people/list-colleagues'
import { ApiRefusal, call, newKey } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'

/** One act on several complaints, one after the other; what was refused is said by its number, the others are done. */
export function Together({ complaints, done }: { complaints: ListedComplaint[]; done: () => void }) {
  const { say, tell } = useLanguage()
  const queries = useQueryClient()
  const [unitId, setUnit] = useState('')
  const { data } = useQuery({
    queryKey: ['people'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
  })
  const units = [...new Map((data?.people ?? []).map((one) => [one.unitId, one.unitName]))]
  const act = useMutation({
    mutationFn: async ({ what, body }: { what: 'assign' | 'urge'; body: object }) => {
      const refused: { number: string; why: string }[] = []
      for (const { id, number } of complaints)
        try {
          await call('POST', `/complaints/${id}/${what}`, body, { key: newKey() })
        } catch (error) {
          if (!(error instanceof ApiRefusal)) throw error
          refused.push({ number, why: tell(error.said) })
        }
      return refused
    },
    onSuccess: async (refused) => {
      await queries.invalidateQueries({ queryKey: ['complaint-list'] })
      if (refused.length === 0) done()
    },
  })
  return (
    <Paper withBorder p="sm" role="group" aria-label={say('对所选客诉', 'With those chosen')}>
      <Stack gap="xs">
        <Group align="flex-end">
          <Text fw={600}>{say(`已选 ${complaints.length} 件`, `${complaints.length} chosen`)}</Text>
          <NativeSelect
            label={say('分派给', 'Assign to')}
            value={unitId}
            onChange={(event) => setUnit(event.currentTarget.value)}
            data={[
              { value: '', label: say('选择单位', 'choose a unit') },
              ...units.map(([value, label]) => ({ value, label })),
            ]}
          />
          <Button
            disabled={unitId === ''}
            loading={act.isPending}
            onClick={() => act.mutate({ what: 'assign', body: { unitId } })}
          >
            {say('分派所选', 'Assign them')}
          </Button>
          <Button
            variant="default"
            loading={act.isPending}
            onClick={() => act.mutate({ what: 'urge', body: {} })}
          >
            {say('催办所选', 'Urge them')}
          </Button>
        </Group>
        {act.data && act.data.length > 0 && (
          <Alert color="orange">
            {act.data.map(({ number, why }) => (
              <Text key={number} size="sm">
                {number}
                {say('：', ': ')}
                {why}
              </Text>
            ))}
          </Alert>
        )}
        <Trouble error={act.error} />
      </Stack>
    </Paper>
  )
}
