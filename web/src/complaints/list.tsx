import {
  Anchor,
  Badge,
  Button,
  Card,
  Checkbox,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Tabs,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ListedComplaint } from '../../../lib/complaint/show'
import { complaintKindNames, complaintKinds, sourceNames } from '../../../lib/policy/complaint-kinds'
import { isOne, useMe } from '../api/me'
import { useLanguage, type Bilingual } from '../language'
import { More } from '../parts/pages'
import { SavedViews } from '../parts/saved-views'
import { useTerms, type Terms } from '../parts/terms'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { day, moment } from '../words/moment'
import { Chats } from './chats'
import { Enter } from './enter'
import { complaintColors, complaintNames } from './names'
import { PreparedList } from './prepared'
import { Together } from './together'
import { useComplaints } from './queries'

/** Whose turn it is, by the state. */
const holderOf = ({ state, unitName = '' }: ListedComplaint): Bilingual | undefined =>
  ({
    registered: { zh: '文字编辑员', en: 'copy editor' },
    assigned: { zh: unitName, en: unitName },
    drafted: { zh: `${unitName}负责人`, en: `head of ${unitName}` },
    answered: { zh: `文字编辑员、${unitName}`, en: `copy editor, ${unitName}` },
    closed: undefined,
  })[state]

/** What WeChat still takes of an answer, while one is owed. */
function WindowLeft({ window }: { window: NonNullable<ListedComplaint['window']> }) {
  const { say } = useLanguage()
  const { hours } = window
  if (!window.open) return <Badge color="gray">{say('微信窗口已关', 'WeChat window shut')}</Badge>
  return (
    <Badge color={hours <= 6 ? 'red' : hours <= 24 ? 'orange' : 'teal'}>
      {say(`微信还剩 ${hours} 小时、${window.left} 条`, `WeChat: ${hours} h, ${window.left} left`)}
    </Badge>
  )
}

/** Lines chosen for one act on all of them. */
interface Chosen {
  ids: string[]
  choose: (id: string, isChosen: boolean) => void
}

function Line({ complaint, chosen }: { complaint: ListedComplaint; chosen: Chosen | undefined }) {
  const { say, tell, language } = useLanguage()
  const { dueOn, followUpOn, state, kind, tags, window, gist } = complaint
  const holder = holderOf(complaint)
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Group gap="xs">
          {chosen && (
            <Checkbox
              aria-label={say(`选择 ${complaint.number}`, `Choose ${complaint.number}`)}
              checked={chosen.ids.includes(complaint.id)}
              onChange={(event) => chosen.choose(complaint.id, event.currentTarget.checked)}
            />
          )}
          <Anchor component={Link} href={`/complaints/${complaint.id}`} fw={600} c="inherit">
            {complaint.number}
          </Anchor>
        </Group>
        <Group gap={6}>
          {complaint.overdue && <Badge color="red">{say('已逾期', 'overdue')}</Badge>}
          {complaint.reopened > 0 && <Badge color="orange">{say('重新办理', 'opened again')}</Badge>}
          {window && <WindowLeft window={window} />}
          <Badge color={complaintColors[state]}>{tell(complaintNames[state])}</Badge>
        </Group>
      </Group>
      {gist && <Text my={4}>{gist}</Text>}
      <Text size="sm" c="dimmed">
        {tell(sourceNames[complaint.source])} · {moment(complaint.registeredAt, language)}
        {kind && ` · ${tell(complaintKindNames[kind])}`}
        {tags.map((tag) => ` #${tag}`)}
        {holder && say(` · 现在归${holder.zh}`, ` · with ${holder.en}`)}
        {dueOn &&
          ['assigned', 'drafted'].includes(state) &&
          say(` · 限 ${day(dueOn, language)} 前答复`, ` · answer until ${day(dueOn, language)}`)}
        {followUpOn &&
          say(` · ${day(followUpOn, language)} 回访`, ` · call back on ${day(followUpOn, language)}`)}
      </Text>
    </Card>
  )
}

