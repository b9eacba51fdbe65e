import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Unit } from '../../../lib/people/person'
import { newKey } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { useChange } from './use-change'

export function EditUnit({ unit, close }: { unit?: Unit; close: () => void }) {
  const { say } = useLanguage()
  // Made here and kept for this one wish: pressed twice, it is one unit.
  const [id] = useState(() => unit?.id ?? newKey())
  const [name, setName] = useState(unit?.name ?? '')
  const [nameEn, setNameEn] = useState(unit?.nameEn ?? '')
  const save = useChange(close)
  return (
    <Modal
      opened
      onClose={close}
      title={unit ? say('单位改名', 'Rename the unit') : say('新增单位', 'Add a unit')}
      closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
    >
      <Stack>
        <TextInput
          label={say('名称', 'Name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={say('英文名称（可不填）', 'English name (optional)')}
          value={nameEn}
          onChange={(event) => setNameEn(event.currentTarget.value)}
        />
        <Trouble error={save.error} />
        <Group>
          <Button
            disabled={name.trim() === ''}
            loading={save.isPending}
            onClick={() =>
              save.mutate({
                path: `/units/${id}`,
                body: {
                  name: name.trim(),
                  ...(nameEn.trim() && { nameEn: nameEn.trim() }),
                  office: unit?.office ?? false,
                  create: !unit,
                },
              })
            }
          >
            {say('保存', 'Save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
