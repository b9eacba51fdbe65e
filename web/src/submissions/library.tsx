import { Image, Modal, SimpleGrid, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconMovie } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Library as Listed } from '../../../lib/media/list-library'
import type { Media } from '../../../lib/submission/media'
import { call, newKey } from '../api/client'
import { useLanguage } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { day } from '../words/moment'

/** Pictures and videos that the unit had accepted, to be used again without another upload. */
export function Library(given: {
  submissionId: string
  opened: boolean
  kind?: 'picture'
  close: () => void
  chosen: (media: Media) => void
}) {
  const { submissionId, kind } = given
  const { say, language } = useLanguage()
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const [asked] = useDebouncedValue(words.trim(), 300)
  const pages = usePages<Listed>(['library'], '/library', { words: asked, kind }, { enabled: given.opened })
  const use = useMutation({
    mutationFn: (from: { submissionId: string; mediaId: string }) =>
      call<{ media: Media }>(
        'POST',
        `/submissions/${submissionId}/reused-media`,
        { from },
        { key: newKey() },
      ),
    onSuccess: async ({ media }) => {
      await queries.invalidateQueries({ queryKey: ['submission', submissionId] })
      given.chosen(media)
      given.close()
    },
  })
  const files = pages.data?.pages.flatMap((page) => page.files) ?? []
  return (
    <Modal
      opened={given.opened}
      onClose={given.close}
      size="xl"
      title={say('本单位的素材库', 'The unit’s library')}
      closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
    >
      <Stack>
        <TextInput
          label={say('按文件名找', 'Find by name')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Trouble error={pages.error} retry={() => void pages.refetch()} />
        <Trouble error={use.error} />
        {pages.isPending && <Loading lines={3} />}
        {pages.data && files.length === 0 && (
          <Text c="dimmed">{say('没有找到通过检查的文件', 'No accepted file was found')}</Text>
        )}
        <SimpleGrid component="ul" cols={{ base: 2, sm: 4 }} className="plain-list">
          {files.map((file) => (
            <li key={file.id}>
              <UnstyledButton
                w="100%"
                disabled={use.isPending}
                onClick={() => use.mutate({ submissionId: file.submissionId, mediaId: file.id })}
              >
                {file.url ? (
                  <Image src={file.url} alt="" h={96} fit="cover" radius="sm" />
                ) : (
                  <IconMovie size={96} stroke={1} />
                )}
                <Text size="sm">{file.fileName}</Text>
                <Text size="xs" c="dimmed">
                  {day(file.createdAt.slice(0, 10), language)}
                </Text>
              </UnstyledButton>
            </li>
          ))}
        </SimpleGrid>
        <More of={pages} />
      </Stack>
    </Modal>
  )
}
