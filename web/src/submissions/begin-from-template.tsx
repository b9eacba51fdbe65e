import { ActionIcon, Button, Card, Group, Modal, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Begun } from '../../../lib/start/begin-from'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { useBegin, useStarts } from './starts'

/** The templates one may begin with; who keeps them may delete them here, and blocks as well. */
export function BeginFromTemplate(given: {
  opened: boolean
  close: () => void
  begun: (answer: Begun) => void
}) {
  const { say, language } = useLanguage()
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = useStarts()
  const begin = useBegin(given.begun)
  const remove = useMutation({
    mutationFn: ({ owner, id }: { owner: string; id: string }) => call('DELETE', `/starts/${owner}/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['starts'] }),
  })
  const starts = data?.starts.filter(({ kind, mine }) => kind === 'template' || mine) ?? []
  return (
    <Modal
      opened={given.opened}
      onClose={given.close}
      size="lg"
      title={say('从模板开始', 'Begin from a template')}
      closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
    >
      <Stack>
        <Trouble error={error} retry={() => void refetch()} />
        <Trouble error={begin.error ?? remove.error} />
        {isPending && <Loading lines={3} />}
        {data && starts.length === 0 && (
          <Text c="dimmed">
            {say(
              '还没有模板：打开一篇写得好的稿件，点“存为模板”。',
              'No template yet: open a good article and choose “Keep as a template”.',
            )}
          </Text>
        )}
        <Stack component="ul" gap="xs" className="plain-list">
          {starts.map(({ id, owner, name, kind, by, at, mine }) => (
            <Card key={id} component="li" withBorder padding="xs">
              <Group wrap="nowrap" justify="space-between">
                <div style={{ minWidth: 0 }}>
                  <Text fw={600}>{name}</Text>
                  <Text size="sm" c="dimmed">
                    {owner === 'company' ? say('全公司', 'whole company') : say('本单位', 'own unit')}
                    {kind === 'block' && say(' · 常用块', ' · block')}
                    {` · ${by.name} · ${moment(at, language)}`}
                  </Text>
                </div>
                <Group gap="xs" wrap="nowrap">
                  {kind === 'template' && (
                    <Button
                      size="compact-md"
                      variant="default"
                      loading={begin.isPending}
                      onClick={() => begin.mutate({ kind: 'template', owner, id })}
                      aria-label={say(`用《${name}》开始`, `begin with “${name}”`)}
                    >
                      {say('用它开始', 'Begin')}
                    </Button>
                  )}
                  {mine && (
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      loading={remove.isPending}
                      onClick={() => remove.mutate({ owner, id })}
                      aria-label={say(`删除《${name}》`, `delete “${name}”`)}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  )}
                </Group>
              </Group>
            </Card>
          ))}
        </Stack>
      </Stack>
    </Modal>
  )
}
