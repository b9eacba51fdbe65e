import {
  Alert,
  Anchor,
  Badge,
  Button,
  CopyButton,
  Grid,
  Group,
  List,
  Loader,
  Paper,
  Stack,
  Text,
  Textarea,
  TextInput,
  Timeline,
  Title,
} from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ShownPost } from '../../../lib/weibo-post/show-post'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { Unpublished } from '../parts/unpublished'
import { WithReason } from '../parts/with-reason'
import { moment } from '../words/moment'
import { postColors, postEvents, postNames } from './names'
import { usePost, usePostAct } from './queries'

type Post = ShownPost['post']

function ExactText({ text }: { text: string }) {
  const { say } = useLanguage()
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say('微博文字（与批准的一字不差）', 'Text, exactly as approved')}
        </Title>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy}>
              {copied ? say('已复制', 'Copied') : say('复制', 'Copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text className="as-typed">{text}</Text>
    </Paper>
  )
}

/** An address pasted from Weibo; a difference or a post that cannot be read back asks for a reason. */
function Prove({ post }: { post: Post }) {
  const { say } = useLanguage()
  const [address, setAddress] = useState('')
  const [reason, setReason] = useState('')
  const prove = usePostAct<{ address: string; reason?: string }>(`/weibo/${post.id}/prove`)
  return (
    <Stack gap="xs">
      <TextInput
        label={say('发布后的地址', 'Address of the post')}
        placeholder="https://weibo.com/…"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Trouble error={prove.error} />
      {prove.error && (
        <Textarea
          label={say('仍要登记的理由（记录在案）', 'Why it is recorded all the same (on record)')}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Group>
        <Button
          disabled={address.trim() === ''}
          loading={prove.isPending}
          onClick={() =>
            prove.mutate({ address: address.trim(), ...(reason.trim() && { reason: reason.trim() }) })
          }
        >
          {say('核对并登记', 'Check and record')}
        </Button>
      </Group>
    </Stack>
  )
}

function Reasoned({ path, ...words }: { summary: string; label: string; button: string; path: string }) {
  const { mutate, isPending, error } = usePostAct<{ reason: string }>(path)
  return <WithReason {...words} act={(reason) => mutate({ reason })} isPending={isPending} error={error} />
}

/** The assisted manual way: exact text, files, steps, and the proof at the end. */
function ByHand({ shown }: { shown: ShownPost }) {
  const { say, tell, language } = useLanguage()
  const { post, files } = shown
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {say('人工发布', 'Posting by hand')}
      </Title>
      <Stack>
        <Alert color="orange" title={say('为什么不能自动发布', 'Why not by itself')}>
          {post.byHand.map((reason) => (
            <Text key={reason.en} size="sm">
              {tell(reason)}
            </Text>
          ))}
        </Alert>
        <List type="ordered" spacing="xs">
          <List.Item>{say('复制上面的文字，一字不改。', 'Copy the text above; change nothing.')}</List.Item>
          {files.length > 0 && (
            <List.Item>
              {say('下载这些文件：', 'Download these files:')}
              <List size="sm">
                {files.map(({ id, fileName, url }) => (
                  <List.Item key={id}>
                    <Anchor href={url}>{fileName}</Anchor>
                  </List.Item>
                ))}
              </List>
            </List.Item>
          )}
          <List.Item>
            {say(
              '登录公司官方微博（weibo.com），粘贴文字、按顺序上传文件，发布。',
              'Sign in to the company’s account on weibo.com, paste the text, upload the files in this order, and post.',
            )}
          </List.Item>
          <List.Item>
            {say(
              '点微博的发布时间，复制地址栏，贴到下面。系统会读回来核对文字。',
              'Click the time of the post, copy the address and paste it below. It is read back and compared.',
            )}
          </List.Item>
        </List>
        {post.hand && (
          <Text size="sm" c="dimmed">
            {say(
              `请在 ${moment(post.hand.deadline, language)} 前发布并贴回地址；到期仍没有说明的，系统查看时间线，查不到就请人认定。`,
              `Until ${moment(post.hand.deadline, language)}. Then the timeline is looked at, and what it does not show is for a person to settle.`,
            )}
          </Text>
        )}
        <Unpublished years={post.hand?.counted?.unpublished} />
        <Prove post={post} />
      </Stack>
    </Paper>
  )
}

/** The department head may say that it did not go out; where it stands is the editor's to prove. */
function Unknown({ post, mayProve }: { post: Post; mayProve: boolean }) {
  const { say } = useLanguage()
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {say('不知道发出没有', 'Nobody knows whether it went out')}
      </Title>
      <Stack>
        <Text>
          {post.hand
            ? say(
                '人工发布的期限已过，没有人说明是否已发出，时间线里也没有找到。请到公司微博查看：',
                'The time for posting by hand is over, nobody said whether it was posted, and the timeline does not show it. Look at the company’s Weibo:',
              )
            : say(
                `微博没有给出明确结果（${post.doubt ?? ''}）。系统不会重发，正按时查看时间线（已查 ${post.looks} 次）。您也可以现在到公司微博查看：`,
                `Weibo gave no clear answer (${post.doubt ?? ''}). Nothing is posted again; the timeline is looked at (${post.looks} times so far). You may look at the company’s Weibo yourself now:`,
              )}
        </Text>
        {mayProve && <Prove post={post} />}
        <Reasoned
          summary={say('我看过了，没有发出', 'I looked; it does not stand')}
          label={say('依据（记录在案）', 'On what grounds (kept on record)')}
          button={say('认定没有发出', 'Say that it did not go out')}
          path={`/weibo/${post.id}/deny`}
        />
      </Stack>
    </Paper>
  )
}

