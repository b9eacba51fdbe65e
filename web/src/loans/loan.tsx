import { Alert, Anchor, Badge, Button, Card, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ShownLoan } from '../../../lib/loan/show-loan'
import { unpublishedNote } from '../../../lib/policy/unpublished'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { LoanBadge } from './loans'
import { fateColors, fateNames, loanEvents } from './names'
import { PostForm } from './post-form'
import { useLoan, useLoanAct } from './queries'

function Terms({ shown: { loan, unitName } }: { shown: ShownLoan }) {
  const { say, tell, language } = useLanguage()
  const note = unpublishedNote(loan.unpublished ?? [])
  const facts: [string, string | undefined][] = [
    [say('单位', 'Unit'), unitName],
    [say('用途', 'Purpose'), loan.purpose],
    [say('开始', 'From'), moment(loan.from, language)],
    [say('结束', 'Until'), moment(loan.until, language)],
    [say('借用人', 'Borrowers'), loan.borrowers.map((one) => one.name).join('、')],
    [say('条数', 'Posts'), say(`已用 ${loan.used}，上限 ${loan.cap}`, `${loan.used} of ${loan.cap} used`)],
    [say('申请', 'Applied'), `${loan.appliedBy.name} · ${moment(loan.appliedAt, language)}`],
    [
      say('待批准至', 'Decision due'),
      loan.deadline && [moment(loan.deadline, language), ...(note ? [tell(note)] : [])].join(say('；', '; ')),
    ],
    [
      say('决定', 'Decision'),
      loan.decision &&
        [loan.decision.name, moment(loan.decision.at, language), loan.decision.reason]
          .filter(Boolean)
          .join(' · '),
    ],
    [
      say('结束于', 'Ended'),
      loan.end && [loan.end.name, moment(loan.end.at, language), loan.end.reason].filter(Boolean).join(' · '),
    ],
  ]
  return (
    <Paper withBorder p="md">
      <dl className="facts">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Paper>
  )
}

function Posts({ posts }: { posts: ShownLoan['posts'] }) {
  const { say, tell, language } = useLanguage()
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say('发出的微博', 'Posts')}
      </Title>
      {posts.length === 0 && <Text c="dimmed">{say('还没有。', 'None yet.')}</Text>}
      {posts.length > 0 && (
        <Text size="sm" c="dimmed">
          {say(
            '网友评论要到微博上看和回复：微博没有向本系统开放读取评论的接口。',
            'Comments are read and answered on Weibo itself: it opens no call for them to this system.',
          )}
        </Text>
      )}
      <Stack component="ul" gap="xs" className="plain-list">
        {posts.map((post) => (
          <Card key={post.postId} component="li" withBorder padding="sm">
            <Group justify="space-between" align="flex-start" gap="xs">
              <Text size="sm" c="dimmed">
                {say(`第 ${post.number} 条`, `No. ${post.number}`)} · {post.name} ·{' '}
                {moment(post.at, language)}
              </Text>
              <Badge color={fateColors[post.fate.kind]}>{tell(fateNames[post.fate.kind])}</Badge>
            </Group>
            <Text>{post.text}</Text>
            {post.fate.said && (
              <Text size="sm" c="dimmed">
                {tell(post.fate.said)}
              </Text>
            )}
            {post.fate.url && (
              <Anchor href={post.fate.url} target="_blank" rel="noreferrer" size="sm">
                {post.fate.url}
              </Anchor>
            )}
          </Card>
        ))}
      </Stack>
    </section>
  )
}

/** One action with its reason, effective on the next request; behind a fold, so that no click does it by mistake. */
function Recall({ id }: { id: string }) {
  const { say } = useLanguage()
  const [reason, setReason] = useState('')
  const recall = useLoanAct<{ reason: string }>(id, '/recall')
  return (
    <Paper withBorder p="md">
      <details>
        <summary>{say('收回借用', 'Recall the loan')}</summary>
        <Stack gap="xs" mt="xs">
          <Text size="sm" c="dimmed">
            {say(
              '立即生效：不能再发，还没发出的退回企管部；已发布的不会删除。理由会发给借用人并记入台账。',
              'Effective at once: nothing more can be posted, and what has not gone out returns to enterprise management; what is published stays. The reason is sent to the borrowers and kept on record.',
            )}
          </Text>
          <Textarea
            label={say('理由', 'Reason')}
            maxLength={500}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Trouble error={recall.error} />
          <Group>
            <Button
              color="red"
              disabled={reason.trim() === ''}
              loading={recall.isPending}
              onClick={() => recall.mutate({ reason: reason.trim() })}
            >
              {say('立即收回', 'Recall now')}
            </Button>
          </Group>
        </Stack>
      </details>
    </Paper>
  )
}

function Withdraw({ id }: { id: string }) {
  const { say } = useLanguage()
  const withdraw = useLoanAct(id, '/withdraw')
  return (
    <Group>
      <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
        {say('撤回申请', 'Withdraw the application')}
      </Button>
      <Trouble error={withdraw.error} />
    </Group>
  )
}

function Record({ shown: { loan, ledger } }: { shown: ShownLoan }) {
  const { say, tell, language } = useLanguage()
  const hands = [loan.appliedBy, ...loan.borrowers, loan.decision, loan.end]
  const nameOf = (id: string) => hands.find((one) => one?.id === id)?.name
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('记录', 'Record')}
      </Title>
      <Stack component="ol" gap={4} className="plain-list">
        {ledger.map((event) => (
          <Text key={event.seq} component="li" size="sm">
            {[
              moment(event.at, language),
              tell(loanEvents[event.type] ?? { zh: event.type, en: event.type }),
              nameOf(event.by),
              typeof event.facts['reason'] === 'string' ? event.facts['reason'] : undefined,
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        ))}
      </Stack>
    </Paper>
  )
}

/** One loan: its terms, what this person may do with it now, its posts and its record. */
export function LoanPage({ id }: { id: string }) {
  const { say, tell } = useLanguage()
  const { data, error, isPending, refetch } = useLoan(id)
  if (isPending) return <Loading />
  if (!data)
    return (
      <Stack>
        <Trouble error={error} retry={() => void refetch()} />
        <Empty title={say('看不到这次借用', 'This loan cannot be shown')} />
      </Stack>
    )
  const { loan, may } = data
  const lent = loan.state === 'granted' || loan.state === 'open'
  return (
    <Stack gap="md">
      <Anchor component={Link} href="/loans" size="sm">
        {say('← 全部借用', '← all loans')}
      </Anchor>
      <Group justify="space-between" align="flex-start">
        <Title order={1} size="h2">
          {loan.event}
        </Title>
        <LoanBadge state={loan.state} />
      </Group>
      <Trouble error={error} retry={() => void refetch()} />
      <Terms shown={data} />
      {lent && !may.notPost && <PostForm shown={data} />}
      {lent && may.notPost && may.notPost.code !== 'NotBorrower' && (
        <Alert color="gray" role="note">
          {tell(may.notPost.said)}
        </Alert>
      )}
      {may.withdraw && <Withdraw id={id} />}
      <Posts posts={data.posts} />
      {may.recall && <Recall id={id} />}
      <Record shown={data} />
    </Stack>
  )
}
