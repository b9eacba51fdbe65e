import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownMessengers } from '../../../lib/api/messenger'
import { call } from '../api/client'
import { useLanguage } from '../language'
import { Trouble } from '../parts/refusal'

const queryKey = ['messengers']
export const useMessengers = () =>
  useQuery({ queryKey, queryFn: () => call<ShownMessengers>('GET', '/messengers') })

function Choose({ mine }: { mine: string }) {
  const { say } = useLanguage()
  const queries = useQueryClient()
  const [userId, write] = useState(mine)
  const save = useMutation({
    mutationFn: (wanted: string) => call('PUT', '/me/messenger', { userId: wanted }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  })
  const isSame = userId.trim() === mine
  return (
    <>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={say('我的企业微信账号', 'My account in WeCom')}
          description={say(
            '企业微信里“我的信息”中的账号；保存后会收到一条测试消息。',
            'As “My information” of WeCom shows it; saving sends you a test message.',
          )}
          maxLength={64}
          value={userId}
          onChange={(event) => write(event.currentTarget.value)}
        />
        <Button disabled={isSame} loading={save.isPending} onClick={() => save.mutate(userId.trim())}>
          {userId.trim() === '' ? say('只用邮件', 'By mail alone') : say('保存', 'Save')}
        </Button>
      </Group>
      {save.isSuccess && isSame && mine !== '' && (
        <Text size="sm" role="status">
          {say('已保存；请看企业微信里的测试消息。', 'Saved; look for the test message in WeCom.')}
        </Text>
      )}
      <Trouble error={save.error} />
    </>
  )
}

/** Besides mail: notices in one's own 企业微信. */
export function MyMessenger() {
  const { say } = useLanguage()
  const { data, error, refetch } = useMessengers()
  return (
    <section aria-labelledby="my-messenger">
      <Stack gap="sm">
        <Title order={2} size="h4" id="my-messenger">
          {say('消息提醒', 'Notices')}
        </Title>
        <Text c="dimmed">
          {say(
            '邮件照常发出；企业微信里只有标题和链接，没有验证码。非工作时间的消息等到上班时一并提醒，紧急撤下除外。',
            'Mail goes out as ever; WeCom shows the subject and a link, never a code. Outside working hours notices wait, but for urgent removals.',
          )}
        </Text>
        <Trouble error={error} retry={() => void refetch()} />
        {data?.hasApp && <Choose key={data.mine ?? ''} mine={data.mine ?? ''} />}
        {data && !data.hasApp && (
          <Text size="sm">
            {say(
              '公司还没有接入企业微信应用，由管理员在“平台账号”页添加。',
              'The company has no WeCom application yet; an administrator adds it on the page of platform accounts.',
            )}
          </Text>
        )}
      </Stack>
    </section>
  )
}
