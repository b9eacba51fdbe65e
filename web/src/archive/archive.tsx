import { Anchor, Badge, Card, Checkbox, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Entry } from '../../../lib/archive/entry'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { RemovalBadge, StateBadge } from '../parts/state-badge'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { channelNames } from '../words/names'
import { PrintButton } from './print-button'
import { RegisterOfMonth } from './register'
import { SearchForm, type Asked } from './search-form'

interface Found {
  entries: Entry[]
  next?: string
}

function Line({ entry, chosen, choose }: { entry: Entry; chosen: boolean; choose: (on: boolean) => void }) {
  const { say, tell, language } = useLanguage()
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <Group gap="xs" wrap="nowrap" align="flex-start">
          <Checkbox
            checked={chosen}
            onChange={(event) => choose(event.currentTarget.checked)}
            aria-label={say(`选择《${entry.title}》`, `Choose “${entry.title}”`)}
          />
          <Anchor component={Link} href={`/archive/${entry.submissionId}`} fw={600} c="inherit">
            {entry.title}
          </Anchor>
        </Group>
        <Group gap={6}>
          {entry.channels.map((channel) => (
            <Badge key={channel} variant="default">
              {tell(channelNames[channel] ?? { zh: channel, en: channel })}
            </Badge>
          ))}
          {entry.removes && <RemovalBadge removes={entry.removes} />}
          <StateBadge state={entry.result} />
          {entry.publications.some(({ deletedAt }) => deletedAt) && <StateBadge state="removed" />}
        </Group>
      </Group>
      <Text size="sm" c="dimmed">
        {entry.number} · {entry.unitName} · {entry.officer.name} · {moment(entry.endedAt, language)}
      </Text>
    </Card>
  )
}

/** Article 11: what has ended, kept for inspection; a unit finds its own, 企管部, leaders and inspectors all. */
export function ArchivePage() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const seesAll = isOne(
    me,
    'editor',
    'office-reviewer',
    'department-head',
    'company-leader',
    'inspector',
    'admin',
  )
  const [asked, ask] = useState<Asked>({ unit: '', category: '', person: '', from: '', to: '' })
  const [chosen, choose] = useState<string[]>([])
  const found = usePages<Found>(['archive'], '/archive', { ...asked })
  const { data, error, isPending, refetch } = found
  const entries = data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        {say('归档', 'Archive')}
      </Title>
      <Text c="dimmed">
        {say(
          '稿件发布、退回、逾期或撤回后，连同原件、审批、邮件和台账一起封存，不可改动（第十一条）。',
          'What was published, sent back, withdrawn or ran out of time is sealed with originals, decisions, mails and ledger, and cannot be changed (article 11).',
        )}
      </Text>
      <SearchForm seesAll={seesAll} asked={asked} ask={ask} />
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data && !found.hasNextPage && entries.length === 0 && (
        <Empty title={say('没有找到', 'Nothing found')}>
          {say(
            '换个条件再查；稿件结束后约一分钟进入归档。',
            'Try other terms; a submission is archived about a minute after it ended.',
          )}
        </Empty>
      )}
      <Stack
        component="ul"
        gap="xs"
        className="plain-list"
        aria-label={say('归档稿件', 'Archived submissions')}
      >
        {entries.map((entry) => (
          <Line
            key={entry.submissionId}
            entry={entry}
            chosen={chosen.includes(entry.submissionId)}
            choose={(on) =>
              choose([
                ...chosen.filter((id) => id !== entry.submissionId),
                ...(on ? [entry.submissionId] : []),
              ])
            }
          />
        ))}
      </Stack>
      <More of={found} />
      {entries.length > 0 && (
        <PrintButton
          path={`/sheets?of=${chosen.join(',')}`}
          disabled={chosen.length === 0 || chosen.length > 20}
          label={say(`打印所选审批单（${chosen.length}/20）`, `Print chosen sheets (${chosen.length}/20)`)}
        />
      )}
      {me && <RegisterOfMonth today={me.today} unit={asked.unit} />}
    </Stack>
  )
}
