import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconTemplate } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { BeginFromTemplate } from './begin-from-template'
import { useOpenBegun } from './start-from'
import { useCreate } from './use-create'

/** Begins a draft and opens it; for officers only. */
export function WriteNew() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [, go] = useLocation()
  const create = useCreate((id) => go(`/submissions/${id}`))
  const [choosing, choose] = useDisclosure(false)
  const begun = useOpenBegun()
  if (!isOne(me, 'officer')) return null
  return (
    <>
      <Group gap="xs">
        <Button
          leftSection={<IconPlus size={18} />}
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          {say('写新稿', 'Write')}
        </Button>
        <Button variant="default" leftSection={<IconTemplate size={18} />} onClick={choose.open}>
          {say('从模板开始', 'From a template')}
        </Button>
      </Group>
      {choosing && <BeginFromTemplate opened close={choose.close} begun={begun} />}
      <Trouble error={create.error} />
    </>
  )
}
