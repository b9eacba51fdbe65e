import { Anchor, Card, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { ListedDecisions } from '../../../lib/approval/list-decisions'
import { useLanguage } from '../language'
import { More, usePages } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { RemovalBadge, StateBadge } from '../parts/state-badge'
import { Empty, Loading } from '../parts/waiting'
import { useToday } from '../today/use-today'
import { Waits } from '../today/waits'
import { moment } from '../words/moment'
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
              <Anchor component={Link} href={`/submissions/${one.submissionId}`} fw={600} c="inherit">
                {one.title}
              </Anchor>
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

/** What waits for this person's decision, what they decided, and who decides in their place. */
export function Asks() {
  const { say } = useLanguage()
  const { data, error, isPending, refetch } = useToday()
  const asked = data?.waits.filter((one) => one.asked)
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('待我审批', 'My decisions')}
      </Title>
      <Text c="dimmed">
        {say(
          '点“查看并处理”阅读全文后决定，需要审批邮件里的 6 位验证码；也可以直接用邮件里的链接。打开不会改变什么。',
          'Read it and decide with the six-digit code of the mail you got, or use the link in that mail. Opening it changes nothing.',
        )}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {asked?.length === 0 && <Empty title={say('没有等您决定的事', 'Nothing waits for your decision')} />}
      {asked && <Waits waits={asked} />}
      <History />
      <Substitute />
    </Stack>
  )
}
