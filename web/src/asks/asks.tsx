import { Anchor, Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { ListedAsks, ListedDecisions } from '../../../lib/approval/list-asks'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { useLoans } from '../loans/queries'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { RemovalBadge, StateBadge } from '../parts/state-badge'
import { Empty, Loading } from '../parts/waiting'
import { Unpublished } from '../parts/unpublished'
import { moment } from '../words/moment'
import { tierNames } from '../words/names'
import { Substitute } from './substitute'

const kindNames = {
  approved: { zh: '同意', en: 'approved' },
  rejected: { zh: '退回', en: 'sent back' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  expired: { zh: '逾期', en: 'expired' },
}

/** What this person decided, newest first, and what became of it. */
function History() {
  const { say, tell, language } = useLanguage()
  const pages = usePages<ListedDecisions>(['decisions'], '/decisions')
  const decided = pages.data?.pages.flatMap((page) => page.decided) ?? []
  if (pages.error) return <Trouble error={pages.error} retry={() => void pages.refetch()} />
  if (decided.length === 0) return null
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say('我处理过的', 'What I decided')}
      </Title>
      <Stack component="ul" gap="xs" className="plain-list">
        {decided.map((one) => (
          <Card key={`${one.submissionId} ${one.version} ${one.tier}`} component="li" withBorder padding="xs">
            <Group justify="space-between" gap="xs">
              <Text fw={600}>{one.title}</Text>
              <Group gap={6}>
                {one.removes && <RemovalBadge />}
                <StateBadge state={one.state} />
              </Group>
            </Group>
            <Text size="sm" c="dimmed">
              {tell(kindNames[one.kind])} · {moment(one.at, language)} ·{' '}
              {say(`第 ${one.version} 版`, `version ${one.version}`)}
              {one.reason && ` · ${one.reason}`}
            </Text>
          </Card>
        ))}
      </Stack>
      <More of={pages} />
    </section>
  )
}

/** Article 12: what units ask the Weibo account for, also decided from the mail's safe link. */
function WaitingLoans() {
  const { say, language } = useLanguage()
  const pages = useLoans({ unitId: '', state: 'applied' })
  const { error, refetch } = pages
  const loans = pages.data?.pages.flatMap((page) => page.loans) ?? []
  if (error) return <Trouble error={error} retry={() => void refetch()} />
  if (loans.length === 0) return null
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say('微博借用申请', 'Loans of the Weibo account')}
      </Title>
      <Stack component="ul" gap="sm" className="plain-list">
        {loans.map((loan) => (
          <Card key={loan.id} component="li" withBorder padding="sm">
            <Anchor component={Link} href={`/loans/${loan.id}`} fw={600} c="inherit">
              {loan.event}
            </Anchor>
            <Text size="sm" c="dimmed">
              {loan.unitName} · {loan.appliedBy} · {moment(loan.from, language)} –{' '}
              {moment(loan.until, language)}
            </Text>
          </Card>
        ))}
      </Stack>
      <More of={pages} />
    </section>
  )
}

const urgentMs = 4 * 3_600_000

/** What waits for this person's decision, nearest deadline first. Deciding is done from the mail's safe link. */
export function Asks() {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const pages = usePages<ListedAsks>(['asks'], '/asks', {}, { refetchInterval: 15_000 })
  const { error, isPending, refetch } = pages
  const asks = pages.data?.pages.flatMap((page) => page.asks)
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('待我审批', 'Waiting for me')}
      </Title>
      <Text c="dimmed">
        {say(
          '请打开邮箱里的审批邮件，用里面的链接和确认码处理：链接只对您有效，打开不会改变什么。',
          'Decide from the mail you got: its link is yours alone, and opening it changes nothing.',
        )}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {asks?.length === 0 && <Empty title={say('没有等您处理的稿件', 'Nothing waits for you')} />}
      <Stack component="ul" gap="sm" className="plain-list">
        {asks?.map((ask) => {
          const late = Date.parse(ask.deadline) - Date.now() < urgentMs
          return (
            <Card key={`${ask.submissionId} ${ask.tier}`} component="li" withBorder padding="sm">
              <Group justify="space-between" gap="xs">
                <Group gap="xs">
                  {ask.removes && <RemovalBadge />}
                  <Text fw={600}>{ask.title}</Text>
                </Group>
                <Badge color={late ? 'red' : 'gray'}>
                  {say(`期限 ${moment(ask.deadline, language)}`, `due ${moment(ask.deadline, language)}`)}
                </Badge>
              </Group>
              <Text size="sm" c="dimmed">
                {tell(tierNames[ask.tier] ?? { zh: ask.tier, en: ask.tier })}
                {ask.standsInFor && say('（代理）', ' (as substitute)')}
              </Text>
              <Unpublished years={ask.unpublished} />
            </Card>
          )
        })}
      </Stack>
      <More of={pages} />
      {isOne(me, 'department-head') && <WaitingLoans />}
      <History />
      <Substitute />
    </Stack>
  )
}
