import { Alert, Button, Group, List, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Colleagues } from '../../../lib/api/people'
import type { Role } from '../../../lib/people/person'
import { ApiRefusal, call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Waits } from './changes'
import { useChange } from './use-change'

/** Gives the role to somebody else, from today; takes a second person like any role. */
function Successor({ of, role, unitId }: { of: string; role: Role; unitId: string }) {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [successor, choose] = useState('')
  const give = useChange()
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<Colleagues>('GET', '/people'),
    staleTime: 300_000,
  })
  const others = data?.people.filter(({ id }) => id !== of) ?? []
  return (
    <Stack gap="xs">
      <Group align="flex-end">
        <NativeSelect
          label={say('接任者', 'Successor')}
          value={successor}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[
            { value: '', label: say('请选择', 'choose') },
            ...others.map(({ id, name, unitName }) => ({ value: id, label: `${name}（${unitName}）` })),
          ]}
        />
        <Button
          variant="default"
          disabled={successor === ''}
          loading={give.isPending}
          onClick={() =>
            give.mutate({
              path: `/people/${successor}/roles/${role}/${unitId}`,
              body: { from: me!.today },
            })
          }
        >
          {say('先授予接任者', 'Give it to them first')}
        </Button>
      </Group>
      <Trouble error={give.error} />
      {give.data?.waits && <Waits change={give.data.waits} />}
    </Stack>
  )
}

/** Why a change by an administrator was not taken; where it would stop work: what, who might go on with it, and that it ends all the same. */
export function ChangeTrouble({
  error,
  confirm,
  handOver,
}: {
  error: unknown
  confirm: () => void
  /** the role that ends; none of somebody who leaves with all of them */
  handOver?: { of: string; role: Role; unitId: string } | undefined
}) {
  const { say, tell } = useLanguage()
  if (!(error instanceof ApiRefusal) || error.code !== 'WouldStop') return <Trouble error={error} />
  return (
    <Alert color="orange" role="alert" title={tell(error.said)}>
      <Stack gap="xs">
        <List size="sm">
          {error.details.map(({ message }) => (
            <List.Item key={message.zh}>{tell(message)}</List.Item>
          ))}
        </List>
        {handOver && handOver.role !== 'officer' && <Successor {...handOver} />}
        <Group>
          <Button color="red" variant="outline" onClick={confirm}>
            {say('仍要结束', 'End it all the same')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
