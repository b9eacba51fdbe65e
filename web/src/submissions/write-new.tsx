import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { useCreate } from './use-create'

/** Begins a draft and opens it; for officers only. */
export function WriteNew() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const [, go] = useLocation()
  const create = useCreate((id) => go(`/submissions/${id}`))
  if (!isOne(me, 'officer')) return null
  return (
    <>
      <Button leftSection={<IconPlus size={18} />} loading={create.isPending} onClick={() => create.mutate()}>
        {say('写新稿', 'Write')}
      </Button>
      <Trouble error={create.error} />
    </>
  )
}
