import {
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
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { ListedSubmissions } from '../../../lib/submission/list-submissions'
import type { ListedRequest, ListedRequests } from '../../../lib/request/list-requests'
import { call, newKey } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage, type Bilingual } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { WithReason } from '../parts/with-reason'
import { useCreate } from '../submissions/use-create'
import { day } from '../words/moment'
import { stateNames as submissionStates } from '../words/names'
import { Units } from './units'

const stateNames: Record<ListedRequest['state'], Bilingual> = {
  open: { zh: '待提供', en: 'wanted' },
  delivered: { zh: '已提供', en: 'delivered' },
  excused: { zh: '已免除', en: 'excused' },
  unanswered: { zh: '逾期未提供', en: 'never answered' },
}
const stateColors: Record<ListedRequest['state'], string> = {
  open: 'orange',
  delivered: 'green',
  excused: 'gray',
  unanswered: 'red',
}

export const useRequests = (month: string) =>
  useQuery({
    queryKey: ['requests', month],
    queryFn: () => call<ListedRequests>('GET', `/requests?month=${month}&limit=1`),
    refetchInterval: 30_000,
    // Another month does not take away the page, and with it what somebody is typing on it.
    placeholderData: (before) => before,
  })

const useRequestPages = (state: 'open' | 'ended') =>
  usePages<ListedRequests>(['requests', 'pages'], '/requests', { state }, { refetchInterval: 30_000 })

/** The office asks a unit; there is a due date and no way to decline (article 5). */
function Ask({ units, today }: { units: ListedRequests['units']; today: string }) {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const nothing = { unitId: units[0]?.unitId ?? '', subject: '', details: '', dueOn: '' }
  const [wish, setWish] = useState(nothing)
  const key = useRef(newKey())
  const ask = useMutation({
    mutationFn: () => call('POST', '/requests', wish, { key: key.current }),
    onSuccess: async () => {
      key.current = newKey()
      setWish(nothing)
      await queries.invalidateQueries({ queryKey: ['requests'] })
    },
  })
  const change = (part: Partial<typeof wish>) => setWish({ ...wish, ...part })
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('向单位要材料', 'Ask a unit for material')}
      </Title>
      <Stack gap="xs">
        <Group grow align="flex-start">
          <NativeSelect
            label={say('单位', 'Unit')}
            value={wish.unitId}
            onChange={(event) => change({ unitId: event.currentTarget.value })}
            data={units.map(({ unitId, unitName }) => ({ value: unitId, label: unitName }))}
          />
          <TextInput
            type="date"
            label={say('截止日期', 'Due on')}
            min={today}
            value={wish.dueOn}
            onChange={(event) => change({ dueOn: event.currentTarget.value })}
          />
        </Group>
        <TextInput
          label={say('要什么', 'What is wanted')}
          maxLength={100}
          value={wish.subject}
          onChange={(event) => change({ subject: event.currentTarget.value })}
        />
        <Textarea
          label={say('具体要求（可不填）', 'Details (optional)')}
          autosize
          value={wish.details}
          onChange={(event) => change({ details: event.currentTarget.value })}
        />
        <Trouble error={ask.error} />
        <Group>
          <Button
            disabled={wish.subject.trim() === '' || wish.dueOn === ''}
            loading={ask.isPending}
            onClick={() => ask.mutate()}
          >
            {say('发出请求', 'Ask')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

/** What may answer: everything but what was taken back or ran out of time. */
const answering = Object.keys(submissionStates)
  .filter((state) => !['withdrawn', 'expired', 'unused'].includes(state))
  .join(',')

/** Answer with a new submission, or with one that is there. */
function Answer({ request }: { request: ListedRequest }) {
  const { say } = useLanguage()
  const [, go] = useLocation()
  const queries = useQueryClient()
  const pages = usePages<ListedSubmissions>(['submissions'], '/submissions', { states: answering })
  const [chosen, choose] = useState('')
  const answer = useMutation({
    mutationFn: (submissionId: string) => call('POST', `/requests/${request.id}/answer`, { submissionId }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['requests'] }),
  })
  const create = useCreate((id) => answer.mutate(id, { onSuccess: () => go(`/submissions/${id}`) }))
  const able = pages.data?.pages.flatMap(({ submissions }) => submissions) ?? []
  return (
    <Stack gap="xs" mt="xs">
      <Trouble error={create.error ?? answer.error} />
      {request.submissionId && (
        <Text size="sm">
          {say('已在准备：', 'in preparation: ')}
          <Link href={`/submissions/${request.submissionId}`}>
            {say('打开稿件，送审即算提供', 'open the draft; submitting it delivers')}
          </Link>
        </Text>
      )}
      <Group align="flex-end" gap="xs">
        <Button loading={create.isPending} onClick={() => create.mutate()}>
          {say('写新稿答复', 'Write an answer')}
        </Button>
        {able.length > 0 && (
          <>
            <NativeSelect
              label={say('或用已有的稿件', 'or one that is there')}
              value={chosen}
              onChange={(event) => choose(event.currentTarget.value)}
              data={[
                { value: '', label: say('请选择', 'choose') },
                ...able.map(({ id, title }) => ({ value: id, label: title || id.slice(0, 8) })),
              ]}
            />
            <Button
              variant="default"
              disabled={chosen === ''}
              loading={answer.isPending}
              onClick={() => answer.mutate(chosen)}
            >
              {say('用它答复', 'Answer with it')}
            </Button>
            <More of={pages} />
          </>
        )}
      </Group>
    </Stack>
  )
}

