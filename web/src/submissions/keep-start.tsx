import { Button, Checkbox, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { useKeep, useStarts } from './starts'

/** What is kept: an article as a template, or a piece of text as a block. */
export type Keeping = { kind: 'template'; submissionId: string } | { kind: 'block'; body: string }

/** Asks for its name and for whom it is kept. */
export function KeepStart({ what, close }: { what: Keeping | undefined; close: () => void }) {
  const { say } = useLanguage()
  const { data } = useStarts()
  const [name, setName] = useState('')
  const [company, setCompany] = useState(false)
  const done = () => {
    setName('')
    close()
  }
  const keep = useKeep(done)
  const onlyCompany = data?.keeps.company === true && !data.keeps.unit
  return (
    <Modal
      opened={what !== undefined}
      onClose={done}
      title={
        what?.kind === 'block' ? say('存为常用块', 'Keep as a block') : say('存为模板', 'Keep as a template')
      }
      closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
    >
      <Stack>
        <TextInput
          label={say('名称', 'Name')}
          withAsterisk
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          description={
            what?.kind === 'block'
              ? say('其中的图片要在用的时候重新上传', 'its pictures are uploaded anew where it is used')
              : say(
                  '保留标题、正文、版式、类别、渠道和图片',
                  'keeps title, text, look, kind, channels and pictures',
                )
          }
        />
        {data?.keeps.company && data.keeps.unit && (
          <Checkbox
            label={say('给全公司用', 'For the whole company')}
            checked={company}
            onChange={(event) => setCompany(event.currentTarget.checked)}
          />
        )}
        <Trouble error={keep.error} />
        <Button
          disabled={name.trim() === ''}
          loading={keep.isPending}
          onClick={() => what && keep.mutate({ ...what, name: name.trim(), company: company || onlyCompany })}
        >
          {say('保存', 'Keep')}
        </Button>
      </Stack>
    </Modal>
  )
}
