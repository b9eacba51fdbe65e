import { Alert, Anchor, Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import type { ShownRemoval, ShownSubmission } from '../../../lib/api/submission'
import type { Publication } from '../../../lib/submission/submission'
import { call, newKey } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { StateBadge } from '../parts/state-badge'
import { Trouble } from '../parts/refusal'
import { moment } from '../words/moment'
import { channelNames } from '../words/names'

type Way = 'route' | 'at-once'

/** On a removal itself: what it takes down, and why. */
export function RemovalOf({
  removes,
}: {
  removes: { submissionId: string; reason: string; atOnce?: true | undefined; after?: string | undefined }
}) {
  const { say } = useLanguage()
  return (
    <Alert
      color={removes.atOnce ? 'red' : 'orange'}
      title={
        removes.atOnce
          ? say(
              '立即撤下一篇已发布的文章，由企管部负责人一人决定',
              'A published article is to be taken down at once; the head of enterprise management decides',
            )
          : removes.after === undefined
            ? say('申请撤下一篇已发布的文章', 'A published article is to be taken down')
            : say(
                '文章已立即撤下，这是补办的审批；不同意也不会恢复',
                'The article was taken down at once and this is the approval after it; a no brings nothing back',
              )
      }
    >
      <Text size="sm">
        {say('理由：', 'Because: ')}
        {removes.reason}
      </Text>
      <Anchor component={Link} href={`/submissions/${removes.submissionId}`} size="sm">
        {say('看这篇文章', 'See the article')}
      </Anchor>
    </Alert>
  )
}

function useAct(id: string) {
  const queries = useQueryClient()
  return async () => {
    await queries.invalidateQueries({ queryKey: ['submission', id] })
    await queries.invalidateQueries({ queryKey: ['submissions'] })
  }
}

/** Asks for it to be taken down: the same people as before decide, or the head of 企管部 at once. */
function Ask({
  id,
  standing,
  ways,
  isHead,
}: {
  id: string
  standing: Publication[]
  ways: Way[]
  isHead: boolean
}) {
  const { say } = useLanguage()
  const [way, choose] = useState<Way>(ways[0] ?? 'route')
  const atOnce = way === 'at-once'
  const wechat = standing.find(({ channel }) => channel === 'wechat')
  const onWeibo = standing.some(({ channel }) => channel === 'weibo')
  const [opened, { open, close }] = useDisclosure(false)
  const [reason, setReason] = useState('')
  const key = useRef(newKey())
  const refresh = useAct(id)
  const ask = useMutation({
    mutationFn: () =>
      call(
        'POST',
        `/submissions/${id}/removal`,
        { reason: reason.trim(), ...(atOnce && { atOnce }) },
        { key: key.current },
      ),
    onSuccess: async () => {
      close()
      await refresh()
    },
  })
  return (
    <>
      <Group>
        <Button variant="default" onClick={open}>
          {ways.includes('route')
            ? say('申请撤下', 'Ask to have it taken down')
            : say('立即撤下', 'Take it down at once')}
        </Button>
      </Group>
      <Modal
        opened={opened}
        onClose={close}
        title={
          atOnce
            ? say('立即撤下这篇文章', 'Take this article down at once')
            : say('申请撤下这篇文章', 'Ask to have this article taken down')
        }
        closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
      >
        <Stack>
          {ways.length > 1 && (
            <Radio.Group
              label={say('怎样撤下', 'How')}
              value={way}
              onChange={(chosen) => {
                choose(chosen === 'at-once' ? 'at-once' : 'route')
                key.current = newKey()
              }}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="route" label={say('逐级审批后撤下', 'After the ordinary approval')} />
                <Radio
                  value="at-once"
                  label={say('立即撤下（泄密等不能等的情况）', 'At once (a leaked secret and the like)')}
                />
              </Stack>
            </Radio.Group>
          )}
          <Text size="sm">
            {atOnce
              ? isHead
                ? say(
                    '给您本人的邮件里有链接和验证码：在决定页输入验证码，文章马上撤下，不能恢复；逐级审批随后补办，由公司领导代替您那一级。',
                    'A mail to you holds a link and a code: type it on the decision page and the article goes at once, for good. The approval follows, with a company leader in your place. ',
                  )
                : say(
                    '企管部负责人马上收到邮件，一人决定；同意后文章马上撤下，不能恢复；逐级审批随后补办。请同时打电话告诉负责人。',
                    'The head of enterprise management is mailed now and decides alone; the article then goes at once, for good, and the approval follows. Call them, too. ',
                  )
              : say('撤下与发布一样要逐级审批。', 'Taking down is decided like publishing. ')}
            {!atOnce &&
              wechat &&
              (wechat.id === undefined
                ? say(
                    '系统没有它的微信群发编号：全部同意后由编辑在微信公众平台后台手工删除，不能恢复。',
                    'Its message id on WeChat is not known: once everybody has agreed, the editor deletes it for good in the WeChat console. ',
                  )
                : say(
                    '全部同意后，文章在微信删除，不能恢复。',
                    'Once everybody has agreed, the article is deleted at WeChat for good. ',
                  ))}
            {onWeibo &&
              say(
                '微博没有删除接口，届时由编辑手工删除。',
                'Weibo offers no way to delete by API: the editor will delete the post by hand.',
              )}
          </Text>
          <Textarea
            label={say('理由（会给审批人看，并记录在案）', 'Reason (shown to the approvers, kept on record)')}
            withAsterisk
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value)
              key.current = newKey()
            }}
          />
          <Trouble error={ask.error} />
          <Button
            color={atOnce ? 'red' : undefined}
            disabled={reason.trim() === ''}
            loading={ask.isPending}
            onClick={() => ask.mutate()}
          >
            {!atOnce
              ? say('提交申请', 'Ask')
              : isHead
                ? say('给我发验证码', 'Mail me the code')
                : say('请负责人立即决定', 'Ask the head')}
          </Button>
        </Stack>
      </Modal>
    </>
  )
}

