import { Stack, Title } from '@mantine/core'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { Acts } from './acts'

/** The record by itself, for whoever inspects and changes nothing. */
export function RecordPage() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('操作记录', 'Record of changes')}
      </Title>
      <Acts month={me!.today.slice(0, 7)} />
    </Stack>
  )
}
