import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ShownSession } from '../../../lib/people/session'
import { call } from '../api/client'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { deviceOf } from './device'

const queryKey = ['sessions']

const ways: Record<ShownSession['how'], Bilingual> = {
  mail: { zh: '邮箱验证码', en: 'mailed code' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  company: { zh: '公司账号', en: 'company account' },
}

function One({ session }: { session: ShownSession }) {
  const { say, tell, language } = useLanguage()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => call('DELETE', `/me/sessions/${session.id}`),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  const { agent, network, openedAt, lastSeenAt, how, here } = session
  const device = deviceOf(agent) ?? say('未知的浏览器', 'a browser unknown')
  const opened = moment(openedAt, language)
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" gap="xs">
        <div>
          <Group gap="xs">
            <Text fw={600}>{device}</Text>
            {here && <Badge color="green">{say('本次登录', 'this one')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {say(`${opened} 登录，${ways[how].zh}`, `Since ${opened}, by ${tell(ways[how])}`)}
          </Text>
          <Text size="sm" c="dimmed">
            {[
              lastSeenAt &&
                say(`最近使用 ${moment(lastSeenAt, language)}`, `Last used ${moment(lastSeenAt, language)}`),
              network && say(`网络 ${network}`, `network ${network}`),
            ]
              .filter(Boolean)
              .join(say('，', ', '))}
          </Text>
        </div>
        {!here && (
          <Button
            size="compact-sm"
            variant="default"
            loading={end.isPending}
            onClick={() => end.mutate()}
            aria-label={say(`退出这个登录：${device}，${opened}`, `End this one: ${device}, ${opened}`)}
          >
            {say('退出这个登录', 'End this one')}
          </Button>
        )}
      </Group>
      <Trouble error={end.error} />
    </Card>
  )
}

/** Where one is signed in; what one does not know is ended. */
export function Sessions() {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: () => call<{ sessions: ShownSession[] }>('GET', '/me/sessions'),
  })
  const endOthers = useMutation({
    mutationFn: () => call('DELETE', '/me/sessions/others'),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return (
    <section aria-labelledby="sessions">
      <Stack gap="sm">
        <Title order={2} size="h4" id="sessions">
          {say('登录的设备', 'Where you are signed in')}
        </Title>
        <Text c="dimmed">
          {say(
            '每次登录最长 12 小时。不认识的，请退出并告诉管理员。',
            'A session lasts 12 hours at most. End one you do not know, and tell an administrator.',
          )}
        </Text>
        <Trouble error={error ?? endOthers.error} retry={() => void refetch()} />
        {isPending && <Loading />}
        <Stack component="ul" gap="xs" className="plain-list">
          {data?.sessions.map((session) => (
            <One key={session.id} session={session} />
          ))}
        </Stack>
        {data && data.sessions.length > 1 && (
          <Group>
            <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
              {say('退出其他所有登录', 'End all others')}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  )
}
