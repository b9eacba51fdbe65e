import { Alert, Badge, Button, Group, Paper, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'wouter'
import type { ShownWeiboAccount } from '../../../lib/weibo-post/show-account'
import { call } from '../api/client'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { moment, momentInYear } from '../words/moment'

/** What the browser is sent back with after an authorisation. */
const outcomes: Record<string, { said: Bilingual; color: string }> = {
  authorised: {
    said: { zh: '微博账号已授权，可以发微博了。', en: 'The Weibo account is authorised; posts can go out.' },
    color: 'green',
  },
  proposed: {
    said: {
      zh: '这是另一个微博账号（或第一个）。已提请另一个人确认，确认之前不会用它发微博；进展见“变更复核”。',
      en: 'That is another Weibo account, or the first. Another person was asked to confirm it; nothing is posted with it before. See the page of changes.',
    },
    color: 'blue',
  },
  denied: {
    said: {
      zh: '在微博里点了拒绝，没有授权。',
      en: 'The request was denied at Weibo; nothing was authorised.',
    },
    color: 'orange',
  },
  stale: {
    said: {
      zh: '这次授权不是从您现在的登录发起的，或者超过了十分钟，请重新授权。',
      en: 'This was not begun in your session, or took longer than ten minutes; authorise again.',
    },
    color: 'red',
  },
  'other-account': {
    said: {
      zh: '登录的不是原来的公司微博账号，没有更换。只有系统管理员能更换账号。',
      en: 'That is another account than the company’s; nothing was changed. Only an administrator changes the account.',
    },
    color: 'red',
  },
  refused: {
    said: {
      zh: '微博拒绝了授权，请管理员核对 App Key、App Secret 与授权回调页。',
      en: 'Weibo refused; an administrator checks App Key, App Secret and redirect address.',
    },
    color: 'red',
  },
  unknown: {
    said: { zh: '微博没有明确答复，请重新授权。', en: 'Weibo gave no clear answer; authorise again.' },
    color: 'orange',
  },
}

function Outcome() {
  const { tell, say } = useLanguage()
  const [query, setQuery] = useSearchParams()
  const outcome = outcomes[query.get('weibo') ?? '']
  const notice = useRef<HTMLDivElement>(null)
  // The notice stands below the other accounts, and who comes back from Weibo looks for it.
  useEffect(() => notice.current?.scrollIntoView({ block: 'center' }), [])
  if (!outcome) return null
  return (
    <Alert
      ref={notice}
      color={outcome.color}
      mb="xs"
      role="status"
      withCloseButton
      closeButtonLabel={say('关闭', 'close')}
      onClose={() => setQuery({}, { replace: true })}
    >
      {tell(outcome.said)}
    </Alert>
  )
}

function Standing({ account }: { account: ShownWeiboAccount }) {
  const { say } = useLanguage()
  if (!account.authorised) return <Badge color="red">{say('未授权', 'not authorised')}</Badge>
  if (account.warning === 'revoked') return <Badge color="red">{say('已失效', 'withdrawn')}</Badge>
  if (account.warning === 'expired') return <Badge color="red">{say('已到期', 'ended')}</Badge>
  if (account.warning) return <Badge color="orange">{say('即将到期', 'ends soon')}</Badge>
  return account.expiresAt ? (
    <Badge color="green">{say('正常', 'well')}</Badge>
  ) : (
    <Badge color="gray">{say('待检查', 'not looked at')}</Badge>
  )
}

function Facts({ account }: { account: ShownWeiboAccount }) {
  const { say, language } = useLanguage()
  const { uid, expiresAt, daysLeft = 0, authorisedAt, authorisedBy, calls } = account
  const unknown = say('未知', 'not known')
  const left = daysLeft < 0 ? '' : say(`（还有 ${daysLeft} 天）`, ` (${daysLeft} days left)`)
  const rows: [string, string][] = [
    [say('账号 UID', 'Account, UID'), uid ?? unknown],
    [
      say('授权到期', 'Authorisation ends'),
      expiresAt ? `${momentInYear(expiresAt, language)}${left}` : unknown,
    ],
    ...(authorisedAt
      ? [
          [say('最近授权', 'Authorised'), `${moment(authorisedAt, language)} ${authorisedBy ?? ''}`] as [
            string,
            string,
          ],
        ]
      : []),
    [
      say('今天的接口调用', 'Calls today'),
      say(`已用 ${calls.used}，上限 ${calls.limit}`, `${calls.used} of ${calls.limit}`),
    ],
  ]
  return (
    <Table>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** The company's Weibo account: how long it may be posted with, and authorising again. */
export function WeiboAccount() {
  const { say, tell, language } = useLanguage()
  const queries = useQueryClient()
  const queryKey = ['weibo-account']
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: () => call<ShownWeiboAccount>('GET', '/weibo-account'),
  })
  const look = useMutation({
    mutationFn: () => call<ShownWeiboAccount>('POST', '/weibo-account/look', {}),
    onSuccess: (account) => queries.setQueryData(queryKey, account),
  })
  const authorise = useMutation({
    mutationFn: () => call<{ url: string }>('POST', '/weibo-account/authorisations', {}),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <Paper withBorder p="md" component="section">
      <Group justify="space-between" mb="xs">
        <div>
          <Group gap="xs">
            <Title order={2} size="h4">
              {say('微博', 'Weibo')}
            </Title>
            {data && <Standing account={data} />}
          </Group>
          {data?.checkedAt && (
            <Text size="sm" c="dimmed">
              {say(
                `上次检查 ${moment(data.checkedAt, language)}`,
                `last looked at ${moment(data.checkedAt, language)}`,
              )}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
            {say('现在检查', 'Look now')}
          </Button>
          <Button loading={authorise.isPending} onClick={() => authorise.mutate()}>
            {data?.authorised ? say('重新授权', 'Authorise again') : say('授权', 'Authorise')}
          </Button>
        </Group>
      </Group>
      <Outcome />
      <Trouble error={authorise.error ?? look.error ?? error} retry={() => void refetch()} />
      {isPending && <Loading lines={2} />}
      {data?.advice && (
        <Alert color="red" mb="xs">
          {tell(data.advice)}
        </Alert>
      )}
      {data && <Facts account={data} />}
      <Text size="sm" c="dimmed" mt="xs">
        {say(
          '授权要由持有公司微博账号的人在微博里登录确认。到期前 7 天、3 天和 1 天，以及到期或失效时，文字编辑员和系统管理员会收到邮件。',
          'Whoever holds the company’s Weibo account signs in to Weibo and confirms. Editors and administrators are mailed 7, 3 and 1 days before the end, and when it has ended or was withdrawn.',
        )}
      </Text>
    </Paper>
  )
}
