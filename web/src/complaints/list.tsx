import {
  Anchor,
  Badge,
  Button,
  Card,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { ListedChats, ListedComplaint } from '../../../lib/complaint/show'
import type { Message } from '../../../lib/complaint/complaint'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { More } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { day, moment } from '../words/moment'
import { Messages } from './messages'
import { complaintColors, complaintNames, sourceNames } from './names'
import { useComplaintAct, useChats, useComplaints } from './queries'

function Line({ complaint }: { complaint: ListedComplaint }) {
  const { say, tell, language } = useLanguage()
  const { dueOn, followUpOn, state } = complaint
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Anchor component={Link} href={`/complaints/${complaint.id}`} fw={600} c="inherit">
          {complaint.number}
        </Anchor>
        <Group gap={6}>
          {complaint.overdue && <Badge color="red">{say('已逾期', 'overdue')}</Badge>}
          {complaint.reopened > 0 && <Badge color="orange">{say('重新办理', 'opened again')}</Badge>}
          <Badge color={complaintColors[state]}>{tell(complaintNames[state])}</Badge>
        </Group>
      </Group>
      <Text size="sm" c="dimmed">
        {tell(sourceNames[complaint.source])} · {moment(complaint.registeredAt, language)}
        {complaint.unitName && ` · ${complaint.unitName}`}
        {dueOn &&
          ['assigned', 'drafted'].includes(state) &&
          say(` · 限 ${day(dueOn, language)} 前答复`, ` · answer until ${day(dueOn, language)}`)}
        {followUpOn &&
          say(` · ${day(followUpOn, language)} 回访`, ` · call back on ${day(followUpOn, language)}`)}
      </Text>
    </Card>
  )
}

/** From phone, Weibo or elsewhere. */
function Enter() {
  const { say, tell } = useLanguage()
  const [, go] = useLocation()
  const [wish, setWish] = useState({ source: 'phone', name: '', phone: '', words: '' })
  const enter = useComplaintAct<object>('/complaints', ({ complaint }) => go(`/complaints/${complaint.id}`))
  const change = (part: Partial<typeof wish>) => setWish({ ...wish, ...part })
  return (
    <details>
      <summary>{say('登记电话、微博等来的客诉', 'Enter a complaint from phone or Weibo')}</summary>
      <Stack gap="xs" mt="xs">
        <Group grow>
          <NativeSelect
            label={say('来源', 'From')}
            value={wish.source}
            onChange={(event) => change({ source: event.currentTarget.value })}
            data={(['phone', 'weibo', 'other'] as const).map((value) => ({
              value,
              label: tell(sourceNames[value]),
            }))}
          />
          <TextInput
            label={say('客户姓名（可不填）', 'Name (optional)')}
            maxLength={60}
            value={wish.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={say('电话（可不填）', 'Phone (optional)')}
            maxLength={40}
            value={wish.phone}
            onChange={(event) => change({ phone: event.currentTarget.value })}
          />
        </Group>
        <Textarea
          label={say('客户说了什么', 'What the customer says')}
          autosize
          minRows={2}
          value={wish.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
        />
        <Trouble error={enter.error} />
        <Group>
          <Button
            disabled={wish.words.trim() === ''}
            loading={enter.isPending}
            onClick={() =>
              enter.mutate({
                source: wish.source,
                words: wish.words.trim(),
                ...(wish.name.trim() && { name: wish.name.trim() }),
                ...(wish.phone.trim() && { phone: wish.phone.trim() }),
              })
            }
          >
            {say('受理', 'Register')}
          </Button>
        </Group>
      </Stack>
    </details>
  )
}

/** A conversation that is no complaint yet; the editor may look into it and make it one. */
function ChatLine({ chat }: { chat: ListedChats['chats'][number] }) {
  const { say, language } = useLanguage()
  const [, go] = useLocation()
  const [open, setOpen] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['chats', chat.id],
    queryFn: () => call<{ messages: Message[] }>('GET', `/chats/${chat.id}`),
    enabled: open,
  })
  const mark = useComplaintAct<object>(`/chats/${chat.id}/complaint`, ({ complaint }) =>
    go(`/complaints/${complaint.id}`),
  )
  return (
    <Card component="li" withBorder padding="xs">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {say('对话', 'conversation')} {chat.id.slice(0, 6)} ·{' '}
          {chat.lastMessageAt && moment(chat.lastMessageAt, language)}
        </summary>
        <Trouble error={error ?? mark.error} />
        {data && <Messages messages={data.messages} />}
        <Button variant="default" size="xs" loading={mark.isPending} onClick={() => mark.mutate({})}>
          {say('这是客诉，受理', 'This is a complaint')}
        </Button>
      </details>
    </Card>
  )
}

/** Complaints by what is to be done (article 4); a unit sees what was assigned to it. */
export function Complaints() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const editor = isOne(me, 'editor')
  const open = useComplaints('open')
  const closed = useComplaints('closed')
  const letters = useChats(editor)
  const linesOf = (pages: typeof open) => pages.data?.pages.flatMap(({ complaints }) => complaints) ?? []
  const chats = letters.data?.pages.flatMap((page) => page.chats) ?? []
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          {say('客诉', 'Complaints')}
        </Title>
        {isOne(
          me,
          'editor',
          'department-head',
          'office-reviewer',
          'company-leader',
          'inspector',
          'admin',
        ) && (
          <Button component={Link} href="/complaints/bulletin" variant="default">
            {say('月报', 'Monthly bulletin')}
          </Button>
        )}
      </Group>
      <Trouble error={open.error ?? closed.error} retry={() => void open.refetch()} />
      <Trouble error={letters.error} retry={() => void letters.refetch()} />
      {open.isPending && <Loading />}
      {open.data && (
        <>
          {editor && (
            <Paper withBorder p="md">
              <Enter />
            </Paper>
          )}
          {linesOf(open).length === 0 && !open.hasNextPage && (
            <Empty title={say('没有要办的客诉', 'No complaint is open')} />
          )}
          <Stack component="ul" gap="xs" className="plain-list">
            {linesOf(open).map((complaint) => (
              <Line key={complaint.id} complaint={complaint} />
            ))}
          </Stack>
          <More of={open} />
          {(chats.length > 0 || letters.hasNextPage) && (
            <section>
              <Title order={2} size="h4" mb="xs">
                {say('不是客诉的来信', 'Messages that are no complaint')}
              </Title>
              <Stack component="ul" gap="xs" className="plain-list">
                {chats.map((chat) => (
                  <ChatLine key={chat.id} chat={chat} />
                ))}
              </Stack>
              <More of={letters} />
            </section>
          )}
          {(linesOf(closed).length > 0 || closed.hasNextPage) && (
            <section>
              <Title order={2} size="h4" mb="xs">
                {say('已办结', 'Closed')}
              </Title>
              <Stack component="ul" gap="xs" className="plain-list">
                {linesOf(closed).map((complaint) => (
                  <Line key={complaint.id} complaint={complaint} />
                ))}
              </Stack>
              <More of={closed} />
            </section>
          )}
        </>
      )}
    </Stack>
  )
}
