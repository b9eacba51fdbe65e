import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import type { Colleague } from '../../../lib/people/list-colleagues'
import { ApiRefusal, call, newKey } from '../api/client'
import { useMe, type Me } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'

/** Fields of type `datetime-local` hold Beijing time, whatever the zone of the browser. */
const asInstant = (local: string): string => new Date(`${local}:00+08:00`).toISOString()

interface Wish {
  event: string
  purpose: string
  from: string
  until: string
  cap: number
}

function Form({ me, people }: { me: Me; people: Colleague[] }) {
  const { say } = useLanguage()
  const [, go] = useLocation()
  const queries = useQueryClient()
  const key = useRef(newKey())
  const unitId = me.unit?.id ?? ''
  const [wish, setWish] = useState<Wish>({
    event: '',
    purpose: '',
    from: `${me.today}T09:00`,
    until: `${me.today}T18:00`,
    cap: 5,
  })
  const [borrowerIds, setBorrowers] = useState<string[]>([me.id])
  const change = (part: Partial<Wish>) => setWish({ ...wish, ...part })
  const apply = useMutation({
    mutationFn: () =>
      call<{ loanId: string }>(
        'POST',
        '/loans',
        { ...wish, unitId, borrowerIds, from: asInstant(wish.from), until: asInstant(wish.until) },
        { key: key.current },
      ),
    onSuccess: async ({ loanId }) => {
      await queries.invalidateQueries({ queryKey: ['loans'] })
      go(`/loans/${loanId}`)
    },
    // A refusal was heard: the next try is another wish. A lost answer is asked for again.
    onError: (error) => {
      if (error instanceof ApiRefusal) key.current = newKey()
    },
  })
  const whole = wish.event.trim() && wish.purpose.trim() && wish.from && wish.until && borrowerIds.length > 0
  return (
    <Paper
      withBorder
      p="md"
      component="form"
      aria-label={say('借用申请', 'Application')}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        apply.mutate()
      }}
    >
      <Stack>
        <TextInput
          label={say('活动', 'Event')}
          required
          maxLength={60}
          value={wish.event}
          onChange={(event) => change({ event: event.currentTarget.value })}
        />
        <Textarea
          label={say('用途', 'Purpose')}
          description={say(
            '批准人据此决定，会原样记入台账',
            'What the decision rests on; kept on record as written',
          )}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={wish.purpose}
          onChange={(event) => change({ purpose: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            type="datetime-local"
            label={say('开始（北京时间）', 'From (Beijing time)')}
            required
            value={wish.from}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
          <TextInput
            type="datetime-local"
            label={say('结束（北京时间）', 'Until (Beijing time)')}
            required
            value={wish.until}
            min={wish.from}
            onChange={(event) => change({ until: event.currentTarget.value })}
          />
        </SimpleGrid>
        <Checkbox.Group
          label={say('借用人', 'Borrowers')}
          description={say(
            '本单位的信息员和负责人；只有他们能以官方微博发布',
            'Officers and head of your unit; only they can post as the company',
          )}
          value={borrowerIds}
          onChange={setBorrowers}
        >
          <Stack gap={6} mt="xs">
            {people.map((one) => (
              <Checkbox key={one.id} value={one.id} label={one.name} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NumberInput
          label={say('最多发几条', 'How many posts at most')}
          min={1}
          max={50}
          allowDecimal={false}
          clampBehavior="strict"
          value={wish.cap}
          onChange={(value) => change({ cap: Number(value) || 1 })}
        />
        <Trouble error={apply.error} />
        <Group>
          <Button type="submit" disabled={!whole} loading={apply.isPending}>
            {say('提交申请', 'Apply')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

/** Article 12: event, window, purpose, people and cap; the head of 企管部 decides by mail. */
export function ApplyForLoan() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
  })
  const mine = (data?.people ?? []).filter((one) => one.unitId === me?.unit?.id)
  return (
    <Stack gap="md" maw={640}>
      <Title order={1} size="h2">
        {say('申请借用官方微博', 'Apply for the Weibo account')}
      </Title>
      <Text c="dimmed">
        {say(
          '企管部负责人会收到邮件；结果也用邮件告诉您。批准后到时自动开始和结束。',
          'The head of enterprise management gets a mail, and you get one with the outcome. A granted loan opens and ends by the clock.',
        )}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data && mine.length === 0 && <Empty title={say('本单位还没有人员', 'Nobody is in this unit yet')} />}
      {me && mine.length > 0 && <Form me={me} people={mine} />}
    </Stack>
  )
}
