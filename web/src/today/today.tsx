import { Alert, Anchor, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Today as ShownToday } from '../../../lib/today/today'
import { isOne, useMe } from '../api/me'
import { editionNames } from '../editions/names'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { StateBadge } from '../parts/state-badge'
import { Empty, Loading } from '../parts/waiting'
import { Standing } from '../submissions/standing'
import { WriteNew } from '../submissions/write-new'
import { day } from '../words/moment'
import { CheckUp } from './check-up'
import { useToday } from './use-today'
import { Waits } from './waits'

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb="xs">
      {title}
    </Title>
    {children}
  </section>
)

function Began({ today: { began, others } }: { today: ShownToday }) {
  const { say, tell } = useLanguage()
  if (began.length + others.length === 0) return null
  return (
    <Part title={say('我发起的', 'What I began')}>
      <Stack component="ul" gap="xs" className="plain-list">
        {began.map((one) => (
          <Card key={one.id} component="li" withBorder padding="xs">
            <Group justify="space-between" align="flex-start" gap="xs">
              <Anchor component={Link} href={`/submissions/${one.id}`} fw={600} c="inherit">
                {one.title || say('（还没有标题）', '(no title yet)')}
              </Anchor>
              <StateBadge state={one.state} />
            </Group>
            <Standing submission={one} />
          </Card>
        ))}
        {others.map(({ title, state, href }) => (
          <Card key={`${href} ${title.zh}`} component="li" withBorder padding="xs">
            <Group justify="space-between" gap="xs">
              <Anchor component={Link} href={href} fw={600} c="inherit">
                {tell(title)}
              </Anchor>
              <Text size="sm">{tell(state)}</Text>
            </Group>
          </Card>
        ))}
      </Stack>
    </Part>
  )
}

function Edition({ edition }: { edition: NonNullable<ShownToday['edition']> }) {
  const { say, tell } = useLanguage()
  return (
    <Part title={say('今日期次', 'Today’s edition')}>
      <Card withBorder padding="sm">
        <Group justify="space-between" gap="xs">
          <Anchor component={Link} href={`/editions/${edition.date}`} fw={600} c="inherit">
            {edition.date}
          </Anchor>
          <Text size="sm">{tell(editionNames[edition.state])}</Text>
        </Group>
        {edition.items.map(({ submissionId, title }) => (
          <Text key={submissionId} size="sm">
            {title}
          </Text>
        ))}
      </Card>
    </Part>
  )
}

/** Each person's first page: what is theirs today. */
export function Today() {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const { data, error, isPending, refetch } = useToday()
  return (
    <Stack>
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={1} size="h2">
          {say('今日', 'Today')}
        </Title>
        <Text c="dimmed">{me && day(me.today, language)}</Text>
      </Group>
      <Group gap="xs">
        <WriteNew />
        {isOne(me, 'editor') && (
          <Button component={Link} href="/editions" variant="default">
            {say('编排期次', 'Compose an edition')}
          </Button>
        )}
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading />}
      {data?.notices.map(({ said, href }) => (
        <Alert key={said.zh} color="orange">
          {tell(said)}{' '}
          {href && (
            <Anchor component={Link} href={href} fz="inherit">
              {say('去查看', 'See it')}
            </Anchor>
          )}
        </Alert>
      ))}
      {data && (
        <>
          <Part title={say(`等我处理（${data.waits.length}）`, `Waits for me (${data.waits.length})`)}>
            {data.waits.length === 0 ? (
              <Empty title={say('没有等您处理的事', 'Nothing waits for you')} />
            ) : (
              <Waits waits={data.waits} />
            )}
            {data.more && (
              <Text size="sm" c="dimmed" mt="xs">
                {say('还有更多，处理完这些后显示。', 'There are more; they come up as these are done.')}
              </Text>
            )}
          </Part>
          <CheckUp />
          {data.edition && <Edition edition={data.edition} />}
          <Began today={data} />
        </>
      )}
    </Stack>
  )
}
