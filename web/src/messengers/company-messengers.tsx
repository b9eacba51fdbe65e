import {
  Alert,
  Button,
  Card,
  Group,
  NumberInput,
  Paper,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownMessengers } from '../../../lib/api/messenger'
import { call } from '../api/client'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { moment } from '../words/moment'
import { useMessengers } from './my-messenger'

type Way = NonNullable<ShownMessengers['ways']>[number]

const kindNames: Record<Way['kind'], Bilingual> = {
  'wecom-robot': { zh: '企业微信群机器人', en: 'WeCom group robot' },
  'dingtalk-robot': { zh: '钉钉群机器人', en: 'DingTalk group robot' },
  'feishu-robot': { zh: '飞书群机器人', en: 'Feishu group robot' },
  'lark-robot': { zh: 'Lark 群机器人', en: 'Lark group robot' },
  'wecom-app': { zh: '企业微信应用（发给个人）', en: 'WeCom application (to one person)' },
}

function useRefresh() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['messengers'] })
}

function One({ way }: { way: Way }) {
  const { say, tell, language } = useLanguage()
  const refresh = useRefresh()
  const tryOut = useMutation({
    mutationFn: () => call('POST', `/messengers/${way.id}/trial`),
    onSuccess: refresh,
  })
  const remove = useMutation({
    mutationFn: () => call('DELETE', `/messengers/${way.id}`),
    onSuccess: refresh,
  })
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div>
          <Text fw={600}>{way.name}</Text>
          <Text size="sm" c="dimmed">
            {tell(kindNames[way.kind])} · {way.addedBy} · {moment(way.addedAt, language)}
          </Text>
          {way.sentAt && (
            <Text size="sm" c="dimmed">
              {say(
                `最近送达 ${moment(way.sentAt, language)}`,
                `Last delivered ${moment(way.sentAt, language)}`,
              )}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            loading={tryOut.isPending}
            onClick={() => tryOut.mutate()}
            aria-label={say(`向“${way.name}”发测试消息`, `Send a test message to “${way.name}”`)}
          >
            {say('发测试消息', 'Send a test')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
            aria-label={say(`删除“${way.name}”`, `Remove “${way.name}”`)}
          >
            {say('删除', 'Remove')}
          </Button>
        </Group>
      </Group>
      {way.trouble && (
        <Alert color="red" mt="xs" title={say('上次被拒收', 'The last notice was refused')}>
          {moment(way.trouble.at, language)} · {way.trouble.said}
        </Alert>
      )}
      {tryOut.isSuccess && (
        <Text size="sm" role="status">
          {say(
            '测试消息已交出，一分钟内送达；送达与否会显示在这里。',
            'On its way, within a minute; this card says how it went.',
          )}
        </Text>
      )}
      <Trouble error={tryOut.error ?? remove.error} />
    </Card>
  )
}

const empty = { name: '', webhook: '', signing: '', corpId: '', agentId: '', secret: '' }

function Add() {
  const { say } = useLanguage()
  const refresh = useRefresh()
  const [kind, choose] = useState<'robot' | 'app'>('robot')
  const [typed, write] = useState(empty)
  const field = (name: keyof typeof empty) => ({
    value: typed[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      write((before) => ({ ...before, [name]: value }))
    },
  })
  const name = typed.name.trim()
  const robot = {
    name,
    webhook: typed.webhook.trim(),
    ...(typed.signing && { signing: typed.signing.trim() }),
  }
  const app = {
    name,
    app: { corpId: typed.corpId.trim(), agentId: Number(typed.agentId), secret: typed.secret.trim() },
  }
  const isWhole =
    name !== '' && (kind === 'robot' ? robot.webhook !== '' : typed.corpId && typed.agentId && typed.secret)
  const add = useMutation({
    mutationFn: () => call('POST', '/messengers', kind === 'robot' ? robot : app),
    onSuccess: async () => {
      write(empty)
      await refresh()
    },
  })
  return (
    <Stack gap="xs">
      <Select
        label={say('添加', 'Add')}
        allowDeselect={false}
        data={[
          {
            value: 'robot',
            label: say('群机器人（企业微信、钉钉、飞书）', 'Group robot (WeCom, DingTalk, Feishu)'),
          },
          { value: 'app', label: say('企业微信自建应用', 'WeCom application') },
        ]}
        value={kind}
        onChange={(chosen) => choose(chosen === 'app' ? 'app' : 'robot')}
      />
      <TextInput label={say('名称', 'Name')} maxLength={40} {...field('name')} />
      {kind === 'robot' ? (
        <>
          <PasswordInput
            label={say('Webhook 地址', 'Webhook address')}
            autoComplete="off"
            description={say(
              '从群机器人的设置里完整复制；保存后不再显示。',
              'Whole, as the robot’s settings show it; never shown again.',
            )}
            {...field('webhook')}
          />
          <PasswordInput
            label={say('加签密钥（钉钉、飞书选了“加签”才有）', 'Signing secret (DingTalk, Feishu, if set)')}
            autoComplete="off"
            {...field('signing')}
          />
        </>
      ) : (
        <>
          <TextInput label={say('企业 ID（CorpID）', 'CorpID')} {...field('corpId')} />
          <NumberInput
            label="AgentId"
            hideControls
            value={typed.agentId}
            onChange={(value) => write((before) => ({ ...before, agentId: String(value) }))}
          />
          <PasswordInput
            label={say('应用的 Secret', 'Secret of the application')}
            autoComplete="off"
            {...field('secret')}
          />
        </>
      )}
      <Group>
        <Button disabled={!isWhole} loading={add.isPending} onClick={() => add.mutate()}>
          {say('添加', 'Add')}
        </Button>
      </Group>
      <Trouble error={add.error} />
    </Stack>
  )
}

/** By which robots and application people hear of things besides by mail; for an administrator. */
export function CompanyMessengers() {
  const { say } = useLanguage()
  const { data, error, refetch } = useMessengers()
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="messengers">
      <Stack gap="sm">
        <Title order={2} size="h4" id="messengers">
          {say('消息渠道', 'Messengers')}
        </Title>
        <Text size="sm" c="dimmed">
          {say(
            '群机器人转告稿件和期次的动态，只有标题和链接，没有验证码；工作时间以外的留到上班时。邮件照常发给本人。',
            'Group robots tell of articles and editions: subject and link, never a code, in working hours. Mail goes to everybody as ever.',
          )}
        </Text>
        <Trouble error={error} retry={() => void refetch()} />
        {data?.ways && data.ways.length > 0 && (
          <Stack component="ul" gap="xs" className="plain-list">
            {data.ways.map((way) => (
              <One key={way.id} way={way} />
            ))}
          </Stack>
        )}
        <Add />
      </Stack>
    </Paper>
  )
}