function Excuse({ request }: { request: ListedRequest }) {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const excuse = useMutation({
    mutationFn: (reason: string) => call('POST', `/requests/${request.id}/excuse`, { reason }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['requests'] }),
  })
  return (
    <WithReason
      summary={say('免除（只有企管部可以）', 'Excuse (the office only)')}
      label={say('理由（记录在案）', 'Reason (kept on record)')}
      button={say('免除', 'Excuse')}
      act={excuse.mutate}
      isPending={excuse.isPending}
      error={excuse.error}
    />
  )
}

function Line({ request, office, officer }: { request: ListedRequest; office: boolean; officer: boolean }) {
  const { say, tell, language } = useLanguage()
  const wanted = request.state === 'open' || request.state === 'unanswered'
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Text fw={600}>{request.subject}</Text>
        <Group gap={6}>
          {request.overdue && <Badge color="red">{say('已逾期', 'overdue')}</Badge>}
          <Badge color={stateColors[request.state]}>{tell(stateNames[request.state])}</Badge>
        </Group>
      </Group>
      {request.details && <Text className="as-typed">{request.details}</Text>}
      <Text size="sm" c="dimmed">
        {request.unitName} ·{' '}
        {say(`截止 ${day(request.dueOn, language)}`, `due ${day(request.dueOn, language)}`)} ·{' '}
        {say(`${request.askedBy.name} 提出`, `asked by ${request.askedBy.name}`)}
      </Text>
      {request.excused && (
        <Text size="sm">
          {request.excused.by.name}：{request.excused.reason}
        </Text>
      )}
      {!wanted && request.submissionId && (
        <Link href={`/submissions/${request.submissionId}`}>{say('看答复的稿件', 'See the answer')}</Link>
      )}
      {wanted && officer && <Answer request={request} />}
      {wanted && office && <Excuse request={request} />}
    </Card>
  )
}

/** What 企管部 asks of units and expects of them (articles 4 and 5): the office asks and presses, a unit answers. */
export function Requests() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const today = me!.today
  const [month, setMonth] = useState(today.slice(0, 7))
  const { data, error, isPending, refetch } = useRequests(month)
  // Who can be asked does not hang on the month one looks at, nor does the form, even if that month cannot be had.
  const { data: thisMonth } = useRequests(today.slice(0, 7))
  const office = isOne(me, 'editor', 'department-head', 'office-reviewer')
  const wanted = useRequestPages('open')
  const past = useRequestPages('ended')
  const lines = (pages: typeof wanted) => pages.data?.pages.flatMap(({ requests }) => requests) ?? []
  const open = lines(wanted).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('材料和报送', 'Material and deliveries')}
      </Title>
      <Text c="dimmed">
        {say(
          '企管部要的材料不能拒绝（第五条），只有送审或由企管部免除；每个工作日十点，一人至多收到一封催办。',
          'Material the office asks for cannot be declined (article 5): it is delivered, or excused by the office. Reminders come at ten on working days, one letter a person at most.',
        )}
      </Text>
      {office && thisMonth && <Ask units={thisMonth.units} today={today} />}
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data && (
        <>
          <section>
            <Title order={2} size="h4" mb="xs">
              {say('材料请求', 'Requests')}
            </Title>
            {open.length === 0 && !wanted.hasNextPage && (
              <Empty title={say('没有材料请求', 'Nothing is asked for')} />
            )}
            <Stack component="ul" gap="sm" className="plain-list">
              {open.map((request) => (
                <Line
                  key={request.id}
                  request={request}
                  office={office}
                  officer={isOne(me, 'officer') && request.unitId === me?.unit?.id}
                />
              ))}
            </Stack>
            <More of={wanted} />
          </section>
          {(lines(past).length > 0 || past.hasNextPage) && (
            <section>
              <Title order={2} size="h4" mb="xs">
                {say('已了结的请求', 'Requests that have ended')}
              </Title>
              <Stack component="ul" gap="sm" className="plain-list">
                {lines(past).map((request) => (
                  <Line key={request.id} request={request} office={office} officer={false} />
                ))}
              </Stack>
              <More of={past} />
            </section>
          )}
          <Units shown={data} month={month} choose={setMonth} today={today} office={office} />
        </>
      )}
    </Stack>
  )
}
