import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Unit } from '../../../lib/people/person'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { useChange } from './use-change'

export function EditUnit({ unit, close }: { unit?: Unit; close: () => void }) {
  const { say } = useLanguage()
  const [id, setId] = useState(unit?.id ?? '')
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
        {!unit && (
          <TextInput
            label={say('编号', 'Id')}
            description={say(
              '小写字母、数字、连字符，以后不能改',
              'lower case letters, digits, hyphens; cannot be changed',
            )}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
          />
        )}
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
            disabled={id === '' || name.trim() === ''}
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