function Result({ post }: { post: Post }) {
  const { say, tell, language } = useLanguage()
  if (post.standing)
    return (
      <Alert
        color="green"
        title={say(
          `已发布 · ${moment(post.standing.at, language)}`,
          `Published · ${moment(post.standing.at, language)}`,
        )}
      >
        <Anchor href={post.standing.url} target="_blank" rel="noreferrer">
          {post.standing.url}
        </Anchor>
        {post.standing.reason && (
          <Text size="sm">
            {post.standing.by?.name}：{post.standing.reason}
          </Text>
        )}
      </Alert>
    )
  if (post.outcome) return <Alert color="orange" title={tell(post.outcome.said)} />
  if (['released', 'posting'].includes(post.state))
    return (
      <Group gap="xs">
        <Loader size="xs" />
        <Text>{say('正在发出，请稍候…', 'Going out…')}</Text>
      </Group>
    )
  return null
}

/** One post: its exact text, what is to be done now, and everything that happened. */
export function WeiboPostPage({ id }: { id: string }) {
  const { say, tell, language } = useLanguage()
  const { data: me } = useMe()
  const { data, error, isPending, refetch } = usePost(id)
  const mayAct = isOne(me, 'editor')
  const mayDeny = isOne(me, 'editor', 'department-head')
  const post = data?.post
  return (
    <Stack>
      <Anchor component={Link} href="/weibo" size="sm">
        {say('← 微博', '← Weibo')}
      </Anchor>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={6} />}
      {data && post && (
        <>
          <Group justify="space-between" align="flex-start">
            <div>
              <Title order={1} size="h2">
                {post.title}
              </Title>
              <Text size="sm" c="dimmed">
                {post.unitName}
              </Text>
            </div>
            <Badge size="lg" color={postColors[post.state]}>
              {tell(postNames[post.state])}
            </Badge>
          </Group>
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, md: 7 }}>
              <Stack aria-live="polite">
                <Result post={post} />
                <ExactText text={data.fullText} />
                {mayAct && post.state === 'by-hand' && <ByHand shown={data} />}
                {mayDeny && post.state === 'unknown' && <Unknown post={post} mayProve={mayAct} />}
                {mayAct && ['released', 'by-hand'].includes(post.state) && (
                  <Reasoned
                    summary={say('取消这次发布', 'Call this post off')}
                    label={say('理由', 'Reason')}
                    button={say('取消发布', 'Call off')}
                    path={`/weibo/${post.id}/cancel`}
                  />
                )}
                {post.under.kind === 'approval' && (
                  <Anchor component={Link} href={`/submissions/${post.under.submissionId}`}>
                    {say('看稿件', 'See the submission')}
                  </Anchor>
                )}
                {post.way === 'api' && ['posted', 'unknown', 'posting'].includes(post.state) && (
                  <Anchor href={data.articleUrl} target="_blank" rel="noreferrer">
                    {say('微博里的链接打开的文章', 'The article its link opens')}
                  </Anchor>
                )}
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <Paper withBorder p="md">
                <Title order={2} size="h4" mb="sm">
                  {say('经过', 'What happened')}
                </Title>
                <Timeline bulletSize={14} lineWidth={2} active={data.ledger.length}>
                  {data.ledger.map(({ seq, type, at }) => (
                    <Timeline.Item key={seq} title={tell(postEvents[type] ?? { zh: type, en: type })}>
                      <Text size="sm" c="dimmed">
                        {moment(at, language)}
                      </Text>
                    </Timeline.Item>
                  ))}
                </Timeline>
              </Paper>
            </Grid.Col>
          </Grid>
        </>
      )}
    </Stack>
  )
}
