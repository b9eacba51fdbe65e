import { Alert, Anchor, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import type { ShownSubmission } from '../../../lib/api/submission'
import type { Publication } from '../../../lib/submission/submission'
import { call, newKey } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage } from '../language'
import { StateBadge } from '../parts/state-badge'
import { Trouble } from '../parts/refusal'
import { moment } from '../words/moment'
import { channelNames } from '../words/names'

/** On a removal itself: what it takes down, and why. */
export function RemovalOf({ removes }: { removes: { submissionId: string; reason: string } }) {
  const { say } = useLanguage()
  return (
    <Alert color="orange" title={say('申请撤下一篇已发布的文章', 'A published article is to be taken down')}>
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

/** Asks for it to be taken down; the same people as before decide. */
function Ask({ id, standing }: { id: string; standing: Publication[] }) {
  const { say } = useLanguage()
  const wechat = standing.find(({ channel }) => channel === 'wechat')
  const onWeibo = standing.some(({ channel }) => channel === 'weibo')
  const [opened, { open, close }] = useDisclosure(false)
  const [reason, setReason] = useState('')
  const key = useRef(newKey())
  const refresh = useAct(id)
  const ask = useMutation({
    mutationFn: () =>
      call('POST', `/submissions/${id}/removal`, { reason: reason.trim() }, { key: key.current }),
    onSuccess: async () => {
      close()
      await refresh()
    },
  })
  return (
    <>
      <Group>
        <Button variant="default" onClick={open}>
          {say('申请撤下', 'Ask to have it taken down')}
        </Button>
      </Group>
      <Modal
        opened={opened}
        onClose={close}
        title={say('申请撤下这篇文章', 'Ask to have this article taken down')}
        closeButtonProps={{ 'aria-label': say('关闭', 'Close') }}
      >
        <Stack>
          <Text size="sm">
            {say('撤下与发布一样要逐级审批。', 'Taking down is decided like publishing. ')}
            {wechat &&
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
          <Button disabled={reason.trim() === ''} loading={ask.isPending} onClick={() => ask.mutate()}>
            {say('提交申请', 'Ask')}
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
  const mayAsk =
    submission.state === 'published' &&
    (wechat !== undefined || (weiboAlone && weibo !== undefined)) &&
    (own || editor) &&
    (!removal || ended.includes(removal.state))
  if (!mayAsk && !removal) return null
  const failed = removal?.begun && removal.state === 'failed'
  return (
    <Stack gap="sm" align="stretch">
      {removal && standing.length > 0 && (
        <Alert color="orange" title={say('撤下申请', 'Removal')}>
          <StateBadge state={removal.state} />
          <Text size="sm">
            {moment(removal.askedAt, language)} · {removal.reason}
          </Text>
          <Anchor component={Link} href={`/submissions/${removal.id}`} size="sm">
            {say('看申请和审批', 'See it and who decides')}
          </Anchor>
        </Alert>
      )}
      {editor && failed && wechat && <ByHand id={submission.id} published={wechat} />}
      {editor && weibo && (removal?.state === 'removed' || (failed && weiboAlone)) && (
        <ByHand id={submission.id} published={weibo} />
      )}
      {mayAsk && <Ask id={submission.id} standing={standing} />}
    </Stack>
  )
}