/** The editor deleted it by hand, where no API could. */
function ByHand({ id, published: { channel, url } }: { id: string; published: Publication }) {
  const { say, tell } = useLanguage()
  const refresh = useAct(id)
  const confirm = useMutation({
    mutationFn: () => call('POST', `/submissions/${id}/removal/confirm`, { channel }),
    onSuccess: refresh,
  })
  const where = tell(channelNames[channel] ?? { zh: channel, en: channel })
  return (
    <>
      <Text size="sm">
        {channel === 'weibo'
          ? say(
              '微博没有删除接口：请登录公司微博，打开这条微博，在右上角菜单选“删除”，再点下面的按钮。',
              'Weibo has no API for it: sign in to the company’s account, open the post, choose 删除 in its menu, then say so here.',
            )
          : say(
              '系统没能在微信删除：请在微信公众平台后台核对并手工删除，再点下面的按钮。',
              'WeChat did not delete it: look in its console, delete it by hand, then say so here.',
            )}
      </Text>
      {url && (
        <Anchor href={url} target="_blank" rel="noreferrer" size="sm">
          {url}
        </Anchor>
      )}
      <Group>
        <Button variant="default" loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {say(`${where}已手工删除`, `Deleted by hand on ${where}`)}
        </Button>
      </Group>
      <Trouble error={confirm.error} />
    </>
  )
}

/** What the ordinary route says beside or after a removal at once. */
function Afterwards({ afterwards }: { afterwards: NonNullable<ShownRemoval['afterwards']> }) {
  const { say } = useLanguage()
  const { id, state, note } = afterwards
  return (
    <>
      <Group gap="xs" mt="sm">
        <Text size="sm">{say('逐级审批：', 'The ordinary approval: ')}</Text>
        <StateBadge state={state} />
        <Anchor component={Link} href={`/submissions/${id}`} size="sm">
          {say('看审批', 'See it')}
        </Anchor>
      </Group>
      {(state === 'rejected' || state === 'expired') && (
        <Text size="sm">
          {say(
            '没有同意立即撤下，记录在案；文章保持撤下。',
            'It does not agree; that is on record, and the article stays down. ',
          )}
          {note}
        </Text>
      )}
    </>
  )
}

const ended = ['rejected', 'withdrawn', 'expired', 'failed', 'draft']

/** On the page of what is published: ask for it to be taken down, how far that is, and what is left to do by hand. */
export function Removal({ shown, own }: { shown: ShownSubmission; own: boolean }) {
  const { say, language } = useLanguage()
  const { data: me } = useMe()
  const { submission, removal } = shown
  const standing = submission.publications.filter(({ deletedAt }) => deletedAt === undefined)
  const on = (where: Publication['channel']) => standing.find(({ channel }) => channel === where)
  const [wechat, weibo] = [on('wechat'), on('weibo')]
  const weiboAlone = submission.publications.every(({ channel }) => channel === 'weibo')
  const editor = isOne(me, 'editor')
  const head = isOne(me, 'department-head')
  const stands =
    submission.state === 'published' && (wechat !== undefined || (weiboAlone && weibo !== undefined))
  const other = removal?.afterwards
  const none = (!removal || ended.includes(removal.state)) && (!other || ended.includes(other.state))
  const undecided = removal && !removal.atOnce && ['checking', 'in-review'].includes(removal.state)
  const ways: Way[] = stands
    ? [
        ...((own || editor) && none ? ['route' as const] : []),
        ...((own || editor || head) && (none || undecided) ? ['at-once' as const] : []),
      ]
    : []
  if (ways.length === 0 && !removal) return null
  const failed = removal?.begun && removal.state === 'failed'
  return (
    <Stack gap="sm" align="stretch">
      {removal && (standing.length > 0 || removal.afterwards) && (
        <Alert
          color={removal.atOnce ? 'red' : 'orange'}
          title={
            removal.atOnce
              ? say(
                  '立即撤下（企管部负责人决定）',
                  'Removal at once (the head of enterprise management decides)',
                )
              : say('撤下申请', 'Removal')
          }
        >
          <StateBadge state={removal.state} />
          <Text size="sm">
            {moment(removal.askedAt, language)} · {removal.reason}
          </Text>
          <Anchor component={Link} href={`/submissions/${removal.id}`} size="sm">
            {say('看申请和审批', 'See it and who decides')}
          </Anchor>
          {removal.afterwards && <Afterwards afterwards={removal.afterwards} />}
        </Alert>
      )}
      {editor && failed && wechat && <ByHand id={submission.id} published={wechat} />}
      {editor && weibo && (removal?.state === 'removed' || (failed && weiboAlone)) && (
        <ByHand id={submission.id} published={weibo} />
      )}
      {ways.length > 0 && (
        <Ask key={ways.join()} id={submission.id} standing={standing} ways={ways} isHead={head} />
      )}
    </Stack>
  )
}
