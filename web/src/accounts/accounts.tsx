import {
  Alert,
  Badge,
  Button,
  Card,
  Group,
  Paper,
  Progress,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Check, Checked } from '../../../lib/edition/check'
import type { ShownQuota } from '../../../lib/edition/show-quota'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { CompanyMessengers } from '../messengers/company-messengers'
import { FailedWork } from './failed-work'
import { Probes } from './probes'
import { WeiboAccount } from './weibo-account'

const states: Record<Check['state'], { name: Bilingual; color: string }> = {
  passed: { name: { zh: '正常', en: 'well' }, color: 'green' },
  failed: { name: { zh: '要处理', en: 'to be mended' }, color: 'red' },
  unknown: { name: { zh: '查不到', en: 'unknown' }, color: 'orange' },
}

const callNames: Record<string, Bilingual> = {
  '/cgi-bin/message/mass/sendall': { zh: '群发', en: 'mass sends' },
  '/cgi-bin/message/mass/preview': { zh: '测试发送', en: 'test sends' },
  '/cgi-bin/message/mass/delete': { zh: '删除群发', en: 'deletions' },
  '/cgi-bin/draft/add': { zh: '新建草稿', en: 'drafts made' },
}

interface Count {
  limit: number
  used: number
  left: number
}

function Counter({ label, count, said }: { label: string; count?: Count; said?: string }) {
  const { say } = useLanguage()
  return (
    <Card withBorder padding="xs" component="li">
      <Text size="sm">{label}</Text>
      {count ? (
        <>
          <Text fw={600}>
            {say(`已用 ${count.used}，还剩 ${count.left}`, `${count.used} used, ${count.left} left`)}
          </Text>
          <Progress
            value={count.limit > 0 ? Math.min(100, (count.used / count.limit) * 100) : 0}
            color={count.left === 0 ? 'red' : 'teal'}
            aria-label={label}
          />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {said}
        </Text>
      )}
    </Card>
  )
}

/** What is left of today's test sends and the month's mass sends, and WeChat's own counters. */
function Quota() {
  const { say, tell } = useLanguage()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['quota'],
    queryFn: () => call<ShownQuota>('GET', '/wechat/quota'),
  })
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('微信额度', 'WeChat quota')}
      </Title>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={2} />}
      {data && (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} component="ul" className="plain-list">
          <Counter label={say('今天的群发（10.3）', 'mass sends today (10.3)')} count={data.today} />
          {data.month && <Counter label={say('本月群发', 'mass sends this month')} count={data.month} />}
          <Counter label={say('今天的测试发送', 'test sends today')} count={data.testSends} />
          {data.wechat.map(({ path, count, said }) => (
            <Counter
              key={path}
              label={say(
                `微信计数：${callNames[path]?.zh ?? path}`,
                `WeChat’s counter: ${callNames[path]?.en ?? path}`,
              )}
              {...(count && { count })}
              {...(said && { said: tell(said) })}
            />
          ))}
        </SimpleGrid>
      )}
    </Paper>
  )
}

function CheckCard({ check }: { check: Check }) {
  const { tell } = useLanguage()
  const { name, color } = states[check.state]
  return (
    <Card withBorder padding="sm" component="li">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{tell(check.title)}</Text>
        <Badge color={color}>{tell(name)}</Badge>
      </Group>
      <Text size="sm">{tell(check.said)}</Text>
      {check.where && (
        <Text size="sm" c="dimmed">
          {tell(check.where)}
        </Text>
      )}
    </Card>
  )
}

/** Whether WeChat would let us send today: looked at every morning, and now by the administrator. */
function WechatChecks() {
  const { say, language } = useLanguage()
  const { data: me } = useMe()
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['checks'],
    queryFn: () => call<{ wechat: Checked | null }>('GET', '/admin/checks'),
  })
  const look = useMutation({
    mutationFn: () => call<{ wechat: Checked }>('POST', '/admin/checks', {}),
    onSuccess: (checked) => queries.setQueryData(['checks'], checked),
  })
  const checked = data?.wechat
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between" mb="xs">
        <div>
          <Title order={2} size="h4">
            {say('微信公众号', 'WeChat official account')}
          </Title>
          {checked && (
            <Text size="sm" c="dimmed">
              {say(
                `上次检查 ${moment(checked.at, language)}`,
                `last looked at ${moment(checked.at, language)}`,
              )}
            </Text>
          )}
        </div>
        {isOne(me, 'admin') && (
          <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
            {say('现在检查', 'Look now')}
          </Button>
        )}
      </Group>
      <Trouble error={look.error ?? error} retry={() => void refetch()} />
      {isPending && <Loading lines={3} />}
      {data && !checked && (
        <Empty title={say('还没有检查过', 'Not looked at yet')}>
          {say(
            '每天早上自动检查一次；管理员也可以点“现在检查”。',
            'It is looked at every morning; an administrator can press “Look now”.',
          )}
        </Empty>
      )}
      {checked?.checks.some(({ state }) => state === 'failed') && (
        <Alert color="red" mb="xs">
          {say('有问题没有解决之前，群发会失败。', 'Until this is mended, sends will fail.')}
        </Alert>
      )}
      <Stack component="ul" gap="xs" className="plain-list" aria-live="polite">
        {checked?.checks.map((check) => (
          <CheckCard key={check.name} check={check} />
        ))}
      </Stack>
    </Paper>
  )
}

/** The platform accounts and their health. */
export function Accounts() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('平台账号', 'Platform accounts')}
      </Title>
      <WechatChecks />
      <Quota />
      {isOne(me, 'admin', 'editor', 'department-head', 'inspector') && <Probes />}
      <WeiboAccount />
      {isOne(me, 'admin') && <CompanyMessengers />}
      {isOne(me, 'admin') && <FailedWork />}
    </Stack>
  )
}
