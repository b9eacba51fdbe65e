import { Anchor, Badge, Card, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Card as Listed } from '../../../lib/submission/card'
import type { ListedSubmissions } from '../../../lib/submission/list-submissions'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { SavedViews } from '../parts/saved-views'
import { RemovalBadge, StateBadge } from '../parts/state-badge'
import { useTerms } from '../parts/terms'
import { Empty, Loading } from '../parts/waiting'
import { channelNames, type State } from '../words/names'
import { Standing } from './standing'
import { WriteNew } from './write-new'

const groups: Record<string, State[]> = {
  mine: ['draft', 'rejected', 'expired', 'unused', 'failed'],
  moving: ['checking', 'in-review', 'approved', 'scheduled', 'sending', 'removing'],
  ended: ['published', 'withdrawn', 'removed'],
}

function Row({ submission }: { submission: Listed }) {
  const { say, tell } = useLanguage()
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Anchor component={Link} href={`/submissions/${submission.id}`} fw={600} c="inherit">
          {submission.title || say('（还没有标题）', '(no title yet)')}
        </Anchor>
        <Group gap={6}>
          {submission.channels.map((channel) => (
            <Text key={channel} size="xs" c="dimmed">
              {tell(channelNames[channel] ?? { zh: channel, en: channel })}
            </Text>
          ))}
          {submission.comments && (
            <Badge color="orange" variant="light">
              {say(`意见 ${submission.comments}`, `${submission.comments} comments`)}
            </Badge>
          )}
          {submission.removes && <RemovalBadge removes={submission.removes} />}
          <StateBadge state={submission.state} />
          {submission.deletedAt && <StateBadge state="removed" />}
        </Group>
      </Group>
      <Standing submission={submission} />
      {submission.removes && (
        <Text size="sm">
          {say('撤下理由：', 'Why: ')}
          {submission.removes.reason}
        </Text>
      )}
      {submission.note && submission.state !== 'published' && (
        <Text size="sm" c="red.9">
          {submission.note}
        </Text>
      )}
    </Card>
  )
}

/** My unit's submissions: what needs me, what is on its way, what has ended. */
export function Submissions() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const terms = useTerms()
  const { term, change } = terms
  const group = term('group') in groups ? term('group') : 'all'
  const [title, from, to] = [term('title'), term('from'), term('to')]
  // One object for the same terms: another each time would be waited for again, for ever.
  const [asked] = useDebouncedValue(
    useMemo(() => ({ title, from, to }), [title, from, to]),
    300,
  )
  const pages = usePages<ListedSubmissions>(
    ['submissions'],
    '/submissions',
    { ...asked, states: groups[group]?.join(',') },
    { refetchInterval: 15_000 },
  )
  const { error, isPending, refetch } = pages
  const shown = pages.data?.pages.flatMap(({ submissions }) => submissions) ?? []
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          {say('稿件', 'Submissions')}
        </Title>
        <WriteNew />
      </Group>
      <SegmentedControl
        aria-label={say('显示哪些', 'Which to show')}
        value={group}
        onChange={(value) => change('group', value === 'all' ? '' : value)}
        data={[
          { value: 'all', label: say('全部', 'All') },
          { value: 'mine', label: say('要我处理', 'Needs me') },
          { value: 'moving', label: say('进行中', 'On its way') },
          { value: 'ended', label: say('已结束', 'Ended') },
        ]}
      />
      <Group align="flex-end">
        <TextInput
          type="search"
          label={say('标题里有', 'Title contains')}
          value={term('title')}
          onChange={(event) => change('title', event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say('改动于，从', 'Changed from')}
          value={term('from')}
          onChange={(event) => change('from', event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={say('到', 'to')}
          value={term('to')}
          onChange={(event) => change('to', event.currentTarget.value)}
        />
      </Group>
      <SavedViews of="submissions" terms={terms} />
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {pages.data && !pages.hasNextPage && shown.length === 0 && (
        <Empty title={say('这里还没有稿件', 'Nothing here yet')}>
          {isOne(me, 'officer') &&
            say(
              '点“写新稿”开始：先写标题和正文，图片和视频可以随后上传。',
              'Press “Write” to begin: title and text first, pictures and video later.',
            )}
        </Empty>
      )}
      <Stack component="ul" gap="sm" className="plain-list">
        {shown.map((submission) => (
          <Row key={submission.id} submission={submission} />
        ))}
      </Stack>
      <More of={pages} />
    </Stack>
  )
}
