import {
  Alert,
  Anchor,
  Badge,
  Button,
  Checkbox,
  Grid,
  Group,
  NativeSelect,
  Paper,
  Radio,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Timeline,
  Title,
} from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ShownComplaint } from '../../../lib/complaint/show'
import type { Colleague } from '../../../lib/people/list-colleagues'
import {
  complaintKindNames,
  complaintKinds,
  outcomeNames,
  outcomes,
  sourceNames,
} from '../../../lib/policy/complaint-kinds'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { Unpublished } from '../parts/unpublished'
import { day, moment } from '../words/moment'
import { Messages } from './messages'
import { complaintColors, complaintEvents, complaintNames } from './names'
import { useComplaint, useComplaintAct, usePrepared } from './queries'

function Assign({ shown, today }: { shown: ShownComplaint; today: string }) {
  const { say } = useLanguage()
  const { complaint } = shown
  const { data } = useQuery({
    queryKey: ['people'],
    queryFn: () => call<{ people: Colleague[] }>('GET', '/people'),
  })
  const units = [...new Map((data?.people ?? []).map(({ unitId, unitName }) => [unitId, unitName]))]
  const [unitId, setUnit] = useState(complaint.unitId ?? '')
  const [dueOn, setDue] = useState(complaint.dueOn ?? '')
  const [otherwise, setOtherwise] = useState(false)
  const [needsApproval, setApproval] = useState(complaint.needsApproval)
  const assign = useComplaintAct<object>(`/complaints/${complaint.id}/assign`)
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('分派', 'Assign')}
      </Title>
      <Stack gap="xs">
        <NativeSelect
          label={say('办理单位', 'Unit')}
          value={unitId}
          onChange={(event) => setUnit(event.currentTarget.value)}
          data={[
            { value: '', label: say('请选择', 'choose') },
            ...units.map(([value, label]) => ({ value, label })),
          ]}
        />
        <TextInput
          type="date"
          label={
            shown.bound && !otherwise
              ? say('答复期限（不填为下面的最晚日）', 'Answer until (the latest day below if empty)')
              : say('答复期限（不填为五个工作日）', 'Answer until (five working days if empty)')
          }
          min={today}
          {...(shown.bound && !otherwise && { max: shown.bound.dueOn })}
          value={dueOn}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
        {shown.bound && (
          <>
            <BoundBy bound={shown.bound} />
            <Checkbox
              label={say(
                '不经微信也能答复（另有客户电话或邮箱）',
                'The customer can be answered without WeChat',
              )}
              checked={otherwise}
              onChange={(event) => setOtherwise(event.currentTarget.checked)}
            />
          </>
        )}
        <Checkbox
          label={say('答复须经单位负责人同意', 'The unit head approves the answer')}
          checked={needsApproval}
          onChange={(event) => setApproval(event.currentTarget.checked)}
        />
        <Trouble error={assign.error} />
        <Group>
          <Button
            disabled={unitId === ''}
            loading={assign.isPending}
            onClick={() => assign.mutate({ unitId, needsApproval, otherwise, ...(dueOn && { dueOn }) })}
          >
            {complaint.unitId ? say('改派', 'Assign anew') : say('分派', 'Assign')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

/** Why the date is no later: WeChat is the only way to this customer, and it closes. */
function BoundBy({ bound }: { bound: NonNullable<ShownComplaint['bound']> }) {
  const { say, language } = useLanguage()
  return (
    <Text size="sm" c="red.9">
      {say(
        `微信答复窗口 ${moment(bound.until, language)} 关闭，客户没有留电话：最晚 ${day(bound.dueOn, language)} 答复。`,
        `WeChat’s window closes ${moment(bound.until, language)} and the customer left no number: answer by ${day(bound.dueOn, language)}.`,
      )}
    </Text>
  )
}

/** WeChat's budget: messages and hours left, or that it is shut and what can be done instead. */
function Budget({ window }: { window: NonNullable<ShownComplaint['window']> }) {
  const { say, language } = useLanguage()
  const rule =
    window.trigger === 'menu'
      ? say('客户只点了菜单，1 分钟内至多 3 条', 'three within a minute: the customer only tapped the menu')
      : say('客户来信后 48 小时内至多 5 条', 'five within 48 hours of the customer’s own')
  return (
    <Alert color={window.open ? 'teal' : 'orange'}>
      {window.open
        ? say(
            `微信还可以发 ${window.left} 条，截止 ${moment(window.until!, language)}（${rule}）。`,
            `WeChat takes ${window.left} more messages until ${moment(window.until!, language)} (${rule}).`,
          )
        : say(
            `微信已不能发：时间已过，或条数已用完（${rule}）。请改用电话或邮件，并登记说了什么。`,
            `WeChat takes no more: the time is over or the messages are used up (${rule}). Use phone or mail, and record what was said.`,
          )}
    </Alert>
  )
}

/** What the company often answers with: put in, and then made to fit. */
function Prepared({ insert }: { insert: (words: string) => void }) {
  const { say } = useLanguage()
  const { data } = usePrepared()
  if (!data || data.answers.length === 0) return null
  return (
    <NativeSelect
      label={say('插入常用答复（插入后可以改）', 'Insert a prepared answer (it can be changed)')}
      value=""
      onChange={(event) => {
        const chosen = data.answers[Number(event.currentTarget.value)]
        if (event.currentTarget.value !== '' && chosen) insert(chosen.text)
      }}
      data={[
        { value: '', label: say('选一条', 'choose one') },
        ...data.answers.map(({ title }, index) => ({ value: String(index), label: title })),
      ]}
    />
  )
}

function Answer({ shown }: { shown: ShownComplaint }) {
  const { say } = useLanguage()
  const { complaint, window, answer } = shown
  const overWechat = window?.open ?? false
  const [text, setText] = useState(answer ?? '')
  const [how, setHow] = useState(overWechat ? 'wechat' : 'phone')
  const act = useComplaintAct<object>(`/complaints/${complaint.id}/answer`)
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {complaint.state === 'drafted' ? say('审定答复', 'Approve the answer') : say('答复', 'Answer')}
      </Title>
      <Stack gap="xs">
        {window && <Budget window={window} />}
        <Prepared insert={(words) => setText(text.trim() === '' ? words : `${text}\n${words}`)} />
        <Textarea
          label={say('答复内容', 'Answer')}
          autosize
          minRows={3}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Radio.Group label={say('怎样告诉客户', 'How the customer is told')} value={how} onChange={setHow}>
          <Group mt={4}>
            {window && <Radio value="wechat" disabled={!overWechat} label={say('微信', 'WeChat')} />}
            <Radio value="phone" label={say('已电话告知', 'told by phone')} />
            <Radio value="mail" label={say('已发邮件', 'sent by mail')} />
          </Group>
        </Radio.Group>
        <Trouble error={act.error} />
        <Group>
          <Button
            disabled={text.trim() === ''}
            loading={act.isPending}
            onClick={() => act.mutate({ text: text.trim(), how })}
          >
            {how === 'wechat' ? say('答复', 'Answer') : say('登记答复', 'Record the answer')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

function FollowUp({ shown }: { shown: ShownComplaint }) {
  const { say, tell, language } = useLanguage()
  const { complaint } = shown
  const next = complaint.followUps.find(({ at }) => at === undefined)
  const [outcome, setOutcome] = useState('')
  const [note, setNote] = useState('')
  const [answerOn, setAnswerOn] = useState('')
  const isBad = outcome === 'unsatisfied'
  const act = useComplaintAct<object>(`/complaints/${complaint.id}/follow-up`, () => {
    setOutcome('')
    setNote('')
  })
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('回访', 'Call back')}
      </Title>
      <Stack gap="xs">
        {next && (
          <Text>{say(`应于 ${day(next.dueOn, language)} 回访`, `due on ${day(next.dueOn, language)}`)}</Text>
        )}
        <Radio.Group
          label={say('客户的反应', 'How the customer takes it')}
          value={outcome}
          onChange={setOutcome}
        >
          <Stack gap={6} mt={4}>
            {outcomes.map((value) => (
              <Radio key={value} value={value} label={tell(outcomeNames[value])} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea
          label={isBad ? say('客户为什么不满意', 'Why they are not satisfied') : say('记录', 'Note')}
          autosize
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {isBad && (
          <TextInput
            type="date"
            label={say('新的答复期限（不填为五个工作日）', 'New date to answer (five working days if empty)')}
            value={answerOn}
            onChange={(event) => setAnswerOn(event.currentTarget.value)}
          />
        )}
        <Trouble error={act.error} />
        <Group>
          <Button
            disabled={outcome === '' || (isBad && note.trim() === '')}
            loading={act.isPending}
            onClick={() =>
              act.mutate({
                ...{ dueOn: next?.dueOn, outcome, note: note.trim() },
                ...(isBad && answerOn && { answerOn }),
              })
            }
          >
            {say('登记回访', 'Record it')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

/** Opened again by the editor, with the reason and a new date. */
function Reopen({ shown, today }: { shown: ShownComplaint; today: string }) {
  const { say } = useLanguage()
  const { complaint, bound } = shown
  const [reason, setReason] = useState('')
  const [dueOn, setDue] = useState('')
  const act = useComplaintAct<object>(`/complaints/${complaint.id}/reopen`)
  return (
    <details>
      <summary>{say('重新办理', 'Open it again')}</summary>
      <Stack gap="xs" mt="xs">
        <Textarea
          label={say('为什么重新办理', 'Why it is opened again')}
          autosize
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say('新的答复期限（不填为五个工作日）', 'New date to answer (five working days if empty)')}
          min={today}
          value={dueOn}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
        {bound && <BoundBy bound={bound} />}
        <Trouble error={act.error} />
        <Group>
          <Button
            variant="default"
            disabled={reason.trim() === ''}
            loading={act.isPending}
            onClick={() => act.mutate({ reason: reason.trim(), ...(dueOn && { dueOn }) })}
          >
            {say('重新办理', 'Open it again')}
          </Button>
        </Group>
      </Stack>
    </details>
  )
}

/** 催办: whoever has it is mailed at once; once a day. */
function Urge({ shown }: { shown: ShownComplaint }) {
  const { say, language } = useLanguage()
  const { id, urgedAt } = shown.complaint
  const act = useComplaintAct<object>(`/complaints/${id}/urge`)
  return (
    <>
      <Group gap="xs">
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate({})}>
          {say('催办', 'Urge')}
        </Button>
        {urgedAt && (
          <Text size="sm" c="dimmed">
            {say(`上次催办：${moment(urgedAt, language)}`, `last urged ${moment(urgedAt, language)}`)}
          </Text>
        )}
      </Group>
      <Trouble error={act.error} />
    </>
  )
}

/** 内部备注: colleagues to colleagues. */
function Notes({ shown, mayAdd }: { shown: ShownComplaint; mayAdd: boolean }) {
  const { say, language } = useLanguage()
  const { complaint, notes } = shown
  const [text, setText] = useState('')
  const act = useComplaintAct<object>(`/complaints/${complaint.id}/notes`, () => setText(''))
  if (notes.length === 0 && !mayAdd) return null
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('内部备注（客户看不到）', 'Notes (never shown to the customer)')}
      </Title>
      <Stack gap="xs">
        <Stack component="ul" gap="xs" className="plain-list">
          {notes.map((note) => (
            <li key={note.id}>
              <Text className="as-typed">
                {note.why === 'reopened' && <b>{say('重新办理：', 'Opened again: ')}</b>}
                {note.text}
              </Text>
              <Text size="sm" c="dimmed">
                {note.by.name} · {moment(note.at, language)}
              </Text>
            </li>
          ))}
        </Stack>
        {mayAdd && (
          <>
            <Textarea
              label={say('加一条备注', 'Add a note')}
              autosize
              maxLength={1_000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Trouble error={act.error} />
            <Group>
              <Button
                variant="default"
                disabled={text.trim() === ''}
                loading={act.isPending}
                onClick={() => act.mutate({ text: text.trim() })}
              >
                {say('保存备注', 'Save the note')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  )
}

/** The calls back that were made: how the customer took it. */
function CallsBack({ shown }: { shown: ShownComplaint }) {
  const { say, tell, language } = useLanguage()
  const made = shown.complaint.followUps.filter(({ at }) => at !== undefined)
  if (made.length === 0) return null
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('回访记录', 'Calls back')}
      </Title>
      <Stack component="ul" gap="xs" className="plain-list">
        {made.map(({ dueOn, at, outcome, note, by }) => (
          <li key={`${dueOn} ${at}`}>
            <Text fw={600}>{outcome && tell(outcomeNames[outcome])}</Text>
            {note && <Text className="as-typed">{note}</Text>}
            <Text size="sm" c="dimmed">
              {by?.name} · {at && moment(at, language)}
            </Text>
          </li>
        ))}
      </Stack>
    </Paper>
  )
}

/** What it is about, for lists and figures. */
function Labels({ shown }: { shown: ShownComplaint }) {
  const { say, tell } = useLanguage()
  const { complaint } = shown
  const [kind, setKind] = useState<string>(complaint.kind ?? '')
  const [tags, setTags] = useState(complaint.tags)
  const act = useComplaintAct<object>(`/complaints/${complaint.id}/label`)
  const isSame = kind === (complaint.kind ?? '') && tags.join('\n') === complaint.tags.join('\n')
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('种类与标签', 'Kind and tags')}
      </Title>
      <Stack gap="xs">
        <NativeSelect
          label={say('种类', 'Kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[
            { value: '', label: say('未标注', 'not set') },
            ...complaintKinds.map((value) => ({ value, label: tell(complaintKindNames[value]) })),
          ]}
        />
        <TagsInput
          label={say(
            '标签（回车添加，至多五个；不写客户信息）',
            'Tags (Enter adds one, five at most; nothing of the customer)',
          )}
          maxTags={5}
          maxLength={12}
          value={tags}
          onChange={setTags}
        />
        <Trouble error={act.error} />
        {!isSame && (
          <Group>
            <Button
              variant="default"
              loading={act.isPending}
              onClick={() => act.mutate({ ...(kind && { kind }), tags })}
            >
              {say('保存', 'Save')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

function Customer({ shown }: { shown: ShownComplaint }) {
  const { say, language } = useLanguage()
  const { complaint, customer, messages } = shown
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('客户反映', 'What the customer says')}
      </Title>
      {complaint.erased && (
        <Alert color="gray">
          {say(
            `客户信息已于 ${moment(complaint.erased.at, language)} 删除（${complaint.erased.why === 'unsubscribed' ? '客户取消关注' : '保存期满'}）。`,
            `The customer’s data were erased on ${moment(complaint.erased.at, language)} (${complaint.erased.why === 'unsubscribed' ? 'they unsubscribed' : 'kept long enough'}).`,
          )}
        </Alert>
      )}
      {customer && (customer.name || customer.phone) && (
        <Text>
          {customer.name} {customer.phone}
        </Text>
      )}
      {messages.length > 0 ? (
        <Messages messages={messages} />
      ) : (
        <Text className="as-typed">{customer?.words}</Text>
      )}
    </Paper>
  )
}

/** Whoever did not come by WeChat was not told there: nothing happened that needs a line. */
const wasTold = ({ type, facts }: ShownComplaint['ledger'][number]) =>
  type !== 'CustomerTold' || facts['acknowledged'] !== 'none'

/** One complaint: what was said, what is to be done now, everything that happened, who looked. */
export function ComplaintPage({ id }: { id: string }) {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const { data, error, isPending, refetch } = useComplaint(id)
  const complaint = data?.complaint
  const editor = isOne(me, 'editor')
  const handles = editor || isOne(me, 'officer', 'unit-head')
  return (
    <Stack>
      <Anchor component={Link} href="/complaints" size="sm">
        {say('← 客诉', '← Complaints')}
      </Anchor>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={6} />}
      {data && complaint && (
        <>
          <Group justify="space-between" align="flex-start">
            <div>
              <Title order={1} size="h2">
                {complaint.number}
              </Title>
              <Text size="sm" c="dimmed">
                {tell(sourceNames[complaint.source])} · {moment(complaint.registeredAt, language)}
                {complaint.unitName && ` · ${complaint.unitName}`}
                {complaint.dueOn &&
                  say(
                    ` · 限 ${day(complaint.dueOn, language)} 前答复`,
                    ` · answer until ${day(complaint.dueOn, language)}`,
                  )}
              </Text>
              {complaint.dueBound && complaint.state === 'assigned' && complaint.dueOn && (
                <BoundBy bound={{ until: complaint.dueBound, dueOn: complaint.dueOn }} />
              )}
              <Unpublished years={complaint.counted?.unpublished} />
            </div>
            <Badge size="lg" color={complaintColors[complaint.state]}>
              {tell(complaintNames[complaint.state])}
            </Badge>
          </Group>
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, md: 7 }}>
              <Stack>
                <Customer shown={data} />
                {editor && ['registered', 'assigned', 'drafted'].includes(complaint.state) && (
                  <Assign key={complaint.state} shown={data} today={me!.today} />
                )}
                {complaint.state === 'drafted' && !isOne(me, 'unit-head') && (
                  <Text size="sm" c="dimmed">
                    {say(
                      '答复已拟好，等单位负责人审定后才会告诉客户；负责人审定之前可以改写。',
                      'The answer waits for the unit head; the customer gets it after that. It can be rewritten until then.',
                    )}
                  </Text>
                )}
                {handles && ['assigned', 'drafted'].includes(complaint.state) && (
                  <Answer key={`${complaint.state} ${complaint.reopened}`} shown={data} />
                )}
                {data.answer && !['assigned', 'drafted'].includes(complaint.state) && (
                  <Paper withBorder p="md" component="section">
                    <Title order={2} size="h4" mb="xs">
                      {say('答复', 'Answer')}
                    </Title>
                    <Text className="as-typed">{data.answer}</Text>
                    <Text size="sm" c="dimmed">
                      {complaint.answeredBy?.name}
                      {complaint.answeredAt && ` · ${moment(complaint.answeredAt, language)}`}
                    </Text>
                  </Paper>
                )}
                <CallsBack shown={data} />
                {handles && complaint.state === 'answered' && <FollowUp shown={data} />}
                {editor && ['answered', 'closed'].includes(complaint.state) && !complaint.erased && (
                  <Reopen key={complaint.state} shown={data} today={me!.today} />
                )}
                <Notes shown={data} mayAdd={handles && !complaint.erased} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <Stack>
                {isOne(me, 'editor', 'department-head') &&
                  ['assigned', 'drafted', 'answered'].includes(complaint.state) && <Urge shown={data} />}
                {handles && <Labels key={`${complaint.kind} ${complaint.tags.join(' ')}`} shown={data} />}
                <Paper withBorder p="md">
                  <Title order={2} size="h4" mb="sm">
                    {say('经过', 'What happened')}
                  </Title>
                  <Timeline bulletSize={14} lineWidth={2} active={data.ledger.length}>
                    {data.ledger.filter(wasTold).map(({ seq, type, at }) => (
                      <Timeline.Item key={seq} title={tell(complaintEvents[type] ?? { zh: type, en: type })}>
                        <Text size="sm" c="dimmed">
                          {moment(at, language)}
                        </Text>
                      </Timeline.Item>
                    ))}
                  </Timeline>
                </Paper>
                <details>
                  <summary>
                    {say(
                      `谁看过客户信息（${data.accesses.length}）`,
                      `Who has read the customer’s data (${data.accesses.length})`,
                    )}
                  </summary>
                  <ul>
                    {data.accesses.map(({ at, by, name, gist }) => (
                      <li key={`${at} ${by}`}>
                        {name} · {moment(at, language)}
                        {gist && say('（列表里的开头）', ' (first words, in the list)')}
                      </li>
                    ))}
                  </ul>
                </details>
              </Stack>
            </Grid.Col>
          </Grid>
        </>
      )}
    </Stack>
  )
}
