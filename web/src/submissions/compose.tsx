import {
  Alert,
  Badge,
  Button,
  Checkbox,
  Grid,
  Group,
  Paper,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy, useCallback, useEffect, useMemo, useState } from 'react'
import type { Colleagues } from '../../../lib/api/people'
import type { DraftPreview, ShownPolicy, ShownSubmission } from '../../../lib/api/submission'
import { digestLimit, proposedDigest, titleAdvice, titleLimit } from '../../../lib/article/summary'
import { houseThemes, themeOf } from '../../../lib/article/theme'
import type { CompanyNames } from '../../../lib/article/company-names'
import type { Finding } from '../../../lib/policy/finding'
import { companyThemeId } from '../../../lib/theme/drawn-in'
import { call } from '../api/client'
import { useMe } from '../api/me'
import type { KeptBlocks } from '../article/kept-blocks'
import type { ShownPicture } from '../article/pictures'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { Loading } from '../parts/waiting'
import { BroughtIn } from '../together/brought-in'
import { Comments } from '../together/comments'
import { leftBehind, type LeftBehind } from '../together/kept'
import { Presence } from '../together/presence'
import { channelNames } from '../words/names'
import { CoverBox } from './cover-box'
import { Findings } from './findings'
import { MediaShelf } from './media-shelf'
import { PhonePreview } from './phone-preview'
import { Compared } from './read-view'
import { RouteOf } from './route-of'
import { StartFrom } from './start-from'
import { SubmitBox } from './submit-box'
import { useKeptBlocks } from './use-kept-blocks'
import { useDraft, type Draft } from './use-draft'
import { WeiboBox } from './weibo-box'
import { useUploads, type Begun } from './use-uploads'

const ArticleEditor = lazy(async () => ({ default: (await import('../article/editor')).ArticleEditor }))
const Clashes = lazy(async () => ({ default: (await import('../together/clashes')).Clashes }))

/** The words of paragraphs and headings, as the digest is made of them. */
const wordsOf = (html: string): string =>
  [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('p')]
    .map(({ textContent }) => textContent ?? '')
    .join('\n')

const usePolicy = () =>
  useQuery({ queryKey: ['policy'], queryFn: () => call<ShownPolicy>('GET', '/policy'), staleTime: Infinity })

/** How people and units are written, as the proofreader compares them. */
function useCompanyNames(): CompanyNames | undefined {
  const { data } = useQuery({
    queryKey: ['people'],
    queryFn: () => call<Colleagues>('GET', '/people'),
    staleTime: 10 * 60_000,
  })
  return useMemo(
    () =>
      data && {
        people: [...new Set(data.people.map(({ name }) => name))],
        units: [...new Set(data.people.map(({ unitName }) => unitName))],
      },
    [data],
  )
}

function Saving({ draft }: { draft: Draft }) {
  const { say } = useLanguage()
  const words = {
    saved: say('已保存', 'saved'),
    waiting: say('保存中…', 'saving…'),
    failed: say('还没有保存', 'not saved yet'),
  }
  return (
    <Badge color={draft.saving === 'failed' ? 'red' : 'gray'} role="status">
      {words[draft.saving]}
    </Badge>
  )
}

