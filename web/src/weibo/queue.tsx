import { Alert, Anchor, Badge, Button, Card, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { ListedPost, QueuedPost } from '../../../lib/weibo-post/list-posts'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { More } from '../parts/pages'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { moment } from '../words/moment'
import { postColors, postNames } from './names'
import { usePostAct, usePosts, useQueue } from './queries'

/** Approved for Weibo: its text, how it would go out, and the release (11.3). */
function Queued({ item, mayAct }: { item: QueuedPost; mayAct: boolean }) {
  const { say, tell, language } = useLanguage()
  const [, go] = useLocation()
  const [asking, ask] = useState(false)
  const [why, setWhy] = useState('')
  const release = usePostAct<{ byHand?: string }>(`/submissions/${item.submissionId}/weibo`, ({ post }) =>
    go(`/weibo/${post.id}`),
  )
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Anchor component={Link} href={`/submissions/${item.submissionId}`} fw={600} c="inherit">
          {item.title}
        </Anchor>
        <Badge color={item.way === 'api' ? 'teal' : 'orange'}>
          {item.way === 'api' ? say('可自动发布', 'goes by itself') : say('需人工发布', 'by hand')}
        </Badge>
      </Group>
      <Text my={4} className="as-typed">
        {item.text}
      </Text>
      <Text size="sm" c="dimmed">
        {item.unitName} ·{' '}
        {say(
          `${item.length} 字，加链接 ${item.withLink} 字`,
          `${item.length} characters, ${item.withLink} with the link`,
        )}
        {item.pictures > 0 && say(` · ${item.pictures} 图`, ` · ${item.pictures} pictures`)}
        {item.videos > 0 && say(` · ${item.videos} 视频`, ` · ${item.videos} videos`)} ·{' '}
        {say(`批准于 ${moment(item.approvedAt, language)}`, `approved ${moment(item.approvedAt, language)}`)}
      </Text>
      {item.byHand.length > 0 && (
        <Alert color="orange" mt="xs" title={say('为什么要人工发布', 'Why by hand')}>
          {item.byHand.map((reason) => (
            <Text key={reason.en} size="sm">
              {tell(reason)}
            </Text>
          ))}
        </Alert>
      )}
      <Trouble error={release.error} />
      {mayAct && (
        <Group mt="xs">
          <Button loading={release.isPending && !asking} onClick={() => release.mutate({})}>
            {item.way === 'api'
              ? say('放行发布', 'Release')
              : say('放行，我来人工发布', 'Release, I post it by hand')}
          </Button>
          {item.way === 'api' && !asking && (
            <Button variant="subtle" onClick={() => ask(true)}>
              {say('改为人工发布', 'Post by hand instead')}
            </Button>
          )}
        </Group>
      )}
      {asking && (
        <Stack gap="xs" mt="xs">
          <Textarea
            label={say('为什么人工发布（记录在案）', 'Why by hand (kept on record)')}
            autosize
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <Group>
            <Button
              variant="default"
              disabled={why.trim() === ''}
              loading={release.isPending}
              onClick={() => release.mutate({ byHand: why.trim() })}
            >
              {say('放行，人工发布', 'Release by hand')}
            </Button>
          </Group>
        </Stack>
      )}
    </Card>
  )
}

function Line({ post }: { post: ListedPost }) {
  const { say, tell, language } = useLanguage()
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Anchor component={Link} href={`/weibo/${post.id}`} fw={600} c="inherit">
          {post.title}
        </Anchor>
        <Group gap={6}>
          {post.under === 'loan' && <Badge color="grape">{say('借用', 'loan')}</Badge>}
          <Badge color={postColors[post.state]}>{tell(postNames[post.state])}</Badge>
        </Group>
      </Group>
      <Text size="sm" lineClamp={2}>
        {post.text}
      </Text>
      <Text size="sm" c="dimmed">
        {post.unitName} ·{' '}
        {say(
          `${post.releasedBy.name} 放行于 ${moment(post.releasedAt, language)}`,
          `released by ${post.releasedBy.name}, ${moment(post.releasedAt, language)}`,
        )}
      </Text>
    </Card>
  )
}

/** The editor's Weibo queue: what is approved and waits, and what went out or is on its way. */
export function WeiboQueue() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const waiting = useQueue()
  const released = usePosts()
  const queue = waiting.data?.pages.flatMap((page) => page.queue)
  const posts = released.data?.pages.flatMap((page) => page.posts) ?? []
  return (
    <Stack>
      <Title order={1} size="h2">
        {say('微博', 'Weibo')}
      </Title>
      <Trouble error={waiting.error} retry={() => void waiting.refetch()} />
      <Trouble error={released.error} retry={() => void released.refetch()} />
      {waiting.isPending && <Loading />}
      {queue && (
        <section>
          <Title order={2} size="h4" mb="xs">
            {say('已批准，待放行', 'Approved, to be released')}
          </Title>
          {queue.length === 0 && <Empty title={say('没有待放行的微博', 'Nothing waits for release')} />}
          <Stack component="ul" gap="sm" className="plain-list">
            {queue.map((item) => (
              <Queued key={item.submissionId} item={item} mayAct={isOne(me, 'editor')} />
            ))}
          </Stack>
          <More of={waiting} />
        </section>
      )}
      {posts.length > 0 && (
        <section>
          <Title order={2} size="h4" mb="xs">
            {say('已放行', 'Released')}
          </Title>
          <Stack component="ul" gap="xs" className="plain-list">
            {posts.map((post) => (
              <Line key={post.id} post={post} />
            ))}
          </Stack>
          <More of={released} />
        </section>
      )}
    </Stack>
  )
}
