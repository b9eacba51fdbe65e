import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { DraftPreview, ShownSubmission } from '../../../lib/api/submission'
import { call } from '../api/client'
import { useMe } from '../api/me'
import { useLanguage } from '../language'
import { History } from '../parts/history'
import { Trouble } from '../parts/refusal'
import { RemovalBadge, StateBadge } from '../parts/state-badge'
import { Loading } from '../parts/waiting'
import { channelNames } from '../words/names'
import { Actions } from './actions'
import { Paused } from './paused'
import { PhonePreview } from './phone-preview'
import { Removal, RemovalOf } from './removal'
import { StartFrom } from './start-from'
import { Tiers } from './tiers'
import { WhereReadersHaveIt } from './where-readers-have-it'

const CommentedText = lazy(async () => ({
  default: (await import('../together/commented-text')).CommentedText,
}))
const Versions = lazy(async () => ({ default: (await import('../together/versions')).Versions }))

/** What changed from one version to another, once somebody asks. */
export function Compared({ submission }: Pick<ShownSubmission, 'submission'>) {
  const { say } = useLanguage()
  const [asked, setAsked] = useState(false)
  if (submission.version === 1) return null
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say('版本对照', 'Versions side by side')}
        </Title>
        {!asked && (
          <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
            {say('并排对照', 'Compare')}
          </Button>
        )}
      </Group>
      {asked && (
        <Suspense fallback={<Loading lines={4} />}>
          <Versions submissionId={submission.id} />
        </Suspense>
      )}
    </Paper>
  )
}

/** Later nobody can act on a comment any more: the states of `commentable` (`lib/submission/comment.ts`). */
const commentable = ['checking', 'in-review', 'draft', 'rejected', 'withdrawn', 'expired', 'unused']

/** The text with what was said of it: while it can be acted on, and where something was said. */
function Said({ shown }: { shown: ShownSubmission }) {
  const { say } = useLanguage()
  const [asked, setAsked] = useState(false)
  const open = commentable.includes(shown.submission.state) && !shown.submission.removes
  const count = shown.comments.filter(({ resolved }) => !resolved).length
  if (!open && shown.comments.length === 0) return null
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {say(`正文意见（${count} 条未处理）`, `Comments on the text (${count} open)`)}
        </Title>
        {!asked && shown.comments.length === 0 && (
          <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>
            {say('对正文写意见', 'Comment on the text')}
          </Button>
        )}
      </Group>
      {(asked || shown.comments.length > 0) && (
        <Suspense fallback={<Loading lines={3} />}>
          <CommentedText shown={shown} open={open} />
        </Suspense>
      )}
    </Paper>
  )
}

function Ledger({ ledger, names }: Pick<ShownSubmission, 'ledger' | 'names'>) {
  const { say } = useLanguage()
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {say('经过', 'What happened')}
      </Title>
      <History events={ledger} names={names} />
    </section>
  )
}

/** Where it came from, and by whose leave it is a repost (articles 8, 9(7)). */
function OriginalOf({ content }: Pick<ShownSubmission['submission'], 'content'>) {
  const { say } = useLanguage()
  const { originalUrl, repost } = content
  if (!originalUrl && !repost) return null
  return (
    <Paper withBorder p="md">
      <Title order={2} size="h4" mb="xs">
        {repost ? say('转载', 'Repost') : say('阅读原文', 'The original behind it')}
      </Title>
      {originalUrl && <Text>{originalUrl}</Text>}
      {repost && (
        <Text>
          {say('许可：', 'Permitted by ')}
          {[repost.permittedBy, repost.permission, repost.permittedOn].filter(Boolean).join(' · ')}
        </Text>
      )}
    </Paper>
  )
}

/** What became of a submission: state, tiers, reason, readers' addresses, the article, the ledger in words. */
export function ReadView({ shown, own }: { shown: ShownSubmission; own: boolean }) {
  const { say, tell } = useLanguage()
  const { data: me } = useMe()
  const { submission } = shown
  const preview = useQuery({
    queryKey: ['preview', submission.id],
    queryFn: () => call<DraftPreview>('GET', `/submissions/${submission.id}/preview`),
  })
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start">
        <Title order={1} size="h2">
          {submission.content.title || say('（还没有标题）', '(no title yet)')}
        </Title>
        <Group gap={6}>
          {submission.removes && <RemovalBadge removes={submission.removes} />}
          <StateBadge state={submission.state} />
          {submission.publications.some(({ deletedAt }) => deletedAt) && <StateBadge state="removed" />}
        </Group>
      </Group>
      {submission.note && submission.state !== 'published' && (
        <Alert color={submission.state === 'rejected' ? 'red' : 'orange'} title={say('理由', 'Reason')}>
          {submission.note}
        </Alert>
      )}
      {submission.state === 'published' && submission.unused && (
        <Alert color="orange" title={say('有渠道到期未使用', 'Not used on every channel')}>
          {submission.unused.map((channel) => tell(channelNames[channel] ?? { zh: '', en: '' })).join('、')}
        </Alert>
      )}
      <Paused submission={submission} />
      {submission.removes && <RemovalOf removes={submission.removes} />}
      {submission.publications.map((publication) => (
        <WhereReadersHaveIt key={publication.channel} publication={publication} />
      ))}
      <Removal shown={shown} own={own} />
      {!submission.removes && (
        <Group gap="xs">
          <StartFrom submissionId={submission.id} />
        </Group>
      )}
      {(own || (submission.removes && submission.officerId === me?.id)) && (
        <Actions submission={submission} />
      )}
      <Paper withBorder p="md">
        <Tiers shown={shown} />
      </Paper>
      {submission.content.channels.includes('weibo') && (
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="xs">
            {say('微博文字', 'Weibo text')}
          </Title>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{submission.content.weiboText}</Text>
        </Paper>
      )}
      <OriginalOf content={submission.content} />
      <Trouble error={preview.error} retry={() => void preview.refetch()} />
      {preview.isPending && <Loading />}
      {submission.content.channels.includes('wechat') && preview.data && (
        <PhonePreview
          title={submission.content.title}
          digest={submission.content.digest}
          unitName={preview.data.unitName}
          preview={preview.data}
        />
      )}
      <Said shown={shown} />
      <Compared submission={submission} />
      <Paper withBorder p="md">
        <Ledger ledger={shown.ledger} names={shown.names} />
      </Paper>
    </Stack>
  )
}