function Kind({ draft, policy }: { draft: Draft; policy: ShownPolicy }) {
  const { say, tell } = useLanguage()
  const { content, change } = draft
  return (
    <>
      <Select
        label={say('属于哪一类（第九条）', 'Kind of matter (article 9)')}
        withAsterisk
        value={content.category === undefined ? null : String(content.category)}
        onChange={(value) => change({ category: value === null ? undefined : Number(value) })}
        data={policy.categories.map(({ number, name }) => ({
          value: String(number),
          label: `${number}. ${tell(name)}`,
        }))}
        comboboxProps={{ withinPortal: false }}
      />
      <Checkbox.Group
        label={say('发到哪里', 'Where to publish')}
        withAsterisk
        value={content.channels}
        onChange={(channels) => change({ channels: channels as typeof content.channels })}
      >
        <Group mt={6}>
          {Object.entries(channelNames).map(([channel, name]) => (
            <Checkbox key={channel} value={channel} label={tell(name)} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  )
}

function ThemePicker({ draft, preview }: { draft: Draft; preview: DraftPreview | undefined }) {
  const { say, tell } = useLanguage()
  const theme = themeOf(draft.content.theme)
  const company = preview?.companyTheme
  const takesCompany = company !== undefined && draft.content.theme === companyThemeId
  return (
    <Select
      label={say('版式', 'Look')}
      description={
        takesCompany
          ? say(
              `公司版式第 ${company.number} 版，现在最新；送审时定下来，以后不变`,
              `version ${company.number} of the company’s look, the newest; kept as it is once submitted`,
            )
          : tell(theme.suits)
      }
      value={takesCompany ? companyThemeId : theme.id}
      onChange={(value) => value && draft.change({ theme: value })}
      data={[
        ...(company ? [{ value: companyThemeId, label: company.name }] : []),
        ...houseThemes.map(({ id, name }) => ({ value: id, label: tell(name) })),
      ]}
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
    />
  )
}

/** Articles 8 and 9(7): what others wrote is taken over with their leave only; readers are led to it. */
function Original({ draft }: { draft: Draft }) {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const { content, change } = draft
  const { repost } = content
  const changeRepost = (part: Partial<NonNullable<typeof repost>>) =>
    repost && change({ repost: { ...repost, ...part } })
  return (
    <>
      <Checkbox
        label={say('这是转载（别处已经发表过）', 'This is a repost (published elsewhere before)')}
        checked={repost !== undefined}
        onChange={(event) =>
          change({ repost: event.currentTarget.checked ? { permittedBy: '', permission: '' } : undefined })
        }
      />
      <TextInput
        type="url"
        label={
          repost
            ? say('原文地址', 'Address of the original')
            : say('阅读原文（可不填）', 'Link behind 阅读原文 (optional)')
        }
        withAsterisk={repost !== undefined}
        description={
          repost
            ? say('印在文末，也是“阅读原文”的链接', 'printed below the text, and the link behind 阅读原文')
            : say('文末“阅读原文”打开的网址', 'what readers open with 阅读原文 below the article')
        }
        value={content.originalUrl ?? ''}
        onChange={(event) => change({ originalUrl: event.currentTarget.value || undefined })}
      />
      {repost && (
        <Paper withBorder p="sm">
          <Stack gap="sm">
            <TextInput
              label={say('谁许可转载', 'Who permits the repost')}
              description={say(
                '作者或媒体的名称，会印在文末',
                'its author or medium; printed below the text',
              )}
              withAsterisk
              maxLength={100}
              value={repost.permittedBy}
              onChange={(event) => changeRepost({ permittedBy: event.currentTarget.value })}
            />
            <Textarea
              label={say('许可的内容', 'What was permitted')}
              description={say(
                '抄录对方的原话，或写明邮件、合同的编号；审批人会看到，读者看不到',
                'their own words, or the number of the mail or contract; approvers see it, readers do not',
              )}
              withAsterisk
              autosize
              minRows={2}
              maxLength={500}
              value={repost.permission}
              onChange={(event) => changeRepost({ permission: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={say('许可日期', 'Date of the permission')}
              withAsterisk
              max={me?.today}
              value={repost.permittedOn ?? ''}
              onChange={(event) => changeRepost({ permittedOn: event.currentTarget.value || undefined })}
            />
          </Stack>
        </Paper>
      )}
    </>
  )
}

function Words(given: {
  draft: Draft
  findings: Finding[]
  pictures: ShownPicture[]
  preview: DraftPreview | undefined
  upload: (file: File) => Promise<Begun>
  threads: ShownSubmission['comments']
  onStanding: (ids: string[]) => void
  kept: KeptBlocks
  names: CompanyNames | undefined
}) {
  const { draft, findings } = given
  const { say, tell } = useLanguage()
  const { data: me } = useMe()
  const { content, change } = draft
  return (
    <>
      <TextInput
        label={say('标题', 'Title')}
        withAsterisk
        value={content.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        description={titleAdvice(content.title).map(tell).join(say('；', '; ')) || undefined}
        rightSectionWidth={64}
        rightSection={
          <Text size="xs" c={[...content.title.trim()].length > titleLimit ? 'red.9' : 'dimmed'}>
            {[...content.title.trim()].length} / {titleLimit}
          </Text>
        }
      />
      <TextInput
        label={say('来源', 'Source')}
        withAsterisk
        description={say(
          '会印在文章里；来源不明的内容不能发布（10.1）',
          'printed in the article; matter of unknown source is not published (10.1)',
        )}
        value={content.source}
        onChange={(event) => change({ source: event.currentTarget.value })}
      />
      <Original draft={draft} />
      <Suspense fallback={<Loading lines={3} />}>
        <ArticleEditor
          html={content.body}
          findings={findings}
          pictures={given.pictures}
          upload={given.upload}
          kept={given.kept}
          names={given.names}
          onChange={(body) => change({ body })}
          surface={draft.surface}
          threads={given.threads}
          onStanding={given.onStanding}
        />
      </Suspense>
      <ThemePicker draft={draft} preview={given.preview} />
      <Textarea
        label={say('摘要（可不填）', 'Digest (optional)')}
        description={say(
          `${[...(content.digest ?? '')].length} / ${digestLimit} 字；不填时微信取正文前 54 字；一期多篇时列表不显示摘要，转发时显示`,
          `${[...(content.digest ?? '')].length} / ${digestLimit}; without one WeChat takes the first 54 characters; the list of a day with several articles shows none, a shared card does`,
        )}
        autosize
        minRows={2}
        value={content.digest ?? ''}
        onChange={(event) => change({ digest: event.currentTarget.value || undefined })}
      />
      <Button
        variant="default"
        size="compact-sm"
        w="fit-content"
        onClick={() => change({ digest: proposedDigest(wordsOf(content.body)) || undefined })}
      >
        {say('从正文提一个摘要', 'Propose a digest from the text')}
      </Button>
      <TextInput
        type="date"
        label={say('事情发生在哪天（可不填）', 'Day of the event (optional)')}
        max={me?.today}
        value={content.eventDate ?? ''}
        onChange={(event) => change({ eventDate: event.currentTarget.value || undefined })}
      />
    </>
  )
}

const ends: Record<string, Bilingual> = {
  SubmissionWithdrawn: { zh: '上次撤回的理由', en: 'Why it was withdrawn' },
  SubmissionRejected: { zh: '上次退回的理由', en: 'Why it was sent back' },
}

/** What the reason of the version before is about: one’s own withdrawal is no rejection. */
const endedBecause = (ledger: ShownSubmission['ledger']): Bilingual =>
  ledger.flatMap(({ type }) => ends[type] ?? []).at(-1) ?? {
    zh: '上次未完成的原因',
    en: 'Why it ended before',
  }

/** First what pages of this person left unsaved in this browser is looked for, then the draft is opened with it. */
export function Compose({ shown }: { shown: ShownSubmission }) {
  const { data: me } = useMe()
  const { id } = shown.submission
  const [left, setLeft] = useState<LeftBehind[]>()
  useEffect(() => {
    if (me) void leftBehind(id, me.id).then(setLeft)
  }, [id, me])
  if (!me || !left) return <Loading lines={6} />
  return <Form shown={shown} me={me.id} left={left} />
}

/** The form of a draft: saved by itself, with what the policy says and what readers would get beside it. */
function Form({ shown, me, left }: { shown: ShownSubmission; me: string; left: LeftBehind[] }) {
  const { say, tell } = useLanguage()
  const draft = useDraft(shown, me, left)
  const policy = usePolicy()
  const queries = useQueryClient()
  const { submission } = shown
  const {
    data: preview,
    error: noPreview,
    refetch,
  } = useQuery({
    // A verdict brings a picture into the article.
    queryKey: ['preview', submission.id, shown.media.map(({ state }) => state).join()],
    queryFn: () => call<DraftPreview>('GET', `/submissions/${submission.id}/preview`),
    placeholderData: (before) => before,
  })
  const findings = preview?.findings ?? shown.findings
  const inBody = useMemo(() => findings.filter(({ at }) => at?.field === 'body'), [findings])
  const unsettled = useMemo(() => shown.comments.filter(({ resolved }) => !resolved), [shown.comments])
  const [standing, setStanding] = useState<string[]>([])
  const stand = useCallback(
    (ids: string[]) => setStanding((known) => (known.join() === ids.join() ? known : ids)),
    [],
  )
  const { id } = submission
  const uploads = useUploads({
    submissionId: id,
    begun: (media) => {
      void queries.invalidateQueries({ queryKey: ['submission', id] })
      draft.use(media.id)
    },
  })
  const names = useCompanyNames()
  const { kept, dialogs } = useKeptBlocks({ submissionId: id, use: draft.use })
  const { mediaIds } = draft.content
  const links = preview?.media
  // The same list while nothing of it changes: whoever shows it draws it anew otherwise, at each letter of another field.
  const pictures = useMemo(
    () =>
      shown.media
        .filter(({ kind, id: one }) => kind === 'picture' && mediaIds.includes(one))
        .map(({ id: one, fileName, state, findings: found }) => ({
          ...{ id: one, fileName, state, findings: found },
          url: links?.find((link) => link.id === one)?.url,
        })),
    [shown.media, mediaIds, links],
  )
  const upload = async (file: File): Promise<Begun> =>
    (await uploads.add([file]))[0] ?? { error: new Error('nothing was begun') }
  if (!policy.data) return policy.error ? <Trouble error={policy.error} /> : <Loading lines={6} />
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          {submission.version > 1
            ? say(`修改稿件（第 ${submission.version} 版）`, `Revise (version ${submission.version})`)
            : say('写稿', 'Write')}
        </Title>
        <Group gap="xs">
          <Presence submissionId={id} edits={draft.edits} />
          <StartFrom submissionId={id} />
          <Saving draft={draft} />
        </Group>
      </Group>
      {submission.note && (
        <Alert color="orange" title={tell(endedBecause(shown.ledger))}>
          {submission.note}
        </Alert>
      )}
      <Trouble error={draft.error} retry={() => void draft.flush().catch(() => undefined)} />
      <BroughtIn draft={draft} />
      {draft.clashes.length > 0 && (
        <Suspense fallback={<Loading lines={3} />}>
          <Clashes draft={draft} pictures={pictures} />
        </Suspense>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Kind draft={draft} policy={policy.data} />
            <RouteOf preview={preview} />
            <Words
              {...{ draft, pictures, preview, upload, kept, names }}
              findings={inBody}
              threads={unsettled}
              onStanding={stand}
            />
            {dialogs}
            <WeiboBox
              draft={draft}
              length={preview?.weibo.length ?? 0}
              limit={policy.data.weiboMaxLength}
              pictures={pictures}
              article={() => wordsOf(draft.content.body)}
            />
            {draft.content.channels.includes('wechat') && (
              <CoverBox shown={shown} draft={draft} preview={preview} upload={upload} />
            )}
            <MediaShelf shown={shown} draft={draft} policy={policy.data} links={preview?.media ?? []} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Paper withBorder p="md">
              <Findings findings={findings} />
            </Paper>
            <Paper withBorder p="md">
              <Comments shown={shown} standing={standing} surface={draft.surface} />
            </Paper>
            <Trouble error={noPreview} retry={() => void refetch()} />
            {!preview && !noPreview && <Loading />}
            {draft.content.channels.includes('wechat') && preview && (
              <PhonePreview
                title={draft.content.title}
                digest={draft.content.digest}
                unitName={preview.unitName}
                preview={preview}
              />
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      <Compared submission={submission} />
      <SubmitBox shown={shown} draft={draft} policy={policy.data} preview={preview} />
    </Stack>
  )
}