const tabs: { value: string; name: Bilingual }[] = [
  { value: 'open', name: { zh: '要办的', en: 'Open' } },
  { value: 'registered', name: { zh: '新来的', en: 'New' } },
  { value: 'assigned', name: { zh: '待单位答复', en: 'Waiting for the unit' } },
  { value: 'drafted', name: { zh: '待负责人审定', en: 'Waiting for the head' } },
  { value: 'answered', name: { zh: '待回访', en: 'To call back' } },
  { value: 'closed', name: { zh: '已办结', en: 'Closed' } },
]
const ofPrepared = { value: 'prepared', name: { zh: '常用答复', en: 'Prepared answers' } }
const ofChats = { value: 'chats', name: { zh: '未列为客诉的留言', en: 'Not complaints' } }

function Filters({ term, change }: Terms) {
  const { say, tell } = useLanguage()
  return (
    <Group align="flex-end">
      <TextInput
        type="search"
        label={say('查找：编号、单位、种类、标签、答复人', 'Search number, unit, kind, tag, who answered')}
        value={term('q')}
        maxLength={60}
        onChange={(event) => change('q', event.currentTarget.value)}
      />
      <NativeSelect
        label={say('种类', 'Kind')}
        value={term('kind')}
        onChange={(event) => change('kind', event.currentTarget.value)}
        data={[
          { value: '', label: say('全部', 'All') },
          ...complaintKinds.map((kind) => ({ value: kind, label: tell(complaintKindNames[kind]) })),
        ]}
      />
      <TextInput
        type="date"
        label={say('受理于，从', 'Registered from')}
        value={term('from')}
        onChange={(event) => change('from', event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={say('到', 'to')}
        value={term('to')}
        onChange={(event) => change('to', event.currentTarget.value)}
      />
      <Checkbox
        mb={8}
        label={say('只看逾期', 'Only overdue')}
        checked={term('late') === 'yes'}
        onChange={(event) => change('late', event.currentTarget.checked ? 'yes' : '')}
      />
    </Group>
  )
}

function Found({ terms: { term }, tab, editor }: { terms: Terms; tab: string; editor: boolean }) {
  const { say } = useLanguage()
  const [ids, setIds] = useState<string[]>([])
  const chosen: Chosen | undefined =
    editor && tab !== 'closed'
      ? {
          ids,
          choose: (id, isChosen) => setIds(isChosen ? [...ids, id] : ids.filter((one) => one !== id)),
        }
      : undefined
  const [q] = useDebouncedValue(term('q'), 300)
  const pages = useComplaints({
    ...{ state: tab, q, kind: term('kind'), from: term('from'), to: term('to'), late: term('late') },
  })
  const { error, isPending, refetch } = pages
  const lines = pages.data?.pages.flatMap(({ complaints }) => complaints) ?? []
  return (
    <>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {pages.data && lines.length === 0 && !pages.hasNextPage && (
        <Empty title={say('没有这样的客诉', 'No such complaint')} />
      )}
      {ids.length > 0 && (
        <Together complaints={lines.filter(({ id }) => ids.includes(id))} done={() => setIds([])} />
      )}
      <Stack component="ul" gap="xs" className="plain-list">
        {lines.map((complaint) => (
          <Line key={complaint.id} complaint={complaint} chosen={chosen} />
        ))}
      </Stack>
      <More of={pages} />
    </>
  )
}

/** Complaints by whose turn it is (article 4); a unit sees what was assigned to it. */
export function Complaints() {
  const { say, tell } = useLanguage()
  const { data: me } = useMe()
  const editor = isOne(me, 'editor')
  const terms = useTerms()
  const shown = editor ? [...tabs, ofChats, ofPrepared] : tabs
  const tab = shown.find(({ value }) => value === terms.term('tab'))?.value ?? 'open'
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
      {editor && (
        <Paper withBorder p="md">
          <Enter />
        </Paper>
      )}
      <Tabs value={tab} onChange={(value) => terms.change('tab', value ?? '')} keepMounted={false}>
        <Tabs.List>
          {shown.map(({ value, name }) => (
            <Tabs.Tab key={value} value={value}>
              {tell(name)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(({ value }) => (
          <Tabs.Panel key={value} value={value} pt="md">
            <Stack>
              {value === 'chats' ? (
                <Chats />
              ) : value === 'prepared' ? (
                <PreparedList />
              ) : (
                <>
                  <Filters {...terms} />
                  <SavedViews of="complaints" terms={terms} />
                  <Found terms={terms} tab={value} editor={editor} />
                </>
              )}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  )
}
