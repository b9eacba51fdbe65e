import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ListedChats } from '../../../lib/complaint/show'
import type { Message } from '../../../lib/complaint/complaint'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { More } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { Messages } from './messages'
import { useChats, useComplaintAct } from './queries'

/** A conversation that is no complaint yet, with what was said last; one act makes it one. */
function ChatLine({ chat }: { chat: ListedChats['chats'][number] }) {
  const { say, language } = useLanguage()
  const [, go] = useLocation()
  const [open, setOpen] = useState(false)
  const queries = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['chats', chat.id],
    queryFn: () => call<{ messages: Message[] }>('GET', `/chats/${chat.id}`),
    enabled: open,
  })
  const mark = useComplaintAct<object>(`/chats/${chat.id}/complaint`, ({ complaint }) =>
    go(`/complaints/${complaint.id}`),
  )
  const aside = useMutation({
    mutationFn: () => call('POST', `/chats/${chat.id}/aside`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['complaint-list', 'chats'] }),
  })
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
        <Text fw={chat.unread ? 600 : 400}>
          {chat.gist ?? say('（只点了菜单，没有留言）', '(tapped the menu and wrote nothing)')}
        </Text>
        {chat.unread && <Badge color="orange">{say('未读', 'unread')}</Badge>}
      </Group>
      <Text size="sm" c="dimmed">
        {say('微信', 'WeChat')} · {chat.lastMessageAt && moment(chat.lastMessageAt, language)}
      </Text>
      <Trouble error={error ?? mark.error ?? aside.error} />
      <Group mt="xs" gap="xs">
        <Button size="xs" loading={mark.isPending} onClick={() => mark.mutate({})}>
          {say('这是客诉，受理', 'This is a complaint')}
        </Button>
        {chat.unread && (
          <Button size="xs" variant="default" loading={aside.isPending} onClick={() => aside.mutate()}>
            {say('不是客诉，已阅', 'No complaint, read')}
          </Button>
        )}
      </Group>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{say('看全部对话', 'The whole conversation')}</summary>
        {data && <Messages messages={data.messages} />}
      </details>
    </Card>
  )
}

/** Messages that no word of theirs says to be a complaint: the editor looks through them. */
export function Chats() {
  const { say } = useLanguage()
  const pages = useChats()
  const { error, isPending, refetch } = pages
  const chats = pages.data?.pages.flatMap((page) => page.chats) ?? []
  return (
    <>
      <Text size="sm" c="dimmed">
        {say(
          '系统没有认作客诉的读者留言。看一眼开头：是客诉就受理，不是就标为已阅；未读的每个工作日提醒一次。',
          'What readers wrote and the service did not take as a complaint. Take it, or mark it read; unread ones are reminded of once a working day.',
        )}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {pages.data && chats.length === 0 && !pages.hasNextPage && (
        <Empty title={say('没有这样的留言', 'No such message')} />
      )}
      <Stack component="ul" gap="xs" className="plain-list">
        {chats.map((chat) => (
          <ChatLine key={chat.id} chat={chat} />
        ))}
      </Stack>
      <More of={pages} />
    </>
  )
}
