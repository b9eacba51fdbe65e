import { Alert, Badge, Checkbox, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShownProposal } from '../../../lib/oversight/list'
import type { ShownSettings } from '../../../lib/settings/list'
import type { ShownSetting } from '../../../lib/settings/settings'
import { call } from '../api/client'
import { isOne, useMe } from '../api/me'
import { useLanguage, type Bilingual } from '../language'
import { Trouble } from '../parts/refusal'
import { Empty, Loading } from '../parts/waiting'
import { WithReason } from '../parts/with-reason'
import { moment } from '../words/moment'

const states: Record<ShownSetting['state'], { name: Bilingual; color: string }> = {
  confirmed: { name: { zh: '已确认', en: 'confirmed' }, color: 'green' },
  alone: { name: { zh: '未经复核', en: 'not confirmed' }, color: 'red' },
  announced: { name: { zh: '可以更换', en: 'may be changed' }, color: 'blue' },
}

function Line({ setting }: { setting: ShownSetting }) {
  const { tell, say, language } = useLanguage()
  const { name, title, state, value, other, at } = setting
  const when = at && moment(at, language)
  return (
    <li>
      <Group gap="xs">
        <Text fw={600}>{tell(title)}</Text>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        <Badge color={states[state].color}>{tell(states[state].name)}</Badge>
      </Group>
      {(value ?? other) !== undefined && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {other === undefined ? value || say('空', 'empty') : `${value} → ${other}`}
        </Text>
      )}
      {state === 'alone' && (
        <Text size="sm" c="red">
          {say(`${when} 起被更换，没有两个人确认`, `changed since ${when}; two people have not confirmed it`)}
        </Text>
      )}
      {state === 'announced' && (
        <Text size="sm">{say(`${when} 前可以更换一次`, `may be changed once until ${when}`)}</Text>
      )}
    </li>
  )
}

/** Which of them are meant, of a setting that is yet to change its new value, and why. */
function ProposeSettings({ settings }: { settings: ShownSetting[] }) {
  const { say, tell } = useLanguage()
  const queries = useQueryClient()
  const [names, setNames] = useState<string[]>([])
  const [values, setValues] = useState<Record<string, string>>({})
  const propose = useMutation({
    mutationFn: (reason: string) =>
      call<{ waits?: ShownProposal }>('POST', '/settings/proposals', { names, values, reason }),
    onSuccess: async () => {
      setNames([])
      setValues({})
      for (const key of ['settings', 'changes', 'acts']) await queries.invalidateQueries({ queryKey: [key] })
    },
  })
  const toCome = settings.filter(
    ({ name, secret, state }) => names.includes(name) && !secret && state !== 'alone',
  )
  return (
    <>
      {propose.data && (
        <Alert color="blue" mt="xs" role="status">
          {propose.data.waits
            ? say(
                `已提请，等待${propose.data.waits.waitsFor.join('、')}确认。`,
                `Proposed; it waits for ${propose.data.waits.waitsFor.join(', ')}.`,
              )
            : say(
                '公司里还没有第二个人可以确认，已生效并记录在案。',
                'Nobody else could confirm it; it is in effect and on record.',
              )}
        </Alert>
      )}
      <WithReason
        summary={say(
          '提请确认：已经更换的，或未来 7 天内要更换的',
          'Propose: what was changed, or will be within 7 days',
        )}
        label={say('理由', 'Reason')}
        button={say('提请另一人确认', 'Have another person confirm')}
        act={(reason) => propose.mutate(reason)}
        isPending={propose.isPending}
        error={propose.error}
        disabled={names.length === 0 || toCome.some(({ name }) => !values[name]?.trim())}
      >
        <Checkbox.Group value={names} onChange={setNames} label={say('哪些', 'Which')}>
          <Stack gap={6} mt={4}>
            {settings.map(({ name, title }) => (
              <Checkbox key={name} value={name} label={`${tell(title)} ${name}`} />
            ))}
          </Stack>
        </Checkbox.Group>
        {toCome.map(({ name, title }) => (
          <TextInput
            key={name}
            label={say(`${title.zh}的新值`, `New value: ${title.en}`)}
            value={values[name] ?? ''}
            onChange={({ currentTarget: { value } }) => setValues((all) => ({ ...all, [name]: value }))}
          />
        ))}
      </WithReason>
    </>
  )
}

/** What whoever deploys decides, as two people know of it: settings by value, secrets without theirs. */
export function Settings() {
  const { say } = useLanguage()
  const { data: me } = useMe()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: () => call<ShownSettings>('GET', '/settings'),
  })
  const inOrder = [...(data?.settings ?? [])].sort(
    (one, other) => Number(other.state === 'alone') - Number(one.state === 'alone'),
  )
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h4" mb="xs">
        {say('密钥与设置', 'Secrets and settings')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {say(
          '由负责部署的人在系统外更换，每 5 分钟核对一次。未经两个人确认的更换会报警并通知领导、企管部负责人和管理员。',
          'Whoever deploys changes them outside of this system; they are compared every five minutes. A change that two people have not confirmed raises an alarm and is told to leaders, the head of the enterprise-management office and administrators.',
        )}
      </Text>
      <Trouble error={error} retry={() => void refetch()} />
      {isPending && <Loading lines={3} />}
      {data && !data.looked && (
        <Empty title={say('还没有核对过', 'Not looked at yet')}>
          {say('系统启动后 5 分钟内会核对一次。', 'It is looked at within five minutes of the start.')}
        </Empty>
      )}
      <Stack component="ul" gap="xs" className="plain-list">
        {inOrder.map((setting) => (
          <Line key={setting.name} setting={setting} />
        ))}
      </Stack>
      {data?.looked && isOne(me, 'admin') && <ProposeSettings settings={inOrder} />}
    </Paper>
  )
}
